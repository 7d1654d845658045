"""Roman numerals: of kings, centuries, and games."""

from __future__ import annotations

import regex

from newsbrief.article import Article, per_article

_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


_NUMERAL = regex.compile(r"(?<![\p{L}\p{N}])[MDCLXVI]{2,}(?![\p{Lu}\p{N}])")
"""Not a letter alone, which is an initial."""


def has_roman(value: float, article: Article) -> bool:
    """Return whether an article writes a number in Roman numerals, an ending behind it or not: `XIX`, `XIXe`."""
    return value.is_integer() and 0 < value < 4000 and _write_roman(int(value)) in _list_numerals(article)


@per_article
def _list_numerals(article: Article) -> frozenset[str]:
    texts = (article.title or "", *(sentence.text for sentence in article.sentences))
    return frozenset(numeral for text in texts for numeral in _NUMERAL.findall(text))


def _write_roman(value: int) -> str:
    written = ""
    for worth, sign in _SIGNS:
        written += sign * (value // worth)
        value %= worth
    return written
