"""Units of measure of which larger ones exist, by their names in each language, as CLDR has them."""

from __future__ import annotations

from functools import cache

import regex
from babel import Locale
from babel.units import format_unit

from newsbrief.article.calendar import find_locale

_UNITS = (
    "length-centimeter", "length-meter", "mass-gram", "mass-kilogram", "volume-milliliter", "volume-liter",
    "area-square-meter", "power-watt", "power-kilowatt", "power-megawatt",
    "energy-kilowatt-hour",
)  # fmt: skip
_SPELLED = {"en": (Locale("en"), Locale("en", "GB"))}
"""Languages that spell a unit in two ways: meters and metres."""
_NUMBER = regex.compile(r"\d+")


@cache
def measure_pattern(language: str) -> regex.Pattern[str]:
    """Return what finds such a unit right behind a number: its name or its sign."""
    names = {
        _NUMBER.sub("", format_unit(number, unit, length, locale=locale)).strip()
        for locale in _SPELLED.get(language, (find_locale(language) or Locale("en"),))
        for unit in _UNITS
        for length in ("long", "short")
        for number in (1, 2, 5)
    }
    return regex.compile(rf"[\s-]?(?:{'|'.join(map(regex.escape, sorted(names)))})(?!\p{{L}})", regex.IGNORECASE)
