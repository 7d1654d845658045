"""A bound on what a model server may send: without one, an endless answer takes all memory and stalls the loop."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
from openai import DefaultAsyncHttpxClient

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of one completion: a draft has some 10,000, streamed with its thinking a thousand times that."""
_COMPLETIONS = "/chat/completions"


class AnswerTooLong(httpx2.ReadError):
    """The server sent more than `MOST_BYTES`, or sent it compressed so that it may unfold to more."""


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for piece in self._stream:
            received += len(piece)
            if received > MOST_BYTES:
                raise AnswerTooLong(f"The answer has more than {MOST_BYTES} bytes.")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _limit_body(response: httpx2.Response) -> None:
    if not response.request.url.path.endswith(_COMPLETIONS):
        return  # what a batch came to is as large as the batch
    if response.headers.get("content-encoding", "identity") != "identity":
        raise AnswerTooLong("The answer is compressed though that was not asked for.")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _BoundedStream(response.stream)


def make_bounded_client() -> httpx2.AsyncClient:
    """Return an HTTP client for the SDK that breaks off completions of more than `MOST_BYTES`."""
    return DefaultAsyncHttpxClient(headers={"Accept-Encoding": "identity"}, event_hooks={"response": [_limit_body]})
