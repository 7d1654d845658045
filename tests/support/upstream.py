"""A scripted OpenAI-compatible upstream over real HTTP."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import uvicorn

from evals.request_body import read_body
from tests.support.scripted_judge import SoundJudge, is_judging

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
    streams: Stream | None = None
    """How it is sent to who asks for a stream; None: whole."""


@dataclass(frozen=True)
class Stream:
    """The pace, size and end of a completion that is sent token by token."""

    token_s: float = 0
    """Between two tokens."""
    size: int = 4
    """Characters of a token."""
    most: int | None = None
    """Tokens after which `then` happens."""
    then: str = "go on"
    """`hang`, `reset`, `end` (the stream ends as if all were well), or text that is sent as a chunk of its own."""
    done: bool = True
    """Whether `[DONE]` is sent."""
    finish: bool = True


@dataclass
class Upstream:
    """The server's answers (in order; the last one for ever) and the requests it got."""

    base_url: str
    script: list[Answer | Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Path and query of each request."""
    models: Any = None
    """Its list of models; None: 404."""
    listed: int = 0
    """How often it was asked for that."""
    most_at_once: int = 0
    tokens: list[tuple[float, str]] = field(default_factory=list)
    """What was streamed, and the `time.monotonic()` instant at which it was."""
    free: threading.Event = field(default_factory=threading.Event)
    """Set it, and no answer waits any longer."""
    closed: threading.Event = field(default_factory=threading.Event)
    """Set when a client has closed its connection while an answer was being made."""
    judged: list[dict[str, Any]] = field(default_factory=list)
    """The requests to judge claims: they are answered by `judges`, not by the script."""
    judges: Reply | None = field(default_factory=lambda: SoundJudge())
    """None: requests to judge claims are answered by the script like any other."""
    waiting: int = 0
    """Requests that wait for their answers."""

    def says(self, *answers: Answer | Reply) -> None:
        self.script[:] = answers

    def next(self, request: dict[str, Any]) -> Answer:
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step if isinstance(step, Answer) else step(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        raw = await read_body(receive)
        if scope["method"] == "GET":
            await self._models(send)
            return
        request = json.loads(raw)
        judging = self.judges if is_judging(request) else None
        (self.judged if judging else self.requests).append(request)
        if not judging:
            self.headers.append({k.decode(): v.decode() for k, v in scope["headers"]})
        query = scope["query_string"].decode()
        if not judging:
            self.asked.append(scope["path"] + (f"?{query}" if query else ""))
        self.waiting += 1
        self.most_at_once = max(self.most_at_once, self.waiting)
        try:
            answer = judging(request) if judging else self.next(request)
            if await self._left(receive, answer.wait_s):
                return
        finally:
            self.waiting -= 1
        if answer.streams and request.get("stream"):
            await self._stream(answer, request, receive, send)
            return
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

    async def _models(self, send: Any) -> None:
        self.listed += 1
        status, body = (404, {"error": "no such page"}) if self.models is None else (200, self.models)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    async def _left(self, receive: Any, within_s: float) -> bool:
        """Return whether the client closes its connection `within_s` seconds, which pass unless answers are free."""
        end = time.monotonic() + within_s
        while (left_s := end - time.monotonic()) > 0 and not self.free.is_set():
            try:
                async with asyncio.timeout(min(left_s, 0.05)):
                    while (await receive())["type"] != "http.disconnect":
                        pass
            except TimeoutError:
                continue
            self.closed.set()
            return True
        return False

    async def _stream(self, answer: Answer, request: dict[str, Any], receive: Any, send: Any) -> None:
        how = answer.streams
        assert how is not None
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        if how.then == "reset":
            headers.append((b"content-length", b"100000000"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, chunk in enumerate(_chunks(answer.body, how, request)):
            if number == how.most and how.then != "go on":
                if how.then == "hang":
                    await self._left(receive, 60)
                elif how.then not in ("reset", "end"):
                    await send({"type": "http.response.body", "body": how.then.encode(), "more_body": True})
                    continue
                await send({"type": "http.response.body", "body": b"", "more_body": how.then == "reset"})
                return
            await send({"type": "http.response.body", "body": _frame(chunk), "more_body": True})
            if chunk["choices"] and not chunk["choices"][0]["finish_reason"]:
                self.tokens.append((time.monotonic(), chunk["choices"][0]["delta"].get("content") or ""))
                if await self._left(receive, how.token_s):
                    return
        await send({"type": "http.response.body", "body": b"data: [DONE]\n\n" if how.done else b""})


def _frame(chunk: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _chunks(body: Any, how: Stream, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the completion as OpenAI streams it: a role, tokens, the reason for the end, and the usage if asked for."""
    (choice,) = body["choices"]
    message, frame = choice["message"], {"id": "c1", "object": "chat.completion.chunk"}
    calls = message.get("tool_calls")
    text = calls[0]["function"]["arguments"] if calls else message["content"] or ""
    start = {"index": 0, "id": "t", "type": "function", "function": {"name": "answer", "arguments": ""}}
    role = {"role": "assistant", "content": None, **({"tool_calls": [start]} if calls else {})}
    yield {**frame, "choices": [{"index": 0, "delta": role, "finish_reason": None}]}
    for at in range(0, len(text), how.size):
        piece = text[at : at + how.size]
        delta = {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} if calls else {"content": piece}
        yield {**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    if how.finish:
        yield {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}]}
    if (request.get("stream_options") or {}).get("include_usage") and "usage" in body:
        yield {**frame, "choices": [], "usage": body["usage"]}


def _pieces(body: bytes) -> list[bytes]:
    size = len(body) // 9 or 1
    return [body[start : start + size] for start in range(0, len(body), size)]


def chat(content: Any, finish: str = "stop", usage: tuple[int, int] | None = (100, 50), **message: Any) -> Answer:
    """Return a completion; content that is no string is sent as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    body: dict[str, Any] = {
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
    """Return a tool call."""
    function = {"name": "answer", "arguments": json.dumps(arguments)}
    return chat(None, "tool_calls", tool_calls=[{"id": "t", "type": "function", "function": function}])


def stream(answer: Answer, **how: Any) -> Answer:
    """Return the answer, sent token by token to who asks for that."""
    return replace(answer, streams=Stream(**how))


def error(status: int, message: str = "no", code: str | None = None, **headers: str) -> Answer:
    """Return an error as OpenAI words it."""
    shown = {k.replace("_", "-"): v for k, v in headers.items()}
    return Answer({"error": {"message": message, "code": code, "type": "error"}}, status, shown)


def only(*modes: str, then: Answer) -> Reply:
    """Return the reply that is `then` for requests in one of `modes`, 400 for others."""

    def reply(request: dict[str, Any]) -> Answer:
        return then if mode(request) in modes else error(400, "not supported here")

    return reply


def mode(request: dict[str, Any]) -> str:
    """Return the way in which a request asks for JSON."""
    if "tools" in request:
        return "tool"
    return str(request.get("response_format", {}).get("type", "text"))


def draft(**changes: Any) -> dict[str, Any]:
    """Return a draft as a model writes it."""
    item = {"text": "Iran asked to move the talks to Oman.", "sources": [3], "kind": "reported"}
    sections = ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis")
    return {"title": {**item, "text": "Talks move to Oman"}, **{s: [item] for s in sections}, **changes}


U = TypeVar("U", bound=Upstream)


def run_upstream() -> AbstractContextManager[Upstream]:
    """Return a running upstream; what it is to answer is set by `says`."""
    return run_upstream_of(Upstream)


@contextmanager
def run_upstream_of(kind: type[U]) -> Iterator[U]:
    """Yield a running upstream of another kind."""
    app = kind("")
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=0, ws="none")
    with serve(config) as address:
        app.base_url = f"{address}/v1"
        yield app


@contextmanager
def serve(config: uvicorn.Config) -> Iterator[str]:
    """Yield the address of what is served on a free port, by a thread, while the block runs."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
