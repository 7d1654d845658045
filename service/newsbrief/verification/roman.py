"""Roman numerals: of kings, centuries, and games."""

from __future__ import annotations

import regex

from newsbrief.article import Article

_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def has_roman(value: float, article: Article) -> bool:
    """Return whether an article writes a number in Roman numerals, an ending behind it or not: `XIX`, `XIXe`."""
    numeral = _write_roman(int(value)) if value.is_integer() and 0 < value < 4000 else ""
    if len(numeral) < 2:
        # A letter alone is an initial.
        return False
    found = regex.compile(rf"(?<![\p{{L}}\p{{N}}]){numeral}(?![\p{{Lu}}\p{{N}}])")
    return any(map(found.search, (article.title or "", *(sentence.text for sentence in article.sentences))))


def _write_roman(value: int) -> str:
    written = ""
    for worth, sign in _SIGNS:
        written += sign * (value // worth)
        value %= worth
    return written
