"""One model on one server, asked for answers of a known shape."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from openai import APIConnectionError, AsyncOpenAI, AsyncStream
from pydantic import BaseModel

from service import tracing
from service.article.tokens import REPLY, count
from service.drafting.bounded import bounded_client
from service.drafting.breaker import Breaker, Circuit, Tolerance
from service.drafting.bulk import Bulk, Run
from service.drafting.completion import Completion, Unreadable, completion, read, salvaged
from service.drafting.draft import Usage
from service.drafting.errors import ContentFiltered, DraftingError, MalformedDraft, Refused, UpstreamFailed
from service.drafting.failures import Rejected, told_apart
from service.drafting.negotiation import Message, Terms, correction
from service.drafting.prices import Price
from service.drafting.prompts import Rendered
from service.drafting.record import recorded
from service.drafting.retrying import Patience, retried, until
from service.drafting.streaming import Heard, streamed

M = TypeVar("M", bound=BaseModel)

NO_KEY = "none"
"""Sent where no key is set: the SDK insists on one, and local servers ignore it."""
_SHOW_SCHEMAS = ("openai.com", "azure.com")
"""Hosts whose servers put a JSON schema before the model themselves."""


class Chat:
    """A model behind an OpenAI-compatible server: negotiation, retries and the corrective turn, for any answer type.

    Keeps what it learnt of the server, and the connections, for its lifetime; close it with `aclose`.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        temperature: float | None = 0,
        patience: Patience | None = None,
        hasty: bool = False,
        price: Price | None = None,
        tolerance: Tolerance | None = None,
        circuit: Circuit | None = None,
        bulk: Run | None = None,
    ) -> None:
        """`hasty`: what is whole of an answer that was cut off will do, without a corrective turn.

        `bulk`: calls go by the Batch API, as those of this run.
        """
        self.model = model
        # tenacity tries again, as only it knows the deadline.
        self._client = AsyncOpenAI(
            base_url=base_url, api_key=api_key or NO_KEY, max_retries=0, http_client=bounded_client()
        )
        self._shows = (urlsplit(str(self._client.base_url)).hostname or "").endswith(_SHOW_SCHEMAS)
        self._terms = Terms(temperature=temperature)
        self._patience = patience or Patience()
        self._hasty = hasty
        self._price = price
        self._bulk = Bulk(self._client, bulk) if bulk else None
        self._breaker = Breaker(f"{model} at {self._client.base_url.host}", tolerance, seen=circuit)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._bulk:
            await self._bulk.aclose()
        await self._client.close()

    async def structured(
        self, prompt: Rendered, answer: type[M], *, deadline: float, most: int = REPLY, heard: Heard | None = None
    ) -> tuple[M, Usage]:
        """The model's answer as an `answer`, and what it took.

        An answer that is cut off or no `answer` gets one corrective turn. `deadline` is a `time.monotonic()` instant;
        `most` the tokens of an answer. `heard` is told what is whole of the answer while it is written.

        Raises:
            DraftingError: there is none; its `usage` tells what was spent.
        """
        spent: list[Usage] = []
        try:
            async with until(deadline):
                value = await self._answer(prompt, answer, most, deadline, spent, heard)
        except DraftingError as error:
            error.usage = sum(spent, Usage())
            raise
        return value, sum(spent, Usage())

    async def _answer(
        self,
        prompt: Rendered,
        answer: type[M],
        most: int,
        deadline: float,
        spent: list[Usage],
        heard: Heard | None,
    ) -> M:
        turns = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        first = await self._ask(turns, answer, most, deadline, spent, heard)
        try:
            return read(first, answer)
        except Unreadable as problem:
            if self._hasty and first.cut and (value := salvaged(first, answer)):
                return value
            turns += correction(first.text, str(problem), first.cut)
        more = 2 * most if first.cut and not self._hasty else most
        second = await self._ask(turns, answer, more, deadline, spent, heard)
        try:
            return read(second, answer)
        except Unreadable as problem:
            whole = (salvaged(found, answer) for found in (second, first) if found.cut)
            if value := next(filter(None, whole), None):
                return value
            raise MalformedDraft(f"The model's answer is still not usable after a correction: {problem}.") from problem

    async def _ask(
        self,
        turns: Sequence[Message],
        answer: type[BaseModel],
        most: int,
        deadline: float,
        spent: list[Usage],
        heard: Heard | None,
    ) -> Completion:
        """One completion, on the best terms that the server takes."""
        terms = self._terms
        while True:
            try:
                found = await self._sent(terms, turns, answer, most, deadline, heard if terms.streams else None)
            except Rejected as no:
                lower = terms.lowered(no, streamed=heard is not None)
                if lower is None:
                    raise UpstreamFailed(f"The model server rejects the request with status {no.status}.") from no
                terms = lower
                continue
            self._terms = terms
            # Counting megabytes would hold up the loop.
            used = found.usage
            if used is None:
                used = await asyncio.to_thread(self._counted, turns, found)
            spent.append(self._charged(used))
            _check(found)
            return found

    async def _sent(
        self,
        terms: Terms,
        turns: Sequence[Message],
        answer: type[BaseModel],
        most: int,
        deadline: float,
        heard: Heard | None,
    ) -> Completion:
        # The form is asked for at the very end: small models heed it there, and what precedes stays the same prefix.
        *before, last = turns
        form = terms.request(answer, self._shows)
        messages = [*before, {**last, "content": last["content"] + form}]
        body = terms.body(self.model, messages, answer, most, streamed=heard is not None)

        async def call() -> Completion:
            with self._breaker.watched(deadline), self._traced(most) as span:
                if self._bulk:
                    return _seen(span, completion(await self._bulk.answer(body)))
                with told_apart():
                    if heard:
                        return _seen(span, await self._listened(body, heard))
                    # The plain object: building and checking the SDK's models costs more than reading four fields.
                    data = await self._client.post("/chat/completions", cast_to=object, body=body, options=_within())
                return _seen(span, completion(data))

        return await recorded(str(self._client.base_url), body, lambda: retried(call, self._patience, deadline))

    async def _listened(self, body: dict[str, Any], heard: Heard) -> Completion:
        """The completion, told while it is written; a server that does not stream gives it whole."""
        chunks = await self._client.post(
            "/chat/completions",
            cast_to=object,
            body=body,
            options=_within(),
            stream=True,
            stream_cls=AsyncStream[object],
        )
        async with chunks:
            if "text/event-stream" in chunks.response.headers.get("content-type", ""):
                return await streamed(chunks, heard)
            try:
                whole = await chunks.response.aread()
            except Exception as error:  # of the HTTP library under the SDK, which names them only while it streams
                raise APIConnectionError(request=chunks.response.request) from error
            return completion(json.loads(whole))

    def _traced(self, most: int) -> AbstractContextManager[tracing.Span]:
        """A span of one call, by OpenTelemetry's semantic conventions for generative AI; no text is in it."""
        at = self._client.base_url
        return tracing.span(
            f"chat {self.model}",
            kind=tracing.SpanKind.CLIENT,
            attributes={
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": self.model,
                "gen_ai.request.max_tokens": most,
                "server.address": at.host,
                "server.port": at.port or (443 if at.scheme == "https" else 80),
            },
        )

    def _charged(self, used: Usage) -> Usage:
        return used.of(self.model, self._price.of(used) if self._price else None)

    def _counted(self, turns: Sequence[Message], found: Completion) -> Usage:
        sent = "\n".join(turn["content"] for turn in turns)
        return Usage(1, count(sent, self.model).tokens, count(found.text, self.model).tokens)


def _within() -> Any:
    """The SDK's options of a request, which makes it a part of the current trace."""
    headers = tracing.carried()
    return {"headers": headers} if headers else {}


def _seen(span: tracing.Span, found: Completion) -> Completion:
    """The completion, with what it cost noted in its span."""
    if found.usage:
        span.set_attribute("gen_ai.usage.input_tokens", found.usage.prompt_tokens)
        span.set_attribute("gen_ai.usage.output_tokens", found.usage.completion_tokens)
    span.set_attribute("gen_ai.response.finish_reasons", [_finish(found)])
    return found


def _finish(found: Completion) -> str:
    return "content_filter" if found.filtered else "length" if found.cut else "stop"


def _check(found: Completion) -> None:
    if found.filtered:
        raise ContentFiltered("The model server's content filter stopped the answer.")
    if found.refusal is not None:
        raise Refused("The model refused to answer.")
