"""A reply in the media type that the client accepts."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel
from pydantic_core import to_json

from service.api.problems import described
from service.briefing import html, markdown
from service.recall import Recalled
from service.reply import Reply

JSON, MARKDOWN, HTML, EVENTS = "application/json", "text/markdown", "text/html", "text/event-stream"
OFFERS = (JSON, MARKDOWN, HTML, EVENTS)
"""What a briefing can be written as, best first."""
KEEP_ALIVE_S = 10
"""Seconds of silence after which a stream sends a comment, so that no proxy takes it for dead."""
log = logging.getLogger(__name__)


def answer(reply: Reply, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The whole reply as JSON, or its briefing as Markdown or a page."""
    vary = {"Vary": "Accept", **(headers or {})}
    match media_type:
        case "text/markdown":
            text = markdown.render(reply.briefing, reply.meta.created_at)
            return Response(text, media_type="text/markdown; charset=utf-8", headers=vary)
        case "text/html":
            page = html.render(
                reply.briefing.title, reply.faithfulness.claims, reply.meta.created_at, reply.meta.language
            )
            return Response(page, media_type=HTML, headers=vary | {"Content-Security-Policy": html.POLICY})
        case _:
            return as_json(reply, headers=vary)


def as_json(body: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """`body` as UTF-8 JSON, straight from pydantic-core."""
    return Response(to_json(body), media_type=JSON, headers=headers)


def stream(work: Coroutine[Any, Any, Recalled], instance: str) -> Response:
    """Server-sent events: `stage` at once, each `claim` and `dropped` once all are checked, then `done` or `problem`.

    Nothing unchecked is ever sent. The work is cancelled when the client goes away.
    """
    return StreamingResponse(_events(work, instance), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})


async def _events(work: Coroutine[Any, Any, Recalled], instance: str) -> AsyncIterator[bytes]:
    task = asyncio.ensure_future(work)
    try:
        yield _event("stage", {"stage": "working"})
        while not (await asyncio.wait((task,), timeout=KEEP_ALIVE_S))[0]:
            yield format_sse_event(comment="still working")
        for event in _finished(task.result().reply):
            yield event
    except Exception as error:
        problem, _ = described(error, instance)
        if problem.status == 500:
            log.exception("stream failed")
        yield _event("problem", problem.model_dump(exclude_none=True))
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _finished(reply: Reply) -> Iterator[bytes]:
    yield _event("stage", {"stage": "verified"})
    for name, claims in (("claim", reply.faithfulness.claims), ("dropped", reply.faithfulness.dropped)):
        for claim in claims:
            yield format_sse_event(event=name, data_str=claim.model_dump_json())
    yield format_sse_event(event="done", data_str=reply.model_dump_json())


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
