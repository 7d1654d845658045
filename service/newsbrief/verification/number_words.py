"""Numbers that an article may have in words that are not read: "two and a half million", "an hour and a half"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import regex

from newsbrief.article import Article, per_article
from newsbrief.resources import read_table
from newsbrief.verification.clock_times import may_be_clock_time
from newsbrief.verification.measures import measure_pattern
from newsbrief.verification.numerals import Figure, last_digit_size, reads_words
from newsbrief.verification.roman import has_roman
from newsbrief.verification.sums import is_sum
from newsbrief.verification.time_units import TimeUnit, unit_pattern
from newsbrief.verification.values import Values, find_equal

_PARTS: Mapping[TimeUnit, tuple[int, ...]] = {
    "minute": (30,), "hour": (12,), "day": (7, 30, 365), "week": (13,), "month": (6,), "year": (10,),
}  # fmt: skip
"""Units of time, and what is counted in larger ones: half hours, half days, weeks, quarters, half years, decades."""
_YEARS = range(1100, 2100)
_ROUND = 100
"""From here on numbers have words of their own (hundred, million), and halves of these."""
_HALVED = tuple(10.0**power for power in (2, 3, 5, 6, 8, 9, 11, 12))
"""Numbers that are told in halves: a hundred, a thousand and so on, and a hundred of these; not tens of thousands."""


def may_be_worded(figure: Figure, text: str, article: Article, known: Values) -> bool:
    """Return whether an article, with the `known` values, may have a number of `text` in words that are not read.

    Where words for numbers are not read, any but those of four digits that count or more, years aside: these no paper
    spells. Elsewhere one hundred, one thousand and the like, and halves of these, where the article has a word that
    may tell such a number ("une centaine", "anderthalb Millionen"), the text has only that ("hundreds"), or it counts
    what has a larger unit ("a tonne"); whole hundreds of per cent ("tripled"), what has a larger unit of time ("a year
    and a half"), a year that is told by its halves ("nineteen eighty-four"), and what is written otherwise: a time of
    day, a Roman numeral, the same in another unit ("50 basis points"), the sum of a list.
    """
    language = article.language
    return (
        (not reads_words(figure, language) and (figure.largest in _YEARS or any(map(_is_short, figure.values))))
        or (any(map(_is_round, figure.values)) and _may_be_told_otherwise(figure, text, article))
        or (figure.is_share is not False and not figure.largest % 100)
        or any(not figure.largest % part for part in _list_parts(text, figure.end, language))
        or (figure.largest in _YEARS and all(half in known for half in divmod(figure.largest, 100)))
        or _has_other_unit(figure, known)
        or may_be_clock_time(figure, text, article)
        or has_roman(figure.largest, article)
        or is_sum(figure, article)
    )


def is_plain(value: float) -> bool:
    """Return whether a value has one digit that is not zero, as those have that are told in words."""
    return bool(value) and round(value / last_digit_size(value)) < 10


def _may_be_told_otherwise(figure: Figure, text: str, article: Article) -> bool:
    return (
        not any(character.isdecimal() for character in figure.text)
        or measure_pattern(article.language).match(text, figure.end) is not None
        or _may_tell_round(article)
    )


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


def _has_other_unit(figure: Figure, known: Values) -> bool:
    """Return whether a number of decimals is a whole one that is known, in a unit of a hundredth or a thousandth, or
    the other way round: a decimal mark tells that it is no slip of a power of ten, where it can be nothing else."""
    others = ((value, find_equal(value * by, known)) for value in figure.values for by in (0.001, 0.01, 100.0, 1000.0))
    is_certain = figure.scale == 1 and len(figure.values) == 1
    return is_certain and any(other is not None and other.is_integer() != value.is_integer() for value, other in others)


def _is_short(value: float) -> bool:
    return not value or round(value / last_digit_size(value)) < 1_000


def _is_round(value: float) -> bool:
    digits = round(value / last_digit_size(value)) if value else 0
    return value >= _ROUND and (digits in (1, 5) or (digits < _ROUND and any(value % of == of / 2 for of in _HALVED)))


def _list_parts(text: str, end: int, language: str) -> list[int]:
    """Return the parts of larger units that the unit of time behind a number makes up; none where there is none."""
    return [part for unit, parts in _PARTS.items() if unit_pattern(unit, language).match(text, end) for part in parts]
