"""Calls to one model at one server: retries, the circuit breaker, streams, and a span of each call."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import to_json

from newsbrief.models.breaker import Breaker, Tolerance
from newsbrief.models.bulk import Bulk
from newsbrief.models.completion import Completion, parse_completion
from newsbrief.models.endpoint import Endpoint
from newsbrief.models.failures import classify_errors
from newsbrief.models.hooks import NO_HOOKS, ModelHooks
from newsbrief.models.record import find_or_record
from newsbrief.models.retrying import Patience, retry
from newsbrief.models.streaming import OnPartialAnswer, gather_stream, gather_text
from newsbrief.telemetry import tracing

_EVENTS = "text/event-stream"


class Server:
    """The server of a model, with the connections to it; close it with `aclose`."""

    def __init__(
        self,
        endpoint: Endpoint,
        patience: Patience | None = None,
        tolerance: Tolerance | None = None,
        hooks: ModelHooks = NO_HOOKS,
    ) -> None:
        self._at = endpoint
        self._patience = patience or Patience()
        self._bulk = Bulk(endpoint.connection, hooks.batch_run) if hooks.batch_run else None
        self._breaker = Breaker(f"{endpoint.model} at {endpoint.hostname}", tolerance, on_change=hooks.on_circuit)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._bulk:
            await self._bulk.aclose()
        await self._at.connection.aclose()

    async def answer(
        self,
        body: Mapping[str, Any],
        deadline: float,
        on_partial: OnPartialAnswer | None = None,
        *,
        doubtful: bool = False,
    ) -> Completion:
        """Return the completion of the request `body`; call `on_partial` while it is written.

        `doubtful` as in `retry`.

        Raises:
            Rejected: the server does not take the request as it was put.
            DraftingError: there is none, whatever was tried before `deadline`.
        """

        async def call() -> Completion:
            with self._breaker.watch(deadline), self._trace(body) as span:
                if self._bulk:
                    return _note(span, parse_completion(await self._bulk.answer(body)))
                with classify_errors():
                    if on_partial:
                        return _note(span, await self._listen(body, on_partial))
                    # The plain object: building and checking the SDK's models costs more than reading four fields. And
                    # the body as bytes: the SDK takes four times as long to write them.
                    client = await self._at.connection.client()
                    data = await client.post(
                        "/chat/completions",
                        cast_to=object,
                        content=to_json(body),
                        options=self._at.options(tracing.trace_headers()),
                    )
                    # Some gateways stream whether asked to or not.
                    gathered = gather_text(data, lambda _: None) if isinstance(data, str) else None
                return _note(span, gathered or parse_completion(data))

        def ask() -> Awaitable[Completion]:
            return retry(call, self._patience, deadline, doubtful=doubtful)

        return await find_or_record(self._at.url, body, ask)

    async def _listen(self, body: Mapping[str, Any], on_partial: OnPartialAnswer) -> Completion:
        """Return the completion; call `on_partial` while it is written. Some servers send it whole all the same."""
        from openai import APIConnectionError, AsyncStream

        client = await self._at.connection.client()
        chunks = await client.post(
            "/chat/completions",
            cast_to=object,
            content=to_json(body),
            options=self._at.options(tracing.trace_headers()),
            stream=True,
            stream_cls=AsyncStream[object],
        )
        async with chunks:
            if _EVENTS in chunks.response.headers.get("content-type", ""):
                return await gather_stream(chunks, on_partial)
            try:
                whole = await chunks.response.aread()
            except Exception as error:  # of the HTTP library under the SDK, which names them only while it streams
                raise APIConnectionError(request=chunks.response.request) from error
            return gather_text(whole.decode("utf-8", "replace"), on_partial) or parse_completion(json.loads(whole))

    def _trace(self, body: Mapping[str, Any]) -> AbstractContextManager[tracing.Span]:
        """Return a span of one call, by OpenTelemetry's semantic conventions for generative AI; no text is in it."""
        at = urlsplit(self._at.url)
        limits = [body[name] for name in ("max_completion_tokens", "max_tokens") if name in body]
        return tracing.span(
            f"chat {self._at.model}",
            kind=tracing.SpanKind.CLIENT,
            attributes={
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": self._at.model,
                **({"gen_ai.request.max_tokens": limits[0]} if limits else {}),
                "server.address": self._at.hostname,
                "server.port": at.port or (443 if at.scheme == "https" else 80),
            },
        )


def _note(span: tracing.Span, completion: Completion) -> Completion:
    """Record the usage of the completion in `span`; return the completion."""
    if completion.usage:
        span.set_attribute("gen_ai.usage.input_tokens", completion.usage.prompt_tokens)
        span.set_attribute("gen_ai.usage.output_tokens", completion.usage.completion_tokens)
    finish = "content_filter" if completion.is_filtered else "length" if completion.is_cut else "stop"
    span.set_attribute("gen_ai.response.finish_reasons", [finish])
    return completion
