"""Webhooks: told to a real server, signed as the standard says, tried again, and never to where they must not go."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from standardwebhooks import Webhook

from newsbrief.jobs import webhooks
from newsbrief.jobs.webhooks import Webhooks
from newsbrief.store import StoreUnavailable
from newsbrief.store.jobs import JobOrder
from newsbrief.store.store import Store
from tests.support.articles import articles
from tests.support.service_process import HASTE, Process, Start, wait_for_job
from tests.support.settings import settings_for
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()


@dataclass
class Receiver:
    """An address that takes webhooks; it answers with `statuses` in turn, the last for ever."""

    url: str
    statuses: list[int] = field(default_factory=lambda: [204])
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def events(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.taken]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@contextmanager
def serve_webhooks(handler: type[BaseHTTPRequestHandler]) -> Iterator[Receiver]:
    """Serve an address that takes webhooks by `handler` while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Receiver(f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # The sender was killed at it.
            found.taken.append((dict(self.headers), body))
            status = found.statuses.pop(0) if len(found.statuses) > 1 else found.statuses[0]
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", found.url + "elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with serve_webhooks(Handler) as found:
        yield found


def _job(start: Start, upstream: Upstream, url: str, **settings: str) -> Process:
    upstream.says(Answer(chat(draft()).body))
    service = start("serve", "--port", "0", NEWSBRIEF_WEBHOOK_SECRET=SECRET, **settings)
    sent = {"articles": [*articles(1), {"text": "Too short."}], "callback_url": url}
    answer = httpx.post(f"{service.url}/jobs", json=sent)
    assert answer.status_code == 202, answer.text
    wait_for_job(service.url, answer.headers["location"])
    return service


OWN_NETWORK = {"NEWSBRIEF_WEBHOOK_PRIVATE_TARGETS": "true"}


def test_each_event_is_told_once_and_signed(start: Start, upstream: Upstream, receiver: Receiver) -> None:
    service = _job(start, upstream, receiver.url, **OWN_NETWORK)
    wait_until(lambda: len(receiver.taken) >= 3)
    wait_until(
        lambda: 'newsbrief_webhook_attempts_total{outcome="taken"} 3.0' in httpx.get(f"{service.url}/metrics").text
    )
    assert sorted(receiver.events()) == ["briefing.completed", "briefing.failed", "job.completed"]
    for headers, body in receiver.taken:
        assert len(body) < 20_000
        told = {name.lower(): value for name, value in headers.items()}
        assert Webhook(SECRET).verify(body, told)["type"] in receiver.events()
        with pytest.raises(Exception, match="signature"):
            Webhook(SECRET).verify(body + b" ", told)
    assert len({headers["webhook-id"] for headers, _ in receiver.taken}) == 3


def test_what_is_not_taken_is_told_again(start: Start, upstream: Upstream, receiver: Receiver) -> None:
    receiver.statuses[:] = [500, 302, 204]
    _job(start, upstream, receiver.url, **OWN_NETWORK)
    wait_until(lambda: len(receiver.taken) >= 5)
    ids = [headers["webhook-id"] for headers, _ in receiver.taken]
    assert (len(ids), len(set(ids))) == (5, 3)


def test_who_is_gone_is_told_nothing_more(start: Start, upstream: Upstream, receiver: Receiver) -> None:
    receiver.statuses[:] = [410]
    _job(start, upstream, receiver.url, **OWN_NETWORK)
    wait_until(lambda: receiver.taken)
    ids = [headers["webhook-id"] for headers, _ in receiver.taken]
    assert len(ids) == len(set(ids))


def test_nothing_is_told_to_this_machine_or_its_network(start: Start, upstream: Upstream, receiver: Receiver) -> None:
    service = _job(start, upstream, receiver.url.replace("127.0.0.1", "localhost"))
    wait_until(lambda: service.log.read_text().count("a webhook was refused") >= 3)
    assert receiver.taken == []


def test_a_killed_service_has_every_event_told(start: Start, upstream: Upstream, receiver: Receiver) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=0.2))
    settings = OWN_NETWORK | {"NEWSBRIEF_WEBHOOK_SECRET": SECRET}
    service = start("serve", "--port", "0", **settings)
    sent = {"articles": articles(8), "callback_url": receiver.url}
    answer = httpx.post(f"{service.url}/jobs", json=sent)
    wait_until(lambda: receiver.taken)
    service.kill()
    again = start("serve", "--port", "0", **settings)
    wait_for_job(again.url, answer.headers["location"])
    wait_until(lambda: "job.completed" in receiver.events())
    told = wait_until(
        lambda: ids if len(ids := {headers["webhook-id"] for headers, _ in receiver.taken}) == 9 else None
    )
    assert {id.partition(".job")[0].rpartition(".")[2] for id in told if "job.completed" not in id} == set("01234567")


async def test_a_store_that_is_away_uses_up_no_attempt(
    address: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.statuses[:] = [500]
    monkeypatch.setattr(webhooks, "STORE_AWAY_S", 0.0)
    away = [StoreUnavailable("It is away.")] * 12
    with closing(Store(settings_for(address))) as store:
        job = store.jobs.accept(JobOrder("newsroom", "articles", receiver.url), ["{}"])
        assert job
        find_callback = store.jobs.find_callback

        def find_once_back(id: UUID) -> tuple[str, str] | None:
            if away:
                raise away.pop()
            return find_callback(id)

        monkeypatch.setattr(store.jobs, "find_callback", find_once_back)
        sender = Webhooks(store, SECRET, private=True)
        wait_s = await sender.try_to_send("job.completed", (job.id, -1), datetime.now(UTC), 1)
        await sender.aclose()
    assert (wait_s, receiver.events()) == (webhooks.SCHEDULE_S[0], ["job.completed"])


@pytest.fixture
def tarpit() -> Iterator[Receiver]:
    """Yield an address that takes every webhook and answers none."""
    ends = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.taken.append((dict(self.headers), b""))
            ends.wait()

        def log_message(self, *_: object) -> None:
            pass

    with serve_webhooks(Handler) as found:
        yield found
        ends.set()


def test_an_address_that_never_answers_holds_up_its_owner_alone(
    start: Start, receiver: Receiver, tarpit: Receiver
) -> None:
    patient = "import newsbrief.fetching.posting\nnewsbrief.fetching.posting.TIMEOUT_S = 600.0\n" + HASTE
    settings = OWN_NETWORK | {"NEWSBRIEF_WEBHOOK_SECRET": SECRET, "NEWSBRIEF_API_KEYS": "desk:one,wire:two"}
    service = start("serve", "--port", "0", haste=patient, **settings)

    def send_job(key: str, count: int, to: str) -> None:
        sent = {"articles": [{"text": "Too short."}] * count, "callback_url": to}
        answer = httpx.post(f"{service.url}/jobs", json=sent, headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == 202, answer.text

    send_job("one", 120, tarpit.url)
    wait_until(lambda: len(tarpit.taken) >= 20)
    send_job("two", 1, receiver.url)
    wait_until(lambda: "job.completed" in receiver.events())
    assert len(tarpit.taken) == 20
