"""Conventions of a language or a country, from CLDR: the forms of dates, thousands and percentages.

Babel's modules for that are imported where they are used: few styles need them, and they take long to load.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError

from newsbrief.article.calendar import any_of, calendar_names, find_number
from newsbrief.article.scripts import IDEOGRAPHIC
from newsbrief.style.house import NO_LANGUAGE, HouseStyle

SPACES = "\u0020\u00a0\u202f\u2009"
"""A space, and those that keep a number together."""
_SPACE = f"[{SPACES}]"
_MARKS = ".,'’"
_ENGLISH = {"british": "en-GB", "american": "en-US"}
_GLUED = rf"[{IDEOGRAPHIC}\p{{Hangul}}]"
"""Scripts in which a number is one word with what it counts."""
_WITH_YEAR = ("yMMMd", "yMd")
_FIELDS = {
    "y": r"(?P<year>(?:1[5-9]|20)\d\d)",
    "M": r"(?P<month>0?[1-9]|1[0-2])",
    "L": r"(?P<month>0?[1-9]|1[0-2])",
    "d": r"(?P<day>0?[1-9]|[12]\d|3[01])",
}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, its characters `start` to `end`; `year` is None where it has none."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None


@dataclass(frozen=True)
class Conventions:
    """The conventions of one language or country."""

    locale: Locale

    @property
    def decimal(self) -> str:
        """Return the mark before decimals."""
        return str(self.locale.number_symbols["latn"]["decimal"])

    @property
    def marks(self) -> str:
        """Return the marks that may part thousands: all but that before decimals, a plain space only where a space is
        usual. Elsewhere it parts two numbers: "On August 12 500 people came"."""
        spaces = SPACES if str(self.locale.number_symbols["latn"]["group"]) in SPACES else SPACES.replace(" ", "")
        return spaces + "".join(mark for mark in _MARKS if mark != self.decimal)

    @property
    def parts_words(self) -> bool:
        """Return whether numbers stand apart from words: `12000人` is one word, and is written as 1.2 times 10,000."""
        return regex.search(_GLUED, str(self.locale.date_formats["long"].pattern)) is None

    @property
    def percent_sign(self) -> str:
        """Return the sign for per cent behind a number, with its space; empty where the sign comes first."""
        pattern = str(self.locale.percent_formats[None].pattern)
        return pattern.partition("0")[2] if pattern.startswith("#") else ""

    @property
    def percent_word(self) -> str:
        """Return the word for per cent behind a number, with its space; empty where there is none, or several."""
        from babel.units import format_unit

        forms = {format_unit(number, "concentr-percent", "long", locale=self.locale) for number in (1, 2, 5)}
        words = {form.lstrip("125") for form in forms}
        word = words.pop() if len(words) == 1 else ""
        return word if any(map(str.isalpha, word)) and "concentr" not in word else ""

    def group(self, number: int) -> str:
        """Return a whole number in digits with its thousands parted."""
        from babel.numbers import format_decimal

        return str(format_decimal(number, locale=self.locale, numbering_system="latn"))

    def write_date(self, day: int, month: int, year: int | None) -> str:
        """Return a date written out; empty where the calendar has none such."""
        from babel.dates import format_date, format_skeleton

        try:
            # Of a day without a year it may be the 29th of February.
            when = date(year or 2024, month, day)
        except ValueError:
            return ""
        if year:
            return str(format_date(when, "long", self.locale))
        return str(format_skeleton("MMMMd", when, locale=self.locale))

    def find_dates(self, text: str) -> Iterator[FoundDate]:
        """Yield the dates of a text that are in one of the forms of the language, or as 2026-03-03."""
        names = calendar_names("months", self.locale.language, abbreviated=True, of_countries=True)
        for match in _compile_dates(self.locale).finditer(text):
            parts = match.groupdict()
            name, year = parts.get("name"), parts.get("year")
            month = find_number(names, name) if name else int(parts["month"])
            yield FoundDate(*match.span(), match.group(), int(parts["day"]), month, int(year) if year else None)


def find_conventions(style: HouseStyle, language: str) -> Conventions | None:
    """Return the conventions of a style's `locale`, where that is one of the language, or else of the language."""
    wanted = style.locale or (_ENGLISH.get(style.spelling or "") if language == "en" else None)
    return _find_conventions(wanted if wanted and wanted.partition("-")[0] == language else language)


@lru_cache(maxsize=64)
def _find_conventions(name: str) -> Conventions | None:
    if name in NO_LANGUAGE:
        return None
    try:
        locale = Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return Conventions(locale) if "latn" in locale.number_symbols else None


@lru_cache(maxsize=64)
def _compile_dates(locale: Locale) -> regex.Pattern[str]:
    """Return what finds dates: the longest form first; one without a year has the month in letters."""
    forms = [locale.date_formats[width].pattern for width in ("long", "medium", "short")]
    forms += [locale.datetime_skeletons[name].pattern for name in _WITH_YEAR if name in locale.datetime_skeletons]
    with_year = [*dict.fromkeys(_as_pattern(str(form), locale, abbreviated=True) for form in forms), _ISO]
    bare = _as_pattern(str(locale.datetime_skeletons["MMMMd"].pattern), locale, abbreviated=False)
    choices = "|".join(form for form in (*with_year, bare) if form)
    # In scripts that do not part words a date stands among letters.
    before = rf"(?<![\p{{N}}/.,–-])(?<!(?!{_GLUED})\p{{L}})"
    after = rf"(?!\p{{N}}|[.:,/-]\d|(?!{_GLUED})\p{{L}})"
    return regex.compile(f"{before}(?:{choices}){after}", regex.IGNORECASE)


_ISO = rf"{_FIELDS['y']}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"


def _as_pattern(form: str, locale: Locale, *, abbreviated: bool) -> str:
    """Return a date form of CLDR, such as `d. MMMM y`, as a regular expression; empty where it has other fields."""
    from babel.dates import tokenize_pattern

    out = ""
    for kind, value in tokenize_pattern(form):
        if kind == "chars":
            out += "".join(map(_as_choice, str(value)))
            continue
        field, width = str(value[0]), int(value[1])
        if field in "ML" and width > 2:
            names = calendar_names("months", locale.language, abbreviated=abbreviated, of_countries=True)
            out += rf"(?P<name>{any_of(names)})" + (r"\.?" if abbreviated else "")
        elif field in _FIELDS:
            out += _FIELDS[field]
        else:
            return ""
    return out


def _as_choice(char: str) -> str:
    if char.isspace():
        return _SPACE
    # Marks of the direction of writing are seldom typed.
    return rf"{char}?" if char in "\u200e\u200f\u061c" else regex.escape(char)
