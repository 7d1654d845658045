"""Units of time, by their names in each language, as CLDR has them; in English where it does not have the language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import regex
from babel import Locale
from babel.dates import format_timedelta

from newsbrief.article.calendar import find_locale

TimeUnit = Literal["minute", "hour", "day", "week", "month", "year"]
_SECONDS: Mapping[TimeUnit, int] = {
    "minute": 60, "hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400, "year": 365 * 86_400,
}  # fmt: skip
_NUMBER = regex.compile(r"[\d\s]+")


@cache
def unit_pattern(unit: TimeUnit, language: str) -> regex.Pattern[str]:
    """Return what finds a unit right behind a number: its names for one and for several."""
    locale = find_locale(language) or Locale("en")
    some = (format_timedelta(n * _SECONDS[unit], granularity=unit, threshold=99, locale=locale) for n in (1, 2))
    names = {_NUMBER.sub("", told) for told in some}
    return regex.compile(rf"[\s\u00a0-]?(?:{'|'.join(map(regex.escape, names))})\b", regex.IGNORECASE)
