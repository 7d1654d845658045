"""One model on one server, asked for answers of a known shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from service.article.tokens import REPLY, count
from service.drafting.answer import Unreadable, is_begun, is_hollow, is_thought, read, salvaged, unwrapped
from service.drafting.breaker import Circuit, Tolerance
from service.drafting.bulk import Run
from service.drafting.completion import Completion
from service.drafting.draft import Usage
from service.drafting.endpoint import Names, endpoint
from service.drafting.errors import (
    ContentFiltered,
    ContextTooLong,
    DraftingError,
    MalformedDraft,
    ModelNotFound,
    PromptCut,
    Refused,
    UpstreamFailed,
)
from service.drafting.failures import Rejected
from service.drafting.learnt import Learnt, departures
from service.drafting.options import ModelOptions
from service.drafting.prices import Price
from service.drafting.prompts import Rendered
from service.drafting.retrying import Patience, until
from service.drafting.server import Server
from service.drafting.streaming import Heard
from service.drafting.terms import Message, Terms, corrected
from service.drafting.window import Window, is_cut, room

M = TypeVar("M", bound=BaseModel)

_TURNS = 4
"""Calls for one answer at most: each is paid for."""
_LEAST = 300
"""Tokens; a shorter answer is of no use."""


@dataclass(slots=True)
class _Question(Generic[M]):
    """An answer that is asked for, and how that stands."""

    answer: type[M]
    turns: list[Message]
    most: int
    deadline: float
    heard: Heard | None
    terms: Terms
    spent: list[Usage] = field(default_factory=list)
    unsaid: dict[str, Any] = field(default_factory=dict)
    """Departures in the terms for which the server gave no reason."""


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
        options: ModelOptions | None = None,
        context: int | None = None,
        names: Names | None = None,
        patience: Patience | None = None,
        hasty: bool = False,
        price: Price | None = None,
        tolerance: Tolerance | None = None,
        circuit: Circuit | None = None,
        bulk: Run | None = None,
    ) -> None:
        """`hasty`: what is whole of an answer that was cut off will do, without a corrective turn.

        `options` go with every call, over `temperature`. `context` is the model's window in tokens, where it is set.
        `names` are the settings that errors point to. `bulk`: calls go by the Batch API, as those of this run.
        """
        self.model = model
        self._options = options or ModelOptions()
        parameters = {"temperature": temperature, **self._options.parameters}
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        self._at = endpoint(model, base_url, api_key, self._options.headers, self._options.query, names)
        self._server = Server(self._at, patience, tolerance, circuit, bulk)
        self._window = Window(self._at.client, model, context)
        self._learnt = Learnt(Terms())
        self._hasty = hasty
        self._price = price

    async def aclose(self) -> None:
        """Close the connections."""
        await self._server.aclose()

    async def window(self) -> int | None:
        """Return the tokens that the model takes, prompt and answer together; None where nobody knows."""
        return await self._window.tokens()

    @property
    def terms(self) -> Terms:
        """How the server is asked now, as far as it was learnt."""
        return self._learnt.terms

    @property
    def host(self) -> str:
        """Name and port of the server."""
        return self._at.host

    async def structured(
        self, prompt: Rendered, answer: type[M], *, deadline: float, most: int = REPLY, heard: Heard | None = None
    ) -> tuple[M, Usage]:
        """Return the model's answer as an `answer`, and what it took.

        An answer that is cut off or no `answer` gets one corrective turn. `deadline` is a `time.monotonic()` instant;
        `most` the tokens of an answer. `heard` is told what is whole of the answer while it is written.

        Raises:
            DraftingError: there is none; its `usage` tells what was spent.
        """
        turns = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        told = _unwrapping(heard, answer) if heard else None
        asked = _Question(answer, turns, self._options.most or most, deadline, told, self._learnt.terms)
        try:
            async with until(deadline):
                value = await self._answer(asked)
        except DraftingError as error:
            error.usage = sum(asked.spent, Usage())
            self._at.explain(error)
            raise
        return value, sum(asked.spent, Usage())

    async def _answer(self, asked: _Question[M]) -> M:
        begun, is_corrected, problem = asked.terms, False, ""
        cut: list[Completion] = []
        for _ in range(_TURNS):
            found = await self._ask(asked)
            try:
                value = read(found, asked.answer)
            except Unreadable as unreadable:
                problem = str(unreadable)
            else:
                self._learnt.note(begun, asked.terms, asked.unsaid)
                return value
            if self._hasty and found.cut and (kept := salvaged(found, asked.answer)):
                return kept
            if found.cut and not self._hasty and is_thought(found):
                asked.terms = self._roomier(asked.terms)
                continue
            if found.cut:
                cut.insert(0, found)
                self._check_room(found, asked)
            if is_hollow(found):
                lower = asked.terms.after_silence()
                if lower is None:
                    break
                asked.terms = lower
                continue
            if is_corrected:
                break
            is_corrected = True
            self._correct(asked, found, problem)
        for each in cut:
            if kept := salvaged(each, asked.answer):
                return kept
        raise MalformedDraft(f"The model's answer is still not usable after a correction: {problem}.")

    def _correct(self, asked: _Question[M], found: Completion, problem: str) -> None:
        """Make the next turn the corrective one."""
        if found.cut and not self._hasty:
            asked.most *= 2
        if not is_begun(found) and (lower := asked.terms.lower()):
            # Nothing enforced the form; though this may be one sample.
            asked.unsaid |= departures(asked.terms, lower)
            asked.terms = lower
        asked.turns = corrected(asked.turns, found.text, problem, found.cut)

    def _roomier(self, terms: Terms) -> Terms:
        if (roomier := terms.roomier()) is None:
            advice = f"set max_completion_tokens or reasoning_effort in {self._at.names.options}"
            raise MalformedDraft(f"The model spent all its tokens on thinking and gave no answer: {advice}.")
        return roomier

    async def _ask(self, asked: _Question[M]) -> Completion:
        """Return one completion, on the best terms that the server takes."""
        sampled = shortened = False
        while True:
            body = self._body(asked)
            try:
                found = await self._server.answer(body, asked.deadline, asked.heard if "stream" in body else None)
            except Rejected as no:
                if sampled or not no.said.is_of_sample:
                    asked.terms = self._lowered(no, body, asked)
                sampled = no.said.is_of_sample
                continue
            except ContextTooLong as error:
                self._window.learn(error.window)
                if shortened or not self._leaves_less(body, asked):
                    raise
                shortened = True
                continue
            asked.spent.append(self._charged(found.usage or self._counted(body["messages"], found)))
            _check(found)
            self._check_prompt(found, body)
            return found

    def _body(self, asked: _Question[M]) -> dict[str, Any]:
        # The form is asked for at the very end: small models heed it there, and what precedes stays the same prefix.
        *before, last = asked.turns
        form = asked.terms.request(asked.answer, self._at.shows_schemas)
        messages = [*before, {**last, "content": last["content"] + form}]
        streamed = asked.heard is not None and asked.terms.streams
        body = asked.terms.body(self.model, messages, asked.answer, asked.most, self._parameters, streamed=streamed)
        limit = asked.terms.limit
        if limit in body and self._window.known:
            left = room(self._window.known, _text(messages), self.model)
            body[limit] = min(body[limit], max(left, _LEAST))
        return body

    def _leaves_less(self, sent: dict[str, Any], asked: _Question[M]) -> bool:
        """Whether the window, as it is known now, leaves enough for an answer, and less than was asked for."""
        limit, known = asked.terms.limit, self._window.known
        if limit not in sent or not known:
            return False
        left = room(known, _text(sent["messages"]), self.model)
        return min(asked.most, known // 4) <= left < int(sent[limit])

    def _lowered(self, no: Rejected, sent: dict[str, Any], asked: _Question[M]) -> Terms:
        """Return the next terms to try after the server rejected those of `asked`.

        Raises:
            DraftingError: there is nothing left to try.
        """
        if said := asked.terms.without(no.said, sent):
            return said
        suspected = self._learnt.suspected
        is_new = suspected is not None and not asked.unsaid and suspected != asked.terms
        lower = suspected if is_new else asked.terms.plainer(sent)
        if lower is None:
            if no.status == 404:
                raise ModelNotFound("The model server has no such model, or no such address.") from no
            raise UpstreamFailed(f"The model server rejects the request with status {no.status}.") from no
        asked.unsaid |= departures(asked.terms, lower)
        return lower

    def _check_prompt(self, found: Completion, sent: dict[str, Any]) -> None:
        """Raise `PromptCut` where the server counted far fewer tokens than were sent."""
        if found.usage is None:
            return
        seen = found.usage.prompt_tokens + found.usage.cache_read_tokens + found.usage.cache_write_tokens
        if is_cut(_text(sent["messages"]), seen):
            self._window.learn(seen)
            raise PromptCut(f"The model server read only {seen} tokens of the prompt, and cut off the rest", seen)

    def _check_room(self, found: Completion, asked: _Question[M]) -> None:
        """Raise `ContextTooLong` where the window ended the answer, and not its limit."""
        if found.usage is None:
            return
        total = found.usage.prompt_tokens + found.usage.completion_tokens
        limit = asked.terms.limited(asked.most)
        is_short = limit is None or found.usage.completion_tokens < 0.9 * limit
        # Windows are round numbers.
        if found.full or (is_short and (total + 16) % 1024 <= 32):
            self._window.learn(total)
            raise ContextTooLong("The model's window ended the answer.", total)

    def _charged(self, used: Usage) -> Usage:
        return used.of(self.model, self._price.of(used) if self._price else None)

    def _counted(self, messages: Sequence[Message], found: Completion) -> Usage:
        return Usage(1, count(_text(messages), self.model).tokens, count(found.text, self.model).tokens)


def _text(messages: Sequence[Message]) -> str:
    return "\n".join(message["content"] for message in messages)


def _unwrapping(heard: Heard, answer: type[BaseModel]) -> Heard:
    """`heard`, told what a tool call written as text, or an object of one key, holds."""

    def told(value: Any) -> None:
        inner = next((each for each in unwrapped(value) if answer.model_fields.keys() & each.keys()), None)
        if inner is not None:
            heard(inner)

    return told


def _check(found: Completion) -> None:
    if found.filtered:
        raise ContentFiltered("The model server's content filter stopped the answer.")
    if found.refusal is not None:
        raise Refused("The model refused to answer.")
