"""Usage: the calls and tokens that an answer took, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


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

    def __add__(self, other: Usage) -> Usage:
        if not self.calls or not other.calls:
            return self if self.calls else other
        models = {part.model: part for part in self.by_model}
        for part in other.by_model:
            models[part.model] = models[part.model] + part if part.model in models else part
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _both(self.cost_usd, other.cost_usd),
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            tuple(models.values()),
        )

    def of(self, model: str, cost_usd: float | None) -> Usage:
        """Return the same, of this model and at this cost."""
        part = ModelUsage(model, self.calls, self.prompt_tokens, self.completion_tokens, cost_usd)
        return replace(self, cost_usd=cost_usd, by_model=(part,))


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Calls and tokens of one model, and their price."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None

    def __add__(self, other: ModelUsage) -> ModelUsage:
        return ModelUsage(
            self.model,
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _both(self.cost_usd, other.cost_usd),
        )


def _both(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(one + other, 12)
