"""Test the metrics, and who may read them."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsbrief.api.app import create_app
from tests.support.processes import run
from tests.support.service_process import NEWSBRIEF, wait_for_address
from tests.support.settings import make_settings
from tests.support.upstream import Upstream, chat, error
from tests.support.waiting import wait_until

Numbers = dict[str, float]


def numbers(client: httpx.Client, **headers: str) -> Numbers:
    """Return the samples by name and labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def total(found: Numbers, start: str) -> float:
    return sum(value for name, value in found.items() if name.startswith(start))


def test_a_briefing_is_counted_once_in_every_way(service: Callable[..., Any], seed_article: str) -> None:
    with service() as client:
        before = numbers(client)
        assert total(before, "newsbrief_answers_total") == 0
        reply = client.post("/summarize", json={"text": seed_article}).json()
        client.post("/verify", json={"text": seed_article, "claims": ["The moon is made of cheese."]})
        client.get("/nowhere/at/all")
        found = numbers(client)
    for stage in ("read", "draft", "verify", "total"):
        assert found[f'newsbrief_stage_seconds_count{{stage="{stage}",work="summarize"}}'] == 1
    assert found['newsbrief_answers_total{engine="extractive",work="summarize"}'] == 1
    claims = len(reply["faithfulness"]["claims"]) + len(reply["faithfulness"]["dropped"])
    summarized = [value for name, value in found.items() if re.match(r"newsbrief_claims_total.*summarize", name)]
    assert sum(summarized) == claims
    assert total(found, 'newsbrief_claims_total{action="none"') == 1
    assert found['newsbrief_requests_total{route="/summarize",status="200"}'] == 1
    assert found['newsbrief_requests_total{route="none",status="404"}'] == 1
    assert "nowhere" not in str(found)
    assert found['newsbrief_places{state="taken"}'] == found['newsbrief_places{state="waiting"}'] == 0
    assert found["newsbrief_process_resident_memory_bytes"] > 0


def test_where_a_briefing_came_from_is_counted(service: Callable[..., Any], seed_article: str) -> None:
    with service() as client:
        for headers in ({"Idempotency-Key": "a"}, {"Idempotency-Key": "a"}, {}, {"Cache-Control": "no-cache"}):
            client.post("/summarize", json={"text": seed_article}, headers=headers).raise_for_status()
        found = numbers(client)
    origins = {
        origin: found[f'newsbrief_recalled_total{{origin="{origin}"}}'] for origin in ("miss", "replay", "hit", "fresh")
    }
    assert origins == {"miss": 1, "replay": 1, "hit": 1, "fresh": 1}
    assert found['newsbrief_answers_total{engine="extractive",work="summarize"}'] == 2


def test_what_a_model_takes_is_counted_by_model_also_where_it_fails(
    service: Callable[..., Any], upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat("no draft", usage=(1000, 200)))
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "model": "gpt-5.4-mini"}
    with service(**settings) as client:
        degraded = client.post("/summarize", json={"text": seed_article}).json()
        client.post("/summarize", json={"text": seed_article, "options": {"on_failure": "error"}})
        found = numbers(client)
    assert degraded["meta"]["usage"]["cost_usd"] == pytest.approx(2 * (1000 * 0.75 + 200 * 4.5) / 1e6)
    assert found['newsbrief_model_calls_total{model="gpt-5.4-mini"}'] == 4
    assert found['newsbrief_model_tokens_total{kind="prompt",model="gpt-5.4-mini"}'] == 4000
    assert found['newsbrief_model_tokens_total{kind="completion",model="gpt-5.4-mini"}'] == 800
    assert found['newsbrief_model_cost_usd_total{model="gpt-5.4-mini"}'] == pytest.approx(0.0066)
    assert found['newsbrief_degraded_total{reason="malformed-draft"}'] == 1
    assert found['newsbrief_drafting_failures_total{reason="malformed-draft"}'] == 1


def test_taken_and_waiting_are_seen_while_they_are(
    service: Callable[..., Any], upstream: Upstream, seed_article: str
) -> None:
    upstream.says(error(401))
    slow = error(401)
    upstream.says(type(slow)(slow.body, slow.status, wait_s=3))
    with service(engine="openai", openai_base_url=upstream.base_url, max_concurrency=1) as client:
        address = str(client.base_url)
        # Two articles: equal ones would share a place.
        sent = [_sent(address, f"{seed_article}\n\nEdition {n}.") for n in range(2)]
        wait_until(lambda: numbers(client)['newsbrief_places{state="waiting"}'] == 1, within_s=30)
        assert numbers(client)['newsbrief_places{state="taken"}'] == 1
        for thread in sent:
            thread.join()
        assert total(numbers(client), "newsbrief_places") == 0


def _sent(address: str, article: str) -> Any:
    import threading

    thread = threading.Thread(target=lambda: httpx.post(f"{address}/summarize", json={"text": article}, timeout=20))
    thread.start()
    return thread


def test_keys_guard_the_numbers(service: Callable[..., Any]) -> None:
    with service(api_keys="k") as client:
        assert client.get("/metrics").status_code == 401
        assert numbers(client, Authorization="Bearer k")


async def test_without_keys_only_this_machine_sees_them() -> None:
    app = create_app(make_settings(engine="extractive"))
    async with app.router.lifespan_context(app):
        for host, status in (("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 401)):
            transport = httpx.ASGITransport(app=app, client=(host, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                assert (await client.get("/metrics")).status_code == status, host


@contextmanager
def workers(count: int, log: Path) -> Iterator[str]:
    """Run `newsbrief serve` with several processes until all have started; yield its address."""
    environment = {**os.environ, "NEWSBRIEF_ENGINE": "extractive"}
    command = [*NEWSBRIEF, "serve", "--port", "0", "--workers", str(count)]
    with log.open("wb") as written, run(command, env=environment, stderr=written) as process:
        yield wait_for_address(log, process, count)
        process.send_signal(signal.SIGTERM)
        process.wait()


def test_several_processes_add_up(tmp_path: Path) -> None:
    with workers(2, tmp_path / "log") as address:
        for _ in range(20):
            httpx.get(f"{address}/healthz", headers={"Connection": "close"})
        found = []
        for _ in range(10):  # whichever process answers
            with httpx.Client(base_url=address) as client:
                found.append(numbers(client)['newsbrief_requests_total{route="/healthz",status="200"}'])
    assert set(found) == {20}
