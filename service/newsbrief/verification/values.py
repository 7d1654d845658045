"""Values of an article's figures, in an order in which one is found at once."""

from __future__ import annotations

import math
from bisect import bisect_left

from newsbrief.verification.numerals import Figure, is_rounded, last_digit_size

Values = tuple[float, ...]
"""In ones, smallest first."""


def is_among(figure: Figure, known: Values) -> bool:
    """Return whether a figure is one of the `known` values, or one of them rounded or cut."""
    for value in figure.values:
        least = min(value - last_digit_size(value) / 2, value * (1 - 1e-9))
        at = bisect_left(known, least)
        if at < len(known) and is_rounded(value, known[at]):
            return True
    return False


def find_equal(value: float, known: Values) -> float | None:
    """Return the one of the `known` values that is `value`, but for what is lost in reckoning; None where none is."""
    at = bisect_left(known, value * (1 - 1e-9))
    return known[at] if at < len(known) and math.isclose(value, known[at]) else None
