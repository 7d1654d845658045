"""Usage: the calls and tokens that an answer took, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

Purpose = Literal["draft", "judge", "repair"]


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls, tokens and their price."""

    calls: int
    prompt_tokens: int
    cached_tokens: int
    """Those of the prompt that the server had in its cache."""
    completion_tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class ModelUsage(Spent):
    """Usage of one model."""

    model: str

    @property
    def key(self) -> str:
        return self.model


@dataclass(frozen=True, slots=True)
class PurposeUsage(Spent):
    """Usage for one purpose: to write the draft, to judge it, or to judge fixes of it."""

    purpose: Purpose

    @property
    def key(self) -> str:
        return self.purpose


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls and tokens, and their price. Tokens as the server counted them, else as we did."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    """Dollars; None where any of the calls has no price."""
    cache_read_tokens: int = 0
    """Those of the prompt that the server had in its cache."""
    cache_write_tokens: int = 0
    by_model: tuple[ModelUsage, ...] = field(default=(), compare=False)
    """The same, told apart."""
    by_purpose: tuple[PurposeUsage, ...] = field(default=(), compare=False)

    @property
    def cached_tokens(self) -> int:
        """The same as `cache_read_tokens`, by the name that replies have for it."""
        return self.cache_read_tokens

    def __add__(self, other: Usage) -> Usage:
        if not self.calls or not other.calls:
            return self if self.calls else other
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _add_optional(self.cost_usd, other.cost_usd),
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            _merge_parts((*self.by_model, *other.by_model)),
            _merge_parts((*self.by_purpose, *other.by_purpose)),
        )

    def of(self, model: str, cost_usd: float | None) -> Usage:
        """Return the same, of this model and at this cost."""
        part = ModelUsage(*self._spent(cost_usd), model)
        return replace(self, cost_usd=cost_usd, by_model=(part,))

    def spent_on(self, purpose: Purpose) -> Usage:
        """Return the same, all of it for one purpose."""
        part = PurposeUsage(*self._spent(self.cost_usd), purpose)
        return replace(self, by_purpose=(part,) if self.calls else ())

    def _spent(self, cost_usd: float | None) -> tuple[int, int, int, int, float | None]:
        return self.calls, self.prompt_tokens, self.cache_read_tokens, self.completion_tokens, cost_usd


P = TypeVar("P", ModelUsage, PurposeUsage)


def _merge_parts(parts: Sequence[P]) -> tuple[P, ...]:
    """Return the parts with those of one key added up, in the order in which they first come."""
    found: dict[str, P] = {}
    for part in parts:
        known = found.get(part.key)
        found[part.key] = _add_parts(known, part) if known else part
    return tuple(found.values())


def _add_parts(one: P, other: P) -> P:
    return replace(
        one,
        calls=one.calls + other.calls,
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
        cost_usd=_add_optional(one.cost_usd, other.cost_usd),
    )


def _add_optional(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(one + other, 12)
