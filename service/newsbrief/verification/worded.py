"""Numbers that an article may have in words that are not read: "two and a half million", "an hour and a half"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import regex
from babel.dates import format_timedelta

from newsbrief.article import Article, per_article
from newsbrief.resources import read_table
from newsbrief.verification.numerals import Figure, last_digit_size, reads_spelled

TimeUnit = Literal["minute", "hour", "day", "month", "year"]
_PARTS: Mapping[TimeUnit, tuple[int, int]] = {
    "minute": (60, 30), "hour": (3_600, 12), "day": (86_400, 7), "month": (30 * 86_400, 6), "year": (365 * 86_400, 10),
}  # fmt: skip
"""Units of time, each with its seconds, and what is counted in larger ones: half hours, half days, weeks, decades."""
_NUMBER = regex.compile(r"[\d\s]+")
_YEARS = range(1100, 2100)
_ROUND = 100
"""From here on numbers have words of their own (hundred, million), and halves of these."""
_HALVED = tuple(10.0**power for power in (2, 3, 5, 6, 8, 9, 11, 12))
"""Numbers that are told in halves: a hundred, a thousand and so on, and a hundred of these; not tens of thousands."""


def may_be_worded(figure: Figure, text: str, article: Article, known: Sequence[float]) -> bool:
    """Return whether an article, with the `known` values, may have a number of `text` in words that are not read.

    Where words for numbers are not read, any but those of four digits that count or more, years aside: these no paper
    spells. Elsewhere one hundred, one thousand and the like, and halves of these, where the article has a word that
    may tell such a number ("une centaine", "anderthalb Millionen"), or the text has only that ("hundreds"); whole
    hundreds of per cent ("tripled"), what has a larger unit of time ("a year and a half"), and a year that is told by
    its halves ("nineteen eighty-four").
    """
    language = article.language
    return (
        (not reads_spelled(language) and (figure.largest in _YEARS or any(map(_is_short, figure.values))))
        or (any(map(_is_round, figure.values)) and (not _has_digit(figure) or _may_tell_round(article)))
        or (figure.is_share is not False and not figure.largest % 100)
        or any(not figure.largest % part for part in _list_parts(text, figure.end, language))
        or (figure.largest in _YEARS and all(half in known for half in divmod(figure.largest, 100)))
    )


def is_plain(value: float) -> bool:
    """Return whether a value has one digit that is not zero, as those have that are told in words."""
    return bool(value) and round(value / last_digit_size(value)) < 10


def _has_digit(figure: Figure) -> bool:
    return any(character.isdecimal() for character in figure.text)


@per_article
def _may_tell_round(article: Article) -> bool:
    """Return whether an article has words that may tell a round number; of languages that are not read, always."""
    words = _round_words(article.language)
    texts = (article.title or "", *(sentence.text for sentence in article.sentences))
    return words is None or any(map(words.search, texts))


@cache
def _round_words(language: str) -> regex.Pattern[str] | None:
    words = read_table("verification/data/round_words.toml").get(language)
    return regex.compile("|".join(words), regex.IGNORECASE) if words else None


def _is_short(value: float) -> bool:
    return not value or round(value / last_digit_size(value)) < 1_000


def _is_round(value: float) -> bool:
    digits = round(value / last_digit_size(value)) if value else 0
    return value >= _ROUND and (digits in (1, 5) or (digits < _ROUND and any(value % of == of / 2 for of in _HALVED)))


def _list_parts(text: str, end: int, language: str) -> list[int]:
    """Return the parts of larger units that the unit of time behind a number makes up; none where there is none."""
    return [part for unit, (_, part) in _PARTS.items() if _unit_pattern(unit, language).match(text, end)]


@cache
def _unit_pattern(unit: TimeUnit, language: str) -> regex.Pattern[str]:
    """Return the pattern of the names of a unit, one and several, as CLDR has them."""
    some = (format_timedelta(n * _PARTS[unit][0], granularity=unit, threshold=99, locale=language) for n in (1, 2))
    names = {_NUMBER.sub("", told) for told in some}
    return regex.compile(rf"[\s\u00a0-]?(?:{'|'.join(map(regex.escape, names))})\b", regex.IGNORECASE)
