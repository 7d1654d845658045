"""A scripted OpenAI-compatible upstream over real HTTP. `pytest_plugins` or an import gives the fixture `upstream`."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn

Reply = Callable[[dict[str, Any]], "Answer"]


@dataclass(frozen=True)
class Answer:
    """One reply of the upstream."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0
    reset: bool = False
    """Break the connection off in the middle of the body."""
    drip_s: float = 0
    """Send the body in ten pieces, so long apart."""


@dataclass
class Upstream:
    """What it will answer (in order; the last one for ever) and what it was asked."""

    base_url: str
    script: list[Answer | Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    def says(self, *answers: Answer | Reply) -> None:
        self.script[:] = answers

    def next(self, request: dict[str, Any]) -> Answer:
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step if isinstance(step, Answer) else step(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        raw = b""
        while True:
            event = await receive()
            raw += event.get("body", b"")
            if not event.get("more_body"):
                break
        request = json.loads(raw)
        self.requests.append(request)
        self.headers.append({k.decode(): v.decode() for k, v in scope["headers"]})
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            answer = self.next(request)
            await asyncio.sleep(answer.wait_s)
        finally:
            self._now -= 1
        body = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
        headers = {"content-type": "application/json", **answer.headers}
        if answer.reset:
            headers["content-length"] = str(len(body) + 100)
        encoded = [(k.encode(), v.encode()) for k, v in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
        for piece in _pieces(body) if answer.drip_s else ():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(answer.drip_s)
        body = b"" if answer.drip_s else body
        await send({"type": "http.response.body", "body": body, "more_body": answer.reset})


def _pieces(body: bytes) -> list[bytes]:
    size = len(body) // 9 or 1
    return [body[start : start + size] for start in range(0, len(body), size)]


def chat(content: Any, finish: str = "stop", usage: tuple[int, int] | None = (100, 50), **message: Any) -> Answer:
    """A completion; content that is no string is sent as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    body = {
        "id": "c1",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        ],
    }
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return Answer(body)


def tool(arguments: Any) -> Answer:
    """A tool call."""
    function = {"name": "answer", "arguments": json.dumps(arguments)}
    return chat(None, "tool_calls", tool_calls=[{"id": "t", "type": "function", "function": function}])


def error(status: int, message: str = "no", code: str | None = None, **headers: str) -> Answer:
    """An error as OpenAI words it."""
    shown = {k.replace("_", "-"): v for k, v in headers.items()}
    return Answer({"error": {"message": message, "code": code, "type": "error"}}, status, shown)


def only(*modes: str, then: Answer) -> Reply:
    """`then` for requests in one of `modes`, 400 for others."""

    def reply(request: dict[str, Any]) -> Answer:
        return then if mode(request) in modes else error(400, "not supported here")

    return reply


def mode(request: dict[str, Any]) -> str:
    """The way in which a request asks for JSON."""
    if "tools" in request:
        return "tool"
    return str(request.get("response_format", {}).get("type", "text"))


def draft(**changes: Any) -> dict[str, Any]:
    """A draft as a model writes it."""
    item = {"text": "Iran asked to move the talks to Oman.", "sources": [3], "kind": "reported"}
    sections = ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis")
    return {"title": {**item, "text": "Talks move to Oman"}, **{s: [item] for s in sections}, **changes}


@contextmanager
def running() -> Iterator[Upstream]:
    """A running upstream; what it is to answer is set by `says`."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = Upstream(f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=0, ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield app
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A running upstream, for one test."""
    with running() as started:
        yield started
