"""Times of day, which papers write in several ways: 14:30, 14.30, 14 h 30, 1430 GMT, 2:30 p.m."""

from __future__ import annotations

from functools import cache

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.calendar import find_locale
from newsbrief.verification.counts import counts_things
from newsbrief.verification.numerals import Figure
from newsbrief.verification.time_units import unit_pattern

_HOUR = r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])"
_MINUTE = r"(?P<minute>[0-5]\d)(?![\d:]|[.,]\d)"
_TOLD = regex.compile(rf"{_HOUR}(?:(?::|\s?h\s?){_MINUTE}|(?:\.{_MINUTE})?\s?[ap]\.?m\b|\s?h\b)", regex.IGNORECASE)
_MAY_BE = regex.compile(rf"{_HOUR}(?:[.:]|\s?h\s?|(?<=\d\d)){_MINUTE}", regex.IGNORECASE)
"""What may be a time of day, a price or a year."""


def may_be_clock_time(figure: Figure, text: str, article: Article) -> bool:
    """Return whether a number of `text` may be a time of day that an article writes in another way.

    The minutes are the same, or the hour alone is told; the hour is another in another zone or on a clock of twelve.
    """
    told = _list_clock_times(article)
    if not told:
        return False
    for found in _MAY_BE.finditer(text):
        if found.start() <= figure.start and figure.end <= found.end():
            return any(int(found["minute"]) == minute for _, minute in told)
    is_hour = figure.largest <= 24 and _may_end_hour(text, figure.end, article.language)
    return is_hour and any(figure.largest % 12 == hour % 12 for hour, _ in told)


@per_article
def _list_clock_times(article: Article) -> frozenset[tuple[int, int]]:
    """Return the hours and minutes of an article's times of day, and of what is written like one."""
    texts = (article.title or "", *(sentence.text for sentence in article.sentences))
    return frozenset((int(m["hour"]), int(m["minute"] or 0)) for text in texts for m in _TOLD.finditer(text))


def _may_end_hour(text: str, end: int, language: str) -> bool:
    return not counts_things(text, end, language) or any(p.match(text, end) for p in _hour_patterns(language))


@cache
def _hour_patterns(language: str) -> tuple[regex.Pattern[str], ...]:
    """Return what finds a word for the hour behind its number (`Uhr`, `h`, `heures`), as CLDR has them."""
    locale = find_locale(language)
    if locale is None or "H" not in locale.datetime_skeletons:
        return ()
    word = locale.datetime_skeletons["H"].pattern.strip("H '")
    named = unit_pattern("hour", language)
    return (regex.compile(rf"\s?{regex.escape(word)}\b"), named) if word else (named,)
