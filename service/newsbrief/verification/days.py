"""Days that an article means: those it dates without a year, and those it names by a weekday."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.calendar import any_of, calendar_names, find_number
from newsbrief.article.dates import find_days
from newsbrief.verification.ahead import has_days_ahead

_WEEK = timedelta(days=7)


@per_article
def find_known_days(article: Article) -> frozenset[date]:
    """Return the days that the article's dates and weekdays mean; none where nobody knows when it was published."""
    if article.published_at is None:
        return frozenset()
    published = article.published_at.date()
    days: set[date] = set()
    for sentence in article.sentences:
        days.update(find_days(sentence.text, article.language, published))
        days.update(_find_weekdays(sentence.text, article.language, published))
    return frozenset(days)


def _find_weekdays(text: str, language: str, published: date) -> Iterator[date]:
    """Yield the days that the weekdays of a sentence may be: the last or the next, where not known which of them."""
    for match in _weekday_pattern(language).finditer(text):
        last = published - timedelta(days=(published.weekday() - find_number(_weekday_names(language), match[0])) % 7)
        is_ahead = has_days_ahead(text)
        if language != "en" or is_ahead:
            yield from (last + _WEEK, last + 2 * _WEEK)
        if language != "en" or not is_ahead:
            yield from (last, last - _WEEK)


def _weekday_names(language: str) -> Mapping[str, int]:
    return calendar_names("days", language) or calendar_names("days", "en")


@cache
def _weekday_pattern(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){any_of(_weekday_names(language))}(?!\p{{L}})", regex.IGNORECASE)
