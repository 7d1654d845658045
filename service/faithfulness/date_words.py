"""The words by which a language names months, days and times, and the patterns that find them in a text."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import regex

_MONTHS = tuple(m.lower() for m in calendar.month_name[1:])
_WEEKDAYS = tuple(d.lower() for d in calendar.day_name)
YEAR = r"(?:1[5-9]|20|21)\d\d"
WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")


@dataclass(frozen=True, slots=True)
class DateWords:
    """What a language calls its months and days, and patterns of dates in it; empty for a language without a table."""

    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    offsets: dict[str, tuple[str, int]] = field(default_factory=dict)
    cues: frozenset[str] = frozenset()
    """Words without one of which a text names no month, weekday or offset: most sentences have none."""
    month_cues: frozenset[str] = frozenset()
    """Those of them that name months."""
    day: regex.Pattern[str] | None = None
    month_day: regex.Pattern[str] | None = None
    month: regex.Pattern[str] | None = None
    weekday: regex.Pattern[str] | None = None
    offset: regex.Pattern[str] | None = None


@lru_cache(maxsize=64)
def date_words(language: str) -> DateWords:
    """Names of months and days as dateparser's tables have them for a language (CLDR's, with additions)."""
    if not regex.fullmatch(r"[a-z]{2,3}", language):
        return DateWords()
    info = _table(language)
    months = {w.lower().rstrip("."): n for n, m in enumerate(_MONTHS, 1) for w in info.get(m, ()) if _wordlike(w)}
    weekdays = {w.lower().rstrip("."): n for n, d in enumerate(_WEEKDAYS) for w in info.get(d, ()) if _wordlike(w)}
    if not months or not weekdays:
        return DateWords()
    return _compiled(months, weekdays, _offsets(info.get("relative-type", {}), language))


def _table(language: str) -> Mapping[str, Any]:
    """What dateparser's file on a language holds; its package is not imported, which takes 0.2 s."""
    package = find_spec("dateparser")
    folder = Path(package.origin).parent if package and package.origin else Path()
    name = f"dateparser.data.date_translation_data.{language}"
    spec = spec_from_file_location(name, folder / "data" / "date_translation_data" / f"{language}.py")
    if spec is None or spec.loader is None or not Path(spec.origin or "").is_file():
        return {}
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.info)


def _wordlike(word: str) -> bool:
    return len(word) >= 2 and not any(c.isdigit() for c in word)


def _offsets(table: dict[str, list[str]], language: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for key, names in table.items():
        match = regex.fullmatch(r"(?:in )?(\d) (day|week|month|year)(?: ago)?", key)
        if match:
            steps = int(match[1]) * (1 if key.startswith("in ") else -1)
            found |= {n.lower(): (match[2], steps) for n in names if len(n) > 3}
    if language == "en":
        found |= {"tonight": ("day", 0), "previous year": ("year", -1), "last night": ("day", -1)}
        found.pop("till date", None)
    elif language == "es":
        found.pop("mañana", None)  # the morning as often as tomorrow
    elif language == "de":
        found.pop("morgen", None)
    return found


def _compiled(months: dict[str, int], weekdays: dict[str, int], offsets: dict[str, tuple[str, int]]) -> DateWords:
    month, weekday = _any(months), _any(weekdays)
    lead = rf"(?:(?P<weekday>{weekday})\.?,?\s(?:the\s|den\s|le\s|el\s)?)?"
    year = rf"(?:,?\s(?:de\s|del\s)?(?P<year>{YEAR})(?!\d))?"
    no_date = r"(?!\d|[.,]\d|:\d|\s?(?:%|percent|per\scent|[ap]\.?m\b))"

    def compiled(pattern: str) -> regex.Pattern[str]:
        return regex.compile(pattern, regex.IGNORECASE)

    return DateWords(
        months,
        weekdays,
        offsets,
        cues=_cues(months) | _cues(weekdays) | _cues(offsets),
        month_cues=_cues(months),
        day=compiled(
            rf"(?<![\p{{L}}\d.,:$€£]){lead}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?\s(?:of\s|de\s)?"
            rf"(?P<month>{month})\b\.?+{year}"
        ),
        month_day=compiled(
            rf"(?<!\p{{L}}){lead}(?P<month>{month})\.?\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{no_date}{year}"
        ),
        month=compiled(rf"(?P<cue>\b(?:{_CUES})\s|\bmid-)?(?<!\p{{L}})(?P<month>{month})\b\.?+{year}"),
        weekday=compiled(rf"(?<!\p{{L}})(?:(?P<toward>last|next|this)\s)?(?P<weekday>{weekday})\b"),
        offset=compiled(rf"(?<!\p{{L}})(?:{_any(offsets)})\b") if offsets else None,
    )


def _cues(names: Iterable[str]) -> frozenset[str]:
    """Of each name its longest word, the last of equals: `last` and `this` are in half of all sentences."""
    return frozenset(max(reversed(WORD.findall(name)), key=len) for name in names)


_CUES = (
    "in|since|until|of|by|last|next|this|early|late|mid|from|to|and|between|through|before|after|during|every"
    "|en|de|em|im|seit|bis|depuis|desde"
)


def _any(names: dict[str, int] | dict[str, tuple[str, int]]) -> str:
    return "|".join(regex.escape(n) for n in sorted(names, key=len, reverse=True))
