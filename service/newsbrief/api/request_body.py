"""The body of a request: its media type, and its bytes as the shape that is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from email.message import Message
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from newsbrief.api.bodies import SeveralBody, SummarizeBody, SummarizeRequest
from newsbrief.api.problems import ProblemError, describe_invalid
from newsbrief.api.responses import JSON
from newsbrief.api.state import read_state
from newsbrief.article.encoding import decode
from newsbrief.orders.places import Busy
from newsbrief.pipeline import Submission
from newsbrief.workers import LIGHT_CHARACTERS, run_in_worker

B = TypeVar("B", bound=BaseModel)
LARGE = 1_000_000
"""Bytes of a body from which on it takes a place, where there are places for large ones."""
DRAINED_S, DRAINED_BYTES = 2.0, 64 * 1024 * 1024
"""For how long, and how much, a body that is refused is read on: a client that writes all of it before it reads would
see a reset connection in place of the answer."""
_TEXT = "text/plain"
_ARTICLE = (JSON, _TEXT, "text/html", "application/xhtml+xml")


def read_media_type(request: Request) -> tuple[str, str | None]:
    """Return media type and charset of the body, lower-cased; where the request names no type, it is ''."""
    sent = request.headers.get("content-type", "")
    message = Message()
    message["content-type"] = sent.encode("ascii", "replace").decode()
    charset = message.get_param("charset")
    return (message.get_content_type() if "/" in sent else ""), charset if isinstance(charset, str) else None


def require_media_type(request: Request, *readable: str) -> str:
    """Return the media type of the body, one of those that are `readable`.

    Raises:
        ProblemError: it is another; `Accept-Post` says which are read.
    """
    kind, _ = read_media_type(request)
    if kind not in readable:
        raise unsupported_media_type(*readable)
    return kind


def unsupported_media_type(*readable: str) -> ProblemError:
    """Return the problem of a media type that is not read; `Accept-Post` says which are."""
    *first, last = readable
    said = f"{', '.join(first)} or {last}" if first else last
    return ProblemError("unsupported-media-type", f"Send {said}.", headers={"Accept-Post": ", ".join(readable)})


async def read_body(
    request: Request, *, times: int = 1, take_place: Callable[[], Awaitable[object]] | None = None
) -> bytes:
    """Return the body, of `times` the bytes that the settings allow at most.

    `take_place` is awaited before more than `LARGE` bytes are read; the time that it takes does not count.

    Raises:
        ProblemError: it is compressed, larger, or took longer to arrive than a request may.
        Busy: there is no place for it.
    """
    settings = read_state(request).settings
    limit = times * settings.max_body_bytes
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise ProblemError("malformed-request", "Compressed bodies are not read; send the body as it is.")
    too_large = ProblemError("body-too-large", f"A body may have {limit} bytes.")
    declared, pieces = _declared_length(request), request.stream()
    try:
        if declared > limit:
            raise too_large
        if take_place and declared > LARGE:
            await take_place()
            take_place = None
    except (ProblemError, Busy):
        if request.headers.get("expect", "").lower() != "100-continue":
            await _drain(pieces)
        raise
    body = bytearray()
    try:
        async with asyncio.timeout(settings.deadline_s) as patience:
            async for chunk in pieces:
                body += chunk
                if len(body) > limit:
                    raise too_large
                if take_place and len(body) > LARGE:
                    patience.reschedule(None)
                    await take_place()
                    take_place = None
                    patience.reschedule(asyncio.get_running_loop().time() + settings.deadline_s)
    except (ProblemError, Busy):
        await _drain(pieces)
        raise
    except TimeoutError:
        said = f"The body did not arrive within {settings.deadline_s:g} seconds."
        raise ProblemError("request-timeout", said) from None
    return bytes(body)


def _declared_length(request: Request) -> int:
    declared = request.headers.get("content-length", "")
    return int(declared[:20]) if declared.isascii() and declared.isdigit() else 0


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Read on for a moment, and keep nothing."""
    left = DRAINED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINED_S):
            async for piece in pieces:
                left -= len(piece)
                if left < 0:
                    return


def require_size(texts: Iterable[str], most: int) -> None:
    """Refuse an article of more than `most` bytes in UTF-8.

    Raises:
        ProblemError: one of the texts is larger.
    """
    if any(len(text.encode("utf-8", "replace")) > most for text in texts):
        raise ProblemError("body-too-large", f"An article may have {most} bytes.")


async def read_json(request: Request, model: type[B]) -> B:
    """Return the body, JSON of the shape `model`.

    Raises:
        ProblemError: another media type, no JSON or of the wrong shape, or as `read_body`.
    """
    require_media_type(request, JSON)
    return await parse_in_thread(await read_body(request), model)


def parse_json(body: bytes, model: type[B]) -> B:
    """Return the JSON `body` as `model`, strictly.

    Raises:
        ProblemError: it is no JSON, or of the wrong shape.
    """
    try:
        return model.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise describe_invalid(error) from None


async def parse_in_thread(body: bytes, model: type[B]) -> B:
    """Parse without blocking the event loop; a small body takes less than a thread to do it in."""
    return (
        parse_json(body, model) if len(body) <= LIGHT_CHARACTERS else await asyncio.to_thread(parse_json, body, model)
    )


async def parse_article(
    request: Request, body: bytes, *, several: bool = False
) -> tuple[Submission, SummarizeBody | SeveralBody | None]:
    """Return the article that was sent as JSON, text or HTML, or `several` as JSON; the JSON body too, if it was one.

    Raises:
        ProblemError: another media type, or JSON of the wrong shape.
        NotText: the bytes are no text.
    """
    kind, charset = read_media_type(request)
    if kind == JSON and several:
        either = (await parse_in_thread(body, SummarizeRequest)).root
        return either.submission(), either
    if kind == JSON:
        sent = await parse_in_thread(body, SummarizeBody)
        return sent.submission(), sent
    if kind in _ARTICLE:
        text = await run_in_worker(len(body), decode, body, charset)
        return Submission(text, html=kind != _TEXT), None
    raise unsupported_media_type(JSON, _TEXT, "text/html")
