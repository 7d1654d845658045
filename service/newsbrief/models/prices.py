"""Prices of model calls: dollars a million tokens by model, from a file that a deployment can override."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsbrief.models.errors import EngineUnavailable
from newsbrief.models.usage import CallUsage
from newsbrief.resources import read_table
from newsbrief.validation import describe_faults

_SNAPSHOT = regex.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000
BULK = 0.5
"""What a call by the Batch API costs of one at once."""


class Price(BaseModel):
    """Dollars a million tokens of one model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: float = Field(ge=0)
    completion: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0, description="Prompt tokens read from the cache; else as prompt.")
    cache_write: float | None = Field(default=None, ge=0, description="Prompt tokens put there; else as prompt.")
    longest_prompt: int | None = Field(default=None, gt=0, description="Tokens; a longer prompt has other rates.")

    def times(self, factor: float) -> Price:
        """Return these rates, dearer or cheaper by a factor."""
        rates = {name: getattr(self, name) for name in ("prompt", "completion", "cached", "cache_write")}
        return self.model_copy(update={n: rate * factor for n, rate in rates.items() if rate is not None})

    def of(self, used: CallUsage) -> float | None:
        """Return the dollars that one call cost; None where its prompt is beyond what these rates hold for."""
        if self.longest_prompt is not None and used.prompt_tokens > self.longest_prompt:
            return None
        read = min(used.cached_tokens, used.prompt_tokens)
        put = min(used.cache_write_tokens, used.prompt_tokens - read)
        cost = (
            (used.prompt_tokens - read - put) * self.prompt
            + read * (self.prompt if self.cached is None else self.cached)
            + put * (self.prompt if self.cache_write is None else self.cache_write)
            + used.completion_tokens * self.completion
        )
        return round(cost / _MILLION, 12)


@dataclass(frozen=True, slots=True)
class Prices:
    """The price of each model that has one."""

    models: Mapping[str, Price]

    def of(self, model: str) -> Price | None:
        """Return a model's price by its name, with or without a provider before it and the date of a snapshot after."""
        bare = model.rsplit("/", 1)[-1]
        return next(filter(None, map(self.models.get, (model, bare, _SNAPSHOT.sub("", bare)))), None)


def load_prices(file: Path | None = None) -> Prices:
    """Return the prices that come with the service, and over them those of `file`.

    Raises:
        EngineUnavailable: the file cannot be read, or is no table of prices.
    """
    prices = _validate(read_table("models/prices.toml"))
    if file is None:
        return Prices(prices)
    try:
        return Prices({**prices, **_validate(tomllib.loads(file.read_text("utf-8")))})
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EngineUnavailable(f"The prices in {file} cannot be read: {error}.") from None
    except ValidationError as error:
        raise EngineUnavailable(f"The prices in {file} are no prices: {describe_faults(error, 'the file')}.") from None


class _Table(BaseModel):
    models: dict[str, Price]


def _validate(table: Mapping[str, Any]) -> dict[str, Price]:
    return _Table.model_validate(table).models
