"""Test the deadline of a request, the limit on concurrent ones, and clients that disconnect."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from newsbrief.api.lifetime import while_connected
from newsbrief.api.live_stream import LiveStream, respond
from newsbrief.article import Article
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.judge.request import Question
from newsbrief.workers import due
from tests.support.http_service import post
from tests.support.scripted_judge import SoundJudge
from tests.support.seed_draft import FIX, OMAN, make_draft
from tests.support.upstream import Upstream, chat
from tests.support.waiting import wait_until

Service = Callable[..., Any]
REPLACE = {"op": "replace", "claim": "key_points.0", "text": FIX}


async def test_work_ends_when_the_client_is_gone() -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    async def receive() -> dict[str, str]:
        await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    with pytest.raises(ClientDisconnect):
        await while_connected(Request({"type": "http"}, receive), work())
    assert cancelled.is_set()


@pytest.mark.parametrize("frames", [0, 1])
async def test_a_stream_ends_when_the_client_is_gone_before_its_first_item(frames: int) -> None:
    cancelled, gone = asyncio.Event(), asyncio.Event()

    async def work(send: Callable[[bytes], None]) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    async def frame(stream: LiveStream[bytes, None]) -> AsyncIterator[bytes]:
        yield b"a frame before all items"
        async for item in stream:
            yield item or b""

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal frames
        if not frames:
            gone.set()
            await asyncio.sleep(60)
        frames -= 1

    stream = LiveStream(work)
    await asyncio.sleep(0)
    await respond(frame(stream), stream)({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)
    assert cancelled.is_set()


async def test_work_that_fails_says_so() -> None:
    async def work() -> None:
        raise ValueError("no")

    async def receive() -> Message:
        return await asyncio.Future()

    with pytest.raises(ValueError, match="no"):
        await while_connected(Request({"type": "http"}, receive), work())


@pytest.mark.parametrize("door", ["verify", "edit", "redraft"])
def test_the_wait_for_a_place_counts_against_the_time(
    service: Service, upstream: Upstream, seed_article: str, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    draft = chat(make_draft(the_story=[OMAN]))
    upstream.says(draft)
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "keep_text": True}
    with service(max_concurrency=1, deadline_s=30, **settings) as client, ThreadPoolExecutor() as pool:
        id = post(client, seed_article, "")["id"]
        upstream.says(replace(draft, wait_s=30), draft)
        first = pool.submit(
            client.post, "/summarize", json={"text": seed_article}, headers={"Cache-Control": "no-cache"}
        )
        wait_until(lambda: upstream.waiting > 0)
        instants = _record_instants(monkeypatch)
        second = pool.submit(_go_through, door, client, id, seed_article)
        wait_until(lambda: 'newsbrief_places{state="waiting"} 1.0' in client.get("/metrics").text)
        let_in = time.monotonic()
        upstream.free.set()
        assert first.result().status_code == 200
        second.result()
    assert len(instants) == 2, "the judge is asked by the request that came first, and by the one that waited"
    assert max(map(max, instants)) < let_in + 30


@pytest.mark.parametrize("door", ["verify", "edit"])
def test_the_time_that_a_body_takes_counts_against_the_time(
    service: Service, upstream: Upstream, seed_article: str, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        id = post(client, seed_article, "")["id"]
        method, path, sent = {
            "verify": ("POST", "/verify", {"text": seed_article, "claims": [FIX]}),
            "edit": ("PATCH", f"/briefings/{id}", {"edits": [REPLACE], "by": "Ada"}),
        }[door]
        instants = _record_instants(monkeypatch)
        began = time.monotonic()
        headers = {"Content-Type": "application/json", "If-Match": "*"}
        client.request(method, path, content=_send_slowly(json.dumps(sent).encode()), headers=headers)
    assert instants
    assert max(map(max, instants)) < began + 30 + SLOW_S


def _record_instants(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """Return a list that gets, whenever the judge is asked from now on, its deadline and that of the request."""
    instants: list[tuple[float, float]] = []
    judge = Panel.judge

    async def record(
        panel: Panel, questions: Sequence[Question], article: Article, deadline: float, **how: Any
    ) -> Ruling:
        instants.append((deadline, due.get()))
        return await judge(panel, questions, article, deadline, **how)

    monkeypatch.setattr(Panel, "judge", record)
    return instants


SLOW_S = 1.5


def _send_slowly(body: bytes) -> Iterator[bytes]:
    yield body[:1]
    time.sleep(SLOW_S)
    yield body[1:]


@pytest.mark.parametrize("door", ["edit", "redraft"])
def test_edit_and_redraft_end_when_the_client_is_gone(
    service: Service, upstream: Upstream, seed_article: str, door: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        id = post(client, seed_article, "")["id"]
        upstream.says(replace(upstream.script[0], wait_s=60))  # type: ignore[type-var]
        upstream.judges = lambda request: replace(SoundJudge()(request), wait_s=60)
        leaving = httpx.Client(base_url=client.base_url, timeout=2)
        with leaving, pytest.raises(httpx.ReadTimeout):
            _go_through(door, leaving, id, seed_article)
        assert upstream.closed.wait(15)
        assert len(client.get(f"/briefings/{id}/versions").json()["versions"]) == 1


def _go_through(door: str, client: httpx.Client, id: str, text: str) -> httpx.Response:
    path = f"/briefings/{id}"
    if door == "verify":
        return client.post("/verify", json={"text": text, "claims": [FIX]})
    if door == "edit":
        return client.patch(path, json={"edits": [REPLACE], "by": "Ada"}, headers={"If-Match": "*"})
    origin = {"Origin": str(client.base_url).rstrip("/")}
    sent = {"target": "the_story", "version": "1", "by": "Ada"}
    return client.post(f"/desk{path}/redraft", data=sent, headers=origin)
