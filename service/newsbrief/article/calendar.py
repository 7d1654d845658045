"""The names of months and of days of the week in a language, from CLDR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Literal

import regex
from babel import Locale, UnknownLocaleError
from babel.localedata import LocaleDataDict, load, locale_identifiers

Kind = Literal["months", "days"]


def find_locale(language: str) -> Locale | None:
    """Return what CLDR knows of a language; None where it has nothing."""
    try:
        return Locale(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def calendar_names(
    kind: Kind, language: str, *, abbreviated: bool = False, of_countries: bool = False
) -> Mapping[str, int]:
    """Return the numbers of months (from 1) or of days of the week (Monday is 0) by their names in lower case.

    Names are those inside a date and those that stand alone; none where CLDR does not have the language.

    Args:
        abbreviated: short names too, without their stop.
        of_countries: the names of each country of the language: Damascus calls the months otherwise than Cairo,
            Vienna than Berlin.
    """
    return {
        name.lower().rstrip("."): number
        for code in _locales(language, of_countries)
        for forms in _forms(kind, code)
        for width in (("wide", "abbreviated") if abbreviated else ("wide",))
        for number, name in forms.get(width, {}).items()
        if not name.isdigit()
    }


def find_number(names: Mapping[str, int], written: str) -> int:
    """Return the number of the name that stands in a text, in whatever case: in small letters `EKİM` is not `ekim`.

    Raises:
        KeyError: it is none of the names.
    """
    if (number := names.get(written.lower())) is not None:
        return number
    name = next((n for n in names if regex.fullmatch(regex.escape(n), written, regex.IGNORECASE)), written)
    return names[name]


def any_of(names: Iterable[str]) -> str:
    """Return the pattern of any of the names: where one is the beginning of another, the longer is found."""
    return f"(?:{'|'.join(map(regex.escape, sorted(names, key=len, reverse=True)))})"


def _locales(language: str, of_countries: bool) -> Iterator[str]:
    if not of_countries:
        yield from (str(locale) for locale in [find_locale(language)] if locale)
        return
    for name in locale_identifiers():
        if name == language or regex.fullmatch(rf"{language}_[A-Z]{{2}}", name):
            yield name


def _forms(kind: Kind, code: str) -> Iterator[Mapping[str, Mapping[int, str]]]:
    # Babel writes what an alias stands for into data that locales share: read from a copy, one does not get the names
    # of the language that asked first.
    yield from LocaleDataDict({kind: deepcopy(load(code)[kind])})[kind].values()
