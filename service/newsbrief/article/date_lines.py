"""Lines that are a date and nothing else, as pages set above an article."""

from __future__ import annotations

from functools import lru_cache

import regex

from newsbrief.article.calendar import any_of, calendar_names

_LONGEST = 60
"""Characters of a line that is a date, with the day of the week, a time and its zone."""
_BETWEEN = regex.compile(
    r"(?<=\p{N}\.?\s?)(?:st|nd|rd|th|er|[ap]\.?m|h|uhr|hrs|時|分|点|시|분)(?!\p{L})"
    r"|(?<![\p{L}\p{M}])(?:utc|gmt|[bceimp]d?[se]?t|of|the|at|den|om|um|kl|klo|del?|d['’]|a|la|las|à|às|alle|ore|g|r|года|г|р|roku"
    r"|року)(?![\p{L}\p{M}])|[ºª]",
    regex.IGNORECASE,
)
"""What may stand between the parts of a date, in any language."""
_NUMERIC = regex.compile(
    r"\p{N}{1,4}([./-])\p{N}{1,2}\1\p{N}{1,4}|\p{N}{4}[年년]\s?\p{N}{1,2}[月월]\s?\p{N}{1,2}[日일]"
)


def is_date(line: str, language: str) -> bool:
    """Return whether a line holds a date alone: figures with the name of a month or a day, or in its order."""
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return False
    rest, numeric = _NUMERIC.subn(" ", line)
    rest, named = _names(language).subn(" ", rest)
    return bool(named or numeric) and not regex.search(r"\p{L}", _BETWEEN.sub(" ", rest))


@lru_cache(maxsize=64)
def _names(language: str) -> regex.Pattern[str]:
    names = {
        name
        for code in (language, "en")
        for kind in ("months", "days")
        for name in calendar_names(kind, code, abbreviated=True)
    }
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}]){any_of(names)}(?![\p{{L}}\p{{M}}])", regex.IGNORECASE)
