"""A meter on the calls to a judge's model: seconds, tokens, dollars, failures, and a limit to the dollars."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from newsbrief.article.tokens import count_tokens
from newsbrief.evals.judges.record import Call
from newsbrief.models.chat import Chat
from newsbrief.models.errors import DraftingError, EngineUnavailable
from newsbrief.models.hooks import CanaryOutcome
from newsbrief.models.prices import Price, Prices
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.usage import CallUsage

M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Sheet:
    """The calls that were made for one article, and how canaries fared in the answers."""

    calls: list[Call] = field(default_factory=list)
    canaries: list[CanaryOutcome] = field(default_factory=list)


_SHEET: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


def open_sheet() -> Sheet:
    """Return a sheet for what the current task, and the tasks that it starts, ask from now on."""
    sheet = Sheet()
    _SHEET.set(sheet)
    return sheet


class SpendingLimit(DraftingError):
    """The next call could cost more than what is left to spend."""

    reason = "spending-limit"


class NoPrice(EngineUnavailable):
    """A spending limit was set, and nobody knows what the model costs."""


@dataclass(slots=True)
class Purse:
    """Dollars that may be spent, and those that were."""

    limit_usd: float | None = None
    spent_usd: float = 0
    is_closed: bool = False
    """A call was not made because of the limit."""
    _held_usd: float = 0

    def reserve(self, usd: float) -> None:
        """Put `usd` aside for a call.

        Raises:
            SpendingLimit: that is more than what is left.
        """
        if self.limit_usd is not None and self.spent_usd + self._held_usd + usd > self.limit_usd:
            self.is_closed = True
            raise SpendingLimit(f"the spending limit of ${self.limit_usd:g} is reached")
        self._held_usd += usd

    def settle(self, held_usd: float, spent_usd: float) -> None:
        """Count what a call cost, for which `held_usd` were put aside."""
        self._held_usd -= held_usd
        self.spent_usd += spent_usd


class Meter:
    """Counts the calls of judges, and pays for them from a purse."""

    def __init__(self, prices: Prices, purse: Purse) -> None:
        self._prices, self._purse = prices, purse
        self.other = Sheet()
        """Calls made for no article: those of exams."""

    def count_canaries(self, model: str, outcome: CanaryOutcome) -> None:
        """Note how the canaries of an answer fared."""
        self._sheet.canaries.append(outcome)

    def wrap(self, chat: Chat) -> Chat:
        """Return a model that is asked as `chat` is, each call counted.

        Raises:
            NoPrice: there is a limit, and no price of the model.
        """
        price = self._prices.of(chat.model)
        if self._purse.limit_usd is not None and price is None:
            raise NoPrice(
                f"--max-usd needs the price of {chat.model}: NEWSBRIEF_PRICES names a file with it (docs/settings.md)."
            )
        return cast(Chat, _MeteredChat(chat, self, price))

    def reserve(self, rendered: RenderedPrompt, model: str, price: Price | None, most: int) -> float:
        """Put aside the most that a call can cost, in dollars; that is returned."""
        if price is None or self._purse.limit_usd is None:
            return 0.0
        prompt = count_tokens(rendered.system + rendered.user, model).tokens
        usd = price.of(CallUsage(1, prompt, most)) or 0.0
        self._purse.reserve(usd)
        return usd

    def note(self, call: Call, held_usd: float) -> None:
        """Keep a call that was made."""
        self._sheet.calls.append(call)
        self._purse.settle(held_usd, call.cost_usd or 0.0)

    @property
    def _sheet(self) -> Sheet:
        return _SHEET.get() or self.other


class _MeteredChat:
    """A `Chat` whose calls are counted; what else is asked of it goes to the chat."""

    def __init__(self, chat: Chat, meter: Meter, price: Price | None) -> None:
        self._chat, self._meter, self._price = chat, meter, price

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def ask_structured(
        self, prompt: RenderedPrompt, answer: type[M], *, deadline: float, most: int, **how: Any
    ) -> tuple[M, CallUsage]:
        begun, usage, error, held = time.monotonic(), CallUsage(), "interrupted", 0.0
        try:
            held = self._meter.reserve(prompt, self._chat.model, self._price, most)
            value, usage = await self._chat.ask_structured(prompt, answer, deadline=deadline, most=most, **how)
            error = ""
        except DraftingError as failed:
            usage, error = failed.usage, failed.reason
            raise
        finally:
            self._meter.note(_to_call(usage, time.monotonic() - begun, error), held)
        return value, usage


def _to_call(usage: CallUsage, seconds: float, error: str) -> Call:
    return Call(
        seconds=round(seconds, 3),
        calls=usage.calls,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cached_tokens=usage.cached_tokens,
        cost_usd=usage.cost_usd,
        error=error,
    )
