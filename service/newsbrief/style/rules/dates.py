"""Dates: in English in the order that the style's example has, elsewhere written out as CLDR has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from newsbrief.article.calendar import any_of, calendar_names
from newsbrief.style.conventions import Conventions, find_conventions
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle

LONG = "long"
_DAY_FIRST, _MONTH_FIRST, _ISO = "3 March 2026", "March 3, 2026", "2026-03-03"
_DAY, _YEAR = r"(?P<day>[0-3]?\d)(?P<ordinal>st|nd|rd|th)?", r"(?P<year>(?:1[5-9]|20)\d\d)"
_ENDED = regex.compile(r"\s*$|[.,;:!?…)\]”\"»]|\s[–—-]\s")
"""Behind a date: the end of the text, or a mark."""


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each day with its month that is written otherwise than the style wants."""
    if style.dates is None or is_unchecked(style, language):
        return
    conventions = find_conventions(style, language)
    if language == "en":
        example = _example_of(conventions) if style.dates == LONG else style.dates
        yield from _check_english(text, example)
    elif conventions:
        yield from _check_written_out(text, conventions)


def is_unchecked(style: HouseStyle, language: str) -> bool:
    """Return whether a style lays down how dates are written, but not so that it can be checked in the language."""
    if style.dates is None or language == "en":
        return False
    return style.dates != LONG or find_conventions(style, language) is None


def _check_written_out(text: str, conventions: Conventions) -> Iterator[StyleFault]:
    for date in conventions.find_dates(text):
        own = conventions.write_date(date.day, date.month, date.year)
        same = _to_plain(own) == _to_plain(date.text)
        # The Ponte 25 de Abril is a bridge.
        may_be_name = date.year is None and _to_plain(own).casefold() == _to_plain(date.text).casefold()
        if own and not same and not may_be_name:
            # The first of a month has an ordinal in many languages ("1er mars", "1º marzo"), which CLDR does not know.
            instead = own if date.day > 1 else None
            yield StyleFault("dates", _say(date.text, own, instead), date.start, date.end, instead)


def _to_plain(text: str) -> str:
    return " ".join(text.split())


def _say(written: str, own: str, instead: str | None) -> str:
    return f"“{written}”: write “{own}”" if instead else f"“{written}” is to be written out"


def _example_of(conventions: Conventions | None) -> str:
    written = conventions.write_date(3, 3, 2026) if conventions else _MONTH_FIRST
    return _DAY_FIRST if written == _DAY_FIRST else _MONTH_FIRST


def _check_english(text: str, example: str) -> Iterator[StyleFault]:
    for match in _compile_pattern().finditer(text):
        parts = match.groupdict()
        month, day = _number_months()[parts["month"].lower()], int(parts["day"])
        own = _format_date(example, day, month, parts["month"], parts["year"])
        if not own or own == match.group() or not 1 <= day <= 31:
            continue
        said = f"“{match.group()}”: write “{own}”"
        if parts["year"] or parts["ordinal"] or _ENDED.match(text, match.end()):
            yield StyleFault("dates", said, match.start(), match.end(), own)
        else:
            # "In May 20 people died", "He lost 2 May elections": a word behind it may be what the number counts.
            yield StyleFault("dates", f"{said} if it is a date", match.start(), match.end())


def _format_date(example: str, day: int, month: int, name: str, year: str | None) -> str:
    """Return a date as the example has it; empty where it takes a year and there is none."""
    if example == _ISO:
        return f"{year}-{month:02}-{day:02}" if year else ""
    name = name.rstrip(".")
    if example == _DAY_FIRST:
        return f"{day} {name} {year}" if year else f"{day} {name}"
    return f"{name} {day}, {year}" if year else f"{name} {day}"


@cache
def _compile_pattern() -> regex.Pattern[str]:
    month = rf"(?P<month>(?i:{any_of(_number_months())}))"
    # The month of "3 May" begins with a capital: "may 3" is a verb and a number.
    orders = (
        rf"{_DAY} (?:of )?(?=\p{{Lu}}){month},? {_YEAR}",
        rf"(?=\p{{Lu}}){month} {_DAY},? {_YEAR}",
        rf"{_DAY} (?:of )?(?=\p{{Lu}}){month}",
        rf"(?=\p{{Lu}}){month} {_DAY}",
    )
    return regex.compile(r"(?<![\p{L}\p{N}/.-])(?:" + "|".join(orders) + r")(?![\p{L}\p{N}]|[.:,]\d)")


@cache
def _number_months() -> Mapping[str, int]:
    """Return the number of each month by its English names, full and short, with and without a stop."""
    full = calendar_names("months", "en")
    names = {**calendar_names("months", "en", abbreviated=True), "sept": 9}
    return names | {f"{name}.": number for name, number in names.items() if name not in full}
