"""Units of measure of which larger ones exist, by their names in each language, as CLDR has them."""

from __future__ import annotations

from functools import cache

import regex
from babel import Locale, UnknownLocaleError
from babel.units import format_unit

_UNITS = (
    "length-centimeter", "length-meter", "mass-gram", "mass-kilogram", "volume-milliliter", "volume-liter",
    "area-square-meter", "power-watt", "power-kilowatt", "power-megawatt",
    "energy-kilowatt-hour",
)  # fmt: skip
_SPELLED = {"en": ("en", "en_GB")}
"""Languages that spell a unit in two ways: meters and metres."""
_NUMBER = regex.compile(r"\d+")


@cache
def measure_pattern(language: str) -> regex.Pattern[str]:
    """Return what finds such a unit right behind a number: its name or its sign."""
    names = {
        _NUMBER.sub("", format_unit(number, unit, length, locale=locale)).strip()
        for locale in map(_find_locale, _SPELLED.get(language, (language,)))
        for unit in _UNITS
        for length in ("long", "short")
        for number in (1, 2, 5)
    }
    return regex.compile(rf"[\s-]?(?:{'|'.join(map(regex.escape, sorted(names)))})(?!\p{{L}})", regex.IGNORECASE)


def _find_locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
