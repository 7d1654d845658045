"""A system that a newsroom works in, over real HTTP: it keeps what it was asked, and answers as it is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from evals.request_body import read_body
from tests.support.upstream import serve


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Answers with `(status, JSON)` of `answer`."""

    answer: Callable[[ReceivedRequest], tuple[int, Any]]
    asked: list[ReceivedRequest] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = await read_body(receive)
        found = ReceivedRequest(
            scope["method"],
            scope["path"],
            {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()},
            {name.decode(): value.decode() for name, value in scope["headers"]},
            body,
        )
        self.asked.append(found)
        status, content = self.answer(found)
        headers = [(b"content-type", b"application/json")]
        headers += [(b"location", b"http://127.0.0.1:9/")] if status in (301, 302, 307) else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(content).encode()})


@contextmanager
def run_receiver(answer: Callable[[ReceivedRequest], tuple[int, Any]]) -> Iterator[tuple[Receiver, str]]:
    """Yield a receiver and its address, while the block runs."""
    receiver = Receiver(answer)
    with serve(uvicorn.Config(receiver, log_level="critical", lifespan="off")) as address:
        yield receiver, address
