"""One model on one server, asked for answers of a known shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel

from newsbrief.article.tokens import REPLY
from newsbrief.models.answer import (
    UnreadableAnswer,
    is_begun,
    is_hollow,
    is_thought,
    read_answer,
    read_plain,
    salvage,
    unwrap,
)
from newsbrief.models.breaker import Tolerance
from newsbrief.models.completion import Completion
from newsbrief.models.endpoint import Names, open_endpoint
from newsbrief.models.errors import DraftingError, MalformedDraft
from newsbrief.models.hooks import NO_HOOKS, ModelHooks
from newsbrief.models.learnt import find_departures
from newsbrief.models.negotiation import AnswerRequest, Negotiation
from newsbrief.models.options import ModelOptions
from newsbrief.models.prices import Price
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.retrying import Patience, cancel_at
from newsbrief.models.server import Server
from newsbrief.models.streaming import OnPartialAnswer
from newsbrief.models.terms import Terms, correct_turns
from newsbrief.models.usage import CallUsage
from newsbrief.workers import run_in_worker

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_TURNS = 4
"""Calls for one answer at most: each is paid for."""
_SHORT = 20_000
"""Characters of an answer that is read without a thread where it is sound: that takes less than to change threads."""


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
        hooks: ModelHooks = NO_HOOKS,
        answers: Sequence[type[BaseModel]] = (),
    ) -> None:
        """`hasty`: what is whole of an answer that was cut off will do, without a corrective turn.

        `options` go with every call, over `temperature`. `context` is the model's window in tokens, where it is set.
        `names` are the settings that errors point to. `answers` are the forms of answer that are asked for about the
        same article.
        """
        self.model = model
        options = options or ModelOptions()
        parameters = {"temperature": temperature, **options.parameters}
        self.at = open_endpoint(model, base_url, api_key, options.headers, options.query, names)
        """The server, and what opens it."""
        self._server = Server(self.at, patience, tolerance, hooks)
        known = {name: value for name, value in parameters.items() if value is not None}
        self._asks = Negotiation(self.at, self._server, known, context, price, answers)
        self._most = options.most
        self._hasty = hasty

    @property
    def address(self) -> str:
        """Return the server's base URL, without credentials."""
        at = urlsplit(self.at.url)
        return urlunsplit(at._replace(netloc=at.netloc.rpartition("@")[2]))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._server.aclose()

    async def window(self) -> int | None:
        """Return the tokens that the model takes, prompt and answer together; None where nobody knows."""
        return await self._asks.window.tokens()

    @property
    def known_window(self) -> int | None:
        """Return the model's window as far as it is known without asking anybody; else None."""
        return self._asks.window.known_tokens

    @property
    def terms(self) -> Terms:
        """Return the terms on which the server is asked now, as far as it was learnt."""
        return self._asks.learnt.terms

    async def ask_structured(
        self,
        prompt: RenderedPrompt,
        answer: type[M],
        *,
        deadline: float,
        most: int = REPLY,
        on_partial: OnPartialAnswer | None = None,
        corrects: bool = True,
    ) -> tuple[M, CallUsage]:
        """Return the model's answer as an `answer`, and what it took.

        An answer that is cut off or no `answer` gets one corrective turn; without `corrects` only one that is no JSON,
        as its server may not know the form. `deadline` is a `time.monotonic()` instant; `most` the tokens of an
        answer. `on_partial` is called with the complete parts of the answer while it is written.

        Raises:
            DraftingError: there is none; its `usage` tells what was spent.
        """
        turns = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        unwrapped = _unwrap_for(on_partial, answer) if on_partial else None
        asked = AnswerRequest(
            answer, prompt, turns, self._most or most, deadline, unwrapped, self._asks.learnt.terms, corrects
        )
        try:
            async with cancel_at(deadline):
                value = await self._answer(asked)
        except DraftingError as error:
            error.usage = sum(asked.spent, CallUsage())
            self.at.explain(error)
            raise
        return value, sum(asked.spent, CallUsage())

    async def _answer(self, asked: AnswerRequest[M]) -> M:
        begun, is_corrected, problem = asked.terms, False, ""
        cut: list[Completion] = []
        for _ in range(_TURNS):
            completion = await self._asks.ask(asked)
            try:
                value = await _read_answer(completion, asked.answer)
            except UnreadableAnswer as unreadable:
                problem = str(unreadable)
            else:
                self._asks.learnt.note(begun, asked.terms, asked.unsaid)
                return value
            if self._hasty and completion.is_cut and (kept := await _read(salvage, completion, asked.answer)):
                return kept
            if completion.is_cut and not self._hasty and is_thought(completion):
                asked.terms = self._roomier(asked.terms)
                continue
            if completion.is_cut:
                cut.insert(0, completion)
                self._asks.check_room(completion, asked)
            if is_hollow(completion):
                lower = asked.terms.after_silence()
                if lower is None:
                    break
                asked.terms = lower
                continue
            if is_corrected or (is_begun(completion) and not asked.corrects):
                break
            is_corrected = True
            self._correct(asked, completion, problem)
        for each in cut:
            if kept := await _read(salvage, each, asked.answer):
                return kept
        when = " after a correction" if is_corrected else ""
        raise MalformedDraft(f"The model's answer is {'still ' if when else ''}not usable{when}: {problem}.")

    def _correct(self, asked: AnswerRequest[M], completion: Completion, problem: str) -> None:
        """Make the next turn the corrective one."""
        if completion.is_cut and not self._hasty:
            asked.most *= 2
        if not is_begun(completion) and (lower := asked.terms.next_form()):
            # Nothing enforced the form; though this may be one sample.
            asked.unsaid |= find_departures(asked.terms, lower)
            asked.terms = lower
        asked.turns = correct_turns(asked.turns, completion.text, problem, completion.is_cut)

    def _roomier(self, terms: Terms) -> Terms:
        if (roomier := terms.with_more_room()) is None:
            advice = f"set max_completion_tokens or reasoning_effort in {self.at.names.options}"
            raise MalformedDraft(f"The model spent all its tokens on thinking and gave no answer: {advice}.")
        return roomier


async def _read_answer(completion: Completion, answer: type[M]) -> M:
    """Return the answer in a completion, as `read_answer` does."""
    plain = read_plain(completion, answer) if len(completion.text) <= _SHORT else None
    return await _read(read_answer, completion, answer) if plain is None else plain


async def _read(read: Callable[[Completion, type[M]], T], completion: Completion, answer: type[M]) -> T:
    """Return what `read` finds in a completion, without holding up the loop: to mend broken JSON may take a second."""
    return await run_in_worker(len(completion.text), read, completion, answer)


def _unwrap_for(on_partial: OnPartialAnswer, answer: type[BaseModel]) -> OnPartialAnswer:
    """Return a callback that passes on the answer inside a wrapper, such as a tool call written as text."""

    def tell(value: Any) -> None:
        parts = (each for each in unwrap(value, thoughts=False) if isinstance(each, Mapping))
        inner = next((each for each in parts if answer.model_fields.keys() & each.keys()), None)
        if inner is not None:
            on_partial(inner)

    return tell
