"""Worth: how likely an editor prints a sentence, and where, told by its traits.

Logistic regressions on sentences of real pages, marked by hand. Their weights are data, in `worth.toml`; `evals/worth/`
holds what they were fitted on and the script that fits them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from newsbrief.extractive.traits import Traits
from newsbrief.resources import read_table


class Worth(NamedTuple):
    """The estimates of a sentence, each from 0 to 1."""

    alone: float
    """It is whole, true to the article, and understood after the title and the news."""
    following: float
    """The same, directly after the sentence before it."""
    news: float
    """It is the one sentence that tells the news best."""
    essential: float
    """A briefing without it is incomplete."""
    outlook: float
    """It tells what lies ahead, and may be printed."""
    judgement: float
    """It is what somebody named makes of the news, and stands alone."""


def estimate_worth(traits: Traits) -> Worth:
    """Return the estimates of a sentence with such traits."""
    return Worth._make(
        1 / (1 + math.exp(-bias - sum(weight * trait for weight, trait in zip(weights, traits, strict=True))))
        for bias, weights in _read_weights()
    )


@lru_cache(maxsize=1)
def _read_weights() -> tuple[tuple[float, tuple[float, ...]], ...]:
    read = read_table("extractive/worth.toml")
    return tuple(
        (float(read[name]["bias"]), tuple(float(read[name][trait]) for trait in Traits._fields))
        for name in Worth._fields
    )
