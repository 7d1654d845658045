"""Dates in English, in the order that the style's example has; the names of months are those of CLDR."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from newsbrief.article.calendar import any_of, calendar_names
from newsbrief.style.finding import Finding
from newsbrief.style.house import HouseStyle

_DAY, _YEAR = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?", r"(?P<year>(?:1[5-9]|20)\d\d)"


def check(text: str, style: HouseStyle, language: str) -> Iterator[Finding]:
    """Yield each day with its month that is written in another order; English alone is read."""
    if style.dates is None or language != "en":
        return
    for found in _pattern().finditer(text):
        parts = found.groupdict()
        month, day = _months()[parts["month"].lower()], int(parts["day"])
        own = _format_date(style.dates, day, month, parts["month"], parts["year"])
        if own and own != found.group() and 1 <= day <= 31:
            yield Finding("dates", f"“{found.group()}”: write “{own}”", found.start(), found.end(), own)


def _format_date(example: str, day: int, month: int, name: str, year: str | None) -> str:
    """Return a date as the example has it; empty where it takes a year and there is none."""
    if example == "2026-03-03":
        return f"{year}-{month:02}-{day:02}" if year else ""
    name = name.rstrip(".")
    if example.startswith("3"):
        return f"{day} {name} {year}" if year else f"{day} {name}"
    return f"{name} {day}, {year}" if year else f"{name} {day}"


@cache
def _pattern() -> regex.Pattern[str]:
    month = rf"(?P<month>(?i:{any_of(_months())}))"
    # The month of "3 May" begins with a capital: "may 3" is a verb and a number.
    orders = (
        rf"{_DAY} (?:of )?(?=\p{{Lu}}){month},? {_YEAR}",
        rf"(?=\p{{Lu}}){month} {_DAY},? {_YEAR}",
        rf"{_DAY} (?:of )?(?=\p{{Lu}}){month}",
        rf"(?=\p{{Lu}}){month} {_DAY}",
    )
    return regex.compile(r"(?<![\p{L}\p{N}/.-])(?:" + "|".join(orders) + r")(?![\p{L}\p{N}]|[.:,]\d)")


@cache
def _months() -> Mapping[str, int]:
    """Return the number of each month by its English names, full and short, with and without a stop."""
    full = calendar_names("months", "en")
    names = {**calendar_names("months", "en", abbreviated=True), "sept": 9}
    return names | {f"{name}.": number for name, number in names.items() if name not in full}
