"""Usage: the calls and tokens that an answer took, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

Purpose = Literal["draft", "judge", "repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spent:
    calls: int
    prompt_tokens: int
    cached_tokens: int = 0
    """Those of the prompt that the server had in its cache."""
    completion_tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage(_Spent):
    """Usage of one model."""

    model: str

    @property
    def key(self) -> str:
        return self.model


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeUsage(_Spent):
    """Usage for one purpose."""

    purpose: Annotated[
        Purpose, Field(description="To write the draft, to judge its claims, or to judge fixes of those that failed.")
    ]

    @property
    def key(self) -> str:
        return self.purpose


@dataclass(frozen=True, slots=True)
class CallUsage:
    """Calls and tokens, and their price. Tokens as the server counted them, else as we did."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    """Dollars; None where any of the calls has no price."""
    cached_tokens: int = 0
    """Those of the prompt that the server had in its cache."""
    cache_write_tokens: int = 0
    by_model: tuple[ModelUsage, ...] = field(default=(), compare=False)
    """The same, told apart."""
    by_purpose: tuple[PurposeUsage, ...] = field(default=(), compare=False)

    def __add__(self, other: CallUsage) -> CallUsage:
        if not self.calls or not other.calls:
            return self if self.calls else other
        return CallUsage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _add_optional(self.cost_usd, other.cost_usd),
            self.cached_tokens + other.cached_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            _merge_parts((*self.by_model, *other.by_model)),
            _merge_parts((*self.by_purpose, *other.by_purpose)),
        )

    def of(self, model: str, cost_usd: float | None) -> CallUsage:
        """Return the same, of this model and at this cost."""
        priced = replace(self, cost_usd=cost_usd)
        return replace(priced, by_model=(ModelUsage(model=model, **priced._totals()),))

    def spent_on(self, purpose: Purpose) -> CallUsage:
        """Return the same, all of it for one purpose."""
        part = PurposeUsage(purpose=purpose, **self._totals())
        return replace(self, by_purpose=(part,) if self.calls else ())

    def _totals(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(_Spent)}


P = TypeVar("P", ModelUsage, PurposeUsage)


def _merge_parts(parts: Sequence[P]) -> tuple[P, ...]:
    """Return the parts with those of one key added up, in the order in which they first come."""
    merged: dict[str, P] = {}
    for part in parts:
        known = merged.get(part.key)
        merged[part.key] = _add_parts(known, part) if known else part
    return tuple(merged.values())


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
