"""Dates in a text, as a language writes them: those with a year, and the days that those without one mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import regex

from newsbrief.article.calendar import any_of, calendar_names, find_number

_OF = r"(?:\s|\.\s?|,\s|\sde\s|\sof\s)"
_ORDINAL = r"(?:st|nd|rd|th)?"


def find_dates(text: str, language: str) -> Iterator[tuple[int, int, date]]:
    """Yield start, end and day of each date in `text` that has a year."""
    for match in _date_pattern(language).finditer(text):
        if match["year"] and (day := _resolve_day(int(match["year"]), match, language)):
            yield match.start(), match.end(), day


def find_date_places(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each date in `text`, with or without a year."""
    return (match.span() for match in _date_pattern(language).finditer(text))


def find_days(text: str, language: str, published: date) -> Iterator[date]:
    """Yield the day of each date in `text`: without a year, the one that is nearest to the day of publication."""
    for match in _date_pattern(language).finditer(text):
        years = [int(match["year"])] if match["year"] else [published.year + n for n in (-1, 0, 1)]
        days = [day for year in years if (day := _resolve_day(year, match, language))]
        if days:
            yield min(days, key=lambda day: abs(day - published))


def _resolve_day(year: int, match: regex.Match[str], language: str) -> date | None:
    try:
        return date(year, find_number(_month_names(language), match["month"]), int(match["day"]))
    except ValueError:
        return None


@cache
def month_pattern(language: str) -> str:
    """Return the pattern of the name of any month, in small letters."""
    return any_of(_month_names(language))


def _month_names(language: str) -> Mapping[str, int]:
    """Return the months by their names, full and short; in English where CLDR does not have the language."""
    return calendar_names("months", language, abbreviated=True) or calendar_names("months", "en", abbreviated=True)


@cache
def _date_pattern(language: str) -> regex.Pattern[str]:
    month = rf"(?P<month>{month_pattern(language)})(?!\p{{L}})\.?"
    day, year = rf"(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}(?!\d)", r"(?P<year>\d{4})(?!\d)"
    return regex.compile(
        rf"{day}{_OF}{month}(?:{_OF}{year})?|(?<!\p{{L}}){month}\s{day}(?:,?\s{year})?", regex.IGNORECASE
    )
