"""OpenAI's chat completions in front: an article in, a verified briefing out, for tools that only know that API."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from uuid_utils.compat import uuid7

from newsbrief.api import documentation, idempotency, orders
from newsbrief.api.chat_bodies import MODEL, ChatBody, find_submission, refuse_unsupported
from newsbrief.api.chat_stream import Opening
from newsbrief.api.lifetime import while_connected
from newsbrief.api.live_stream import LiveStream, respond
from newsbrief.api.openai_errors import OpenAIRoute, as_openai
from newsbrief.api.problems import ProblemError
from newsbrief.api.request_body import parse_in_thread, read_body, require_media_type
from newsbrief.api.responses import JSON
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.article.language import read_primary_subtag
from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.markdown import render_markdown
from newsbrief.orders.idempotency import refuse_reused
from newsbrief.orders.order import Outcome
from newsbrief.pipeline import Listener, Submission
from newsbrief.reply import Reply
from newsbrief.version import __version__
from newsbrief.workers import run_in_worker

routes = APIRouter(prefix="/v1", tags=["OpenAI-compatible"], route_class=OpenAIRoute)
"""Included behind the gate by the application."""
Send = Callable[[str], None]


class VerificationNote(BaseModel):
    """The part that OpenAI's answer has no place for: how the briefing was found, and where it is kept."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="Of the briefing: `GET /briefings/{id}` has all of it.")
    verdict: str = Field(description="`pass` or `review`.")
    reason: str = Field(description="Why the verdict is not `pass`, in words.")
    score: float
    dropped: int = Field(description="Claims that were left out.")
    engine: str
    degraded: bool
    degraded_reason: str | None
    disclosure: str = Field(description="How the briefing was made, for its readers.")
    warnings: tuple[str, ...]


@routes.get("/models", operation_id="models_v1_models_get", **documentation.MODELS)
async def list_models() -> dict[str, Any]:
    """List the models: there is one, `newsbrief`."""
    return {"object": "list", "data": [_describe_model()]}


@routes.get("/models/{name}", operation_id="model_v1_models__name__get", **documentation.MODELS)
async def read_model(name: str) -> dict[str, Any]:
    """Return the model `newsbrief`."""
    _check_model(name)
    return _describe_model()


@routes.post("/chat/completions", response_class=Response, **documentation.CHAT)
async def complete(request: Request) -> Response:
    """Brief the article in the last message of the user. The answer is the briefing in Markdown, or in JSON where
    `response_format` asks for that; `newsbrief` in it has the verdict. A stream sends verified claims alone."""
    service = read_state(request).service
    require_media_type(request, JSON)
    body = await read_body(request)
    sent = await parse_in_thread(body, ChatBody)
    _check_model(sent.model)
    refuse_unsupported(sent)
    keyed = await idempotency.find_keyed_request(request, body)
    submission = await find_submission(sent, service.settings)
    options = settle_options(request, sent.newsbrief.options)
    work = partial(orders.fulfil_order, request, orders.build_order(request, submission, options, keyed))
    if sent.stream:
        await refuse_reused(service.store, keyed)
        return await _stream_answer(request, sent, submission, work)
    outcome = await while_connected(request, work())
    return JSONResponse(_build_completion(outcome, sent), headers=orders.format_cache_status(outcome))


async def _stream_answer(
    request: Request,
    sent: ChatBody,
    submission: Submission,
    work: Callable[[Listener | None], Coroutine[Any, Any, Outcome]],
) -> Response:
    """Start the stream when there is something to send, so that an early failure has its own HTTP status."""

    async def send_outcome(send: Send) -> Outcome:
        if sent.wants_json:
            outcome = await work(None)
            send(_write_content(outcome.reply, sent))
            return outcome
        opening = Opening(await _find_language(sent, submission), send)
        outcome = await work(opening)
        opening.finish(outcome)
        return outcome

    pieces = LiveStream(send_outcome)
    try:
        await while_connected(request, pieces.begin())
    except BaseException:
        await pieces.stop()
        raise
    return respond(_stream_events(pieces, request, sent), pieces)


async def _stream_events(pieces: LiveStream[str, Outcome], request: Request, sent: ChatBody) -> AsyncIterator[bytes]:
    frame = _make_frame("chat.completion.chunk")
    usage = {"usage": None} if sent.wants_usage else {}
    yield _format_event(frame | _make_delta({"role": "assistant", "content": ""}) | usage)
    async for piece in pieces:
        yield (
            b": still working\n\n" if piece is None else _format_event(frame | _make_delta({"content": piece}) | usage)
        )
    try:
        outcome = await pieces.result()
    except Exception as error:
        yield _format_event(as_openai(error, request)[1])
        return
    yield _format_event(frame | _make_delta({}, "stop") | usage | {"newsbrief": _describe_verification(outcome.reply)})
    if sent.wants_usage:
        yield _format_event(frame | {"choices": [], "usage": _count_usage(outcome)})
    yield b"data: [DONE]\n\n"


async def _find_language(sent: ChatBody, submission: Submission) -> str:
    """Return the language that the briefing will have: its headings are sent before it is done."""
    if known := read_primary_subtag(sent.newsbrief.output_language) or read_primary_subtag(submission.language):
        return known
    return (await run_in_worker(len(submission.text), submission.read)).language


def _build_completion(outcome: Outcome, sent: ChatBody) -> dict[str, Any]:
    message = {"role": "assistant", "content": _write_content(outcome.reply, sent), "refusal": None}
    return _make_frame("chat.completion") | {
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": _count_usage(outcome),
        "newsbrief": _describe_verification(outcome.reply),
    }


def _write_content(reply: Reply, sent: ChatBody) -> str:
    if sent.wants_json:
        return reply.briefing.model_dump_json()
    return render_markdown(reply.briefing, reply.meta.created_at, reply.meta.language)


def _describe_verification(reply: Reply) -> dict[str, Any]:
    report, meta = reply.faithfulness, reply.meta
    return VerificationNote(
        id=reply.id,
        verdict=report.verdict,
        reason=report.reason,
        score=report.score,
        dropped=len(report.dropped),
        engine=meta.engine,
        degraded=meta.degraded,
        degraded_reason=meta.degraded_reason,
        disclosure=disclose(reply).text,
        warnings=meta.warnings,
    ).model_dump(mode="json")


def _count_usage(outcome: Outcome) -> dict[str, int]:
    """Return the tokens that this answer took: none where the briefing was made before, or for another request."""
    used = outcome.reply.meta.usage
    prompt, written = (used.prompt_tokens, used.completion_tokens) if outcome.origin in ("miss", "fresh") else (0, 0)
    return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}


def _make_frame(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid7()}", "object": kind, "created": int(time.time()), "model": MODEL}


def _make_delta(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}


def _format_event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _describe_model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": f"newsbrief {__version__}"}


def _check_model(name: str) -> None:
    if name != MODEL:
        raise ProblemError("not-found", f"There is one model here: '{MODEL}'.")
