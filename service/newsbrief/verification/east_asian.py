"""Numbers of Chinese, Japanese and Korean: digits and characters that multiply them, next to any other letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

LANGUAGES = frozenset({"zh", "ja", "ko"})
_DIGITS = dict(zip("〇零一二三四五六七八九两兩일이삼사오육칠팔구", (0, *range(10), 2, 2, *range(1, 10)), strict=True))
_WITHIN = {"十": 1e1, "百": 1e2, "千": 1e3, "십": 1e1, "백": 1e2, "천": 1e3}
"""What multiplies the digit before it."""
_BEYOND = {"万": 1e4, "萬": 1e4, "만": 1e4, "亿": 1e8, "億": 1e8, "억": 1e8, "兆": 1e12, "조": 1e12}
"""What multiplies all before it, down from what is larger."""
_FACTORS = _WITHIN | _BEYOND
_FIGURE = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?"
_CHARACTERS = f"[{''.join((*_DIGITS, *_FACTORS))}]"
_LARGE = f"[{''.join(_BEYOND)}]"
_SPACE = rf"(?<={_LARGE})\s(?=\d)|(?<=\d)\s(?=[{''.join(_WITHIN)}]?{_LARGE})"
_PART = regex.compile(rf"(?P<figure>{_FIGURE})|{_CHARACTERS}")
_RUN = regex.compile(rf"(?<![\d.,:/_A-Za-z-])(?:{_FIGURE}|{_CHARACTERS}|{_SPACE})++(?![.,:/]?\d)")
_YEAR = regex.compile(r"\s?[年년]")
_MOST = 30
"""Characters of a number."""
_FEWEST_GLUED = 1_000
"""Below, a number without a factor is a day, an hour or an ordinal as often."""


class Numeral(NamedTuple):
    """A number; `start` inclusive and `end` exclusive offsets into its text."""

    start: int
    end: int
    value: float
    factor: float
    """The last character that multiplies it; 1 where none does."""
    has_digits: bool
    """Written with digits, not in characters alone."""


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text with a factor, and those of four digits or more, years aside."""
    for run in _RUN.finditer(text):
        if len(run.group()) > _MOST:
            continue
        parts = list(_PART.finditer(run.group()))
        factors = [_FACTORS[part.group()] for part in parts if part.group() in _FACTORS]
        value = _read(parts)
        has_digits, is_counted = any(part["figure"] for part in parts), len(factors) < len(parts)
        if is_counted and (factors or (value >= _FEWEST_GLUED and not _YEAR.match(text, run.end()))):
            yield Numeral(*run.span(), value, factors[-1] if factors else 1.0, has_digits)


def _read(parts: list[regex.Match[str]]) -> float:
    """Return the value of `3億5000万`, `三千万` or `3万亿`: each part adds to what is before it, or multiplies it."""
    total = below = digit = 0.0
    least = float("inf")
    for part in parts:
        text = part.group()
        if part["figure"]:
            digit = float(text.replace(",", ""))
        elif text in _DIGITS:
            digit = 10 * digit + _DIGITS[text]
        elif text in _WITHIN:
            below, digit = below + (digit or 1) * _WITHIN[text], 0.0
        elif (factor := _BEYOND[text]) < least and below + digit:
            total, below, digit, least = total + (below + digit) * factor, 0.0, 0.0, factor
        else:
            total, below, digit = (total + below + digit or 1) * factor, 0.0, 0.0
    return total + below + digit
