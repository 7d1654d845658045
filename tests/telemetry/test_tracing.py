"""Traces of a real service, as a real collector gets them: over OTLP."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from newsbrief.telemetry import tracing
from tests.support.service_process import Process, Start, start, wait_for_job
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

__all__ = ["start"]
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector:
    """The spans that a service exported."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collector.raw.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def spans(self) -> list[Span]:
        sent = map(ExportTraceServiceRequest.FromString, self.raw)
        return [span for one in sent for r in one.resource_spans for s in r.scope_spans for span in s.spans]

    def find_span(self, name: str) -> Span:
        """Return the span `name`, once it has come."""
        found: Span = wait_until(lambda: next((s for s in self.spans if s.name == name), None), within_s=20)
        return found


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def service(start: Start, collector: Collector, upstream: Upstream) -> Process:
    upstream.says(Answer(chat(draft()).body))
    return start(
        "serve",
        "--port",
        "0",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server.server_port}",
        OTEL_BSP_SCHEDULE_DELAY="100",
    )


def attributes(span: Span) -> dict[str, object]:
    return {a.key: getattr(a.value, str(a.value.WhichOneof("value"))) for a in span.attributes}


def test_a_request_is_one_trace_from_the_client_to_the_model(
    service: Process, collector: Collector, upstream: Upstream, seed_article: str
) -> None:
    answer = httpx.post(
        f"{service.url}/summarize", json={"text": seed_article}, headers={"traceparent": PARENT}, timeout=60
    )
    assert answer.status_code == 200
    request, model = collector.find_span("POST /summarize"), collector.find_span("chat gpt-5.4-mini")
    assert request.trace_id.hex() == PARENT[3:35]
    assert request.parent_span_id.hex() == PARENT[36:52]
    assert attributes(request)["http.response.status_code"] == 200
    for step in ("read", "draft", "verify", "repair"):
        assert collector.find_span(step).parent_span_id == request.span_id
    assert model.parent_span_id == collector.find_span("draft").span_id
    assert upstream.headers[0]["traceparent"] == f"00-{model.trace_id.hex()}-{model.span_id.hex()}-01"
    said = attributes(model)
    assert (said["gen_ai.usage.input_tokens"], said["gen_ai.usage.output_tokens"]) == (100, 50)
    # The judge's calls, its exam and its verdicts, are spans too.
    assert answer.json()["meta"]["usage"]["prompt_tokens"] == 100 * (1 + len(upstream.judged))
    assert (said["gen_ai.operation.name"], said["gen_ai.request.model"]) == ("chat", "gpt-5.4-mini")
    # A line of the log leads to the trace.
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    (line,) = [line for line in lines if line["message"] == "request"]
    assert line["trace_id"] == request.trace_id.hex()


def test_a_model_that_fails_is_told_by_the_kind_of_its_failure_alone(
    service: Process, collector: Collector, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(Answer({"error": {"message": "Muscat is overloaded"}}, status=401))
    body = {"text": seed_article, "options": {"on_failure": "error"}}
    assert httpx.post(f"{service.url}/summarize", json=body, timeout=60).status_code == 503
    assert "error.type" in attributes(collector.find_span("chat gpt-5.4-mini"))
    failed = collector.find_span("POST /summarize")
    assert failed.status.code == failed.status.STATUS_CODE_ERROR
    # Nothing that anybody wrote: not the article's words, not the server's, not the key.
    everything = b"".join(collector.raw)
    assert not any(word in everything for word in (b"Muscat", b"Oman", b"Araghchi", b"Bearer"))


def test_an_article_of_a_job_belongs_to_the_trace_of_who_sent_it(
    service: Process, collector: Collector, seed_article: str
) -> None:
    job = httpx.post(
        f"{service.url}/jobs", json={"articles": [{"text": seed_article}]}, headers={"traceparent": PARENT}, timeout=60
    )
    wait_for_job(service.url, job.headers["location"])
    article = collector.find_span("article of a job")
    assert article.trace_id.hex() == PARENT[3:35]
    assert article.parent_span_id == collector.find_span("POST /jobs").span_id
    assert collector.find_span("draft").trace_id == article.trace_id


def test_without_an_address_nothing_is_traced() -> None:
    tracing.configure()
    with tracing.span("quiet"):
        assert tracing.ids() == {}
        assert tracing.trace_headers() == {}


def test_without_the_packages_that_send_it_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['opentelemetry.sdk.trace'] = None\n"
        "from newsbrief.cli import main\n"
        "sys.exit(main(['serve', '--port', '0']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "newsbrief[tracing]" in ran.stderr
