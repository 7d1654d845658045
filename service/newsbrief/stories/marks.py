"""Marks on a claim: as of when it was so, and which of several sources make it and which deny it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import regex

from newsbrief.resources import read_table

Kind = Literal["dated", "contested"]
_TABLE = "stories/marks.toml"
_FIELDS = {"date": r"\d{4}-\d\d-\d\d", "own": r"[^()]+", "others": r"[^()]+"}
_ENGLISH_DATE = r"\d{1,2} \p{Lu}\p{Ll}+ \d{4}"
"""A date that only the English mark has: alone in brackets it is the claim's own."""
_STOPS = tuple(".。!؟?।۔！？")


def mark_date(text: str, moment: datetime, language: str) -> str:
    """Return the claim with the day (UTC) on which it was so before its full stop; a dated claim stays as it is."""
    from babel.dates import format_date

    day = moment.astimezone(UTC).date()
    return _mark(text, "dated", language, date=format_date(day, "d MMMM y" if language == "en" else "y-MM-dd", "en"))


def mark_contested(text: str, own: Sequence[str], others: Sequence[str], language: str) -> str:
    """Return the claim with the sources that make it and those that deny it before its full stop.

    A claim that is marked stays as it is.
    """
    return _mark(text, "contested", language, own=_join_names(own), others=_join_names(others))


def name_source(number: int, language: str) -> str:
    """Return what a source without a name is called in a claim."""
    names = read_table(_TABLE)["numbered"]
    return str(names.get(language, names["other"])).format(number=number)


def strip_date(text: str) -> str:
    """Return the claim without its day, as it is checked against an article."""
    return _compile("dated").sub("", text)


def strip_contested(text: str) -> str:
    """Return the claim without its sources, as it is checked against an article."""
    return _compile("contested").sub("", text)


def _mark(text: str, kind: Kind, language: str, **words: str) -> str:
    if _compile(kind).search(text):
        return text
    marks = read_table(_TABLE)[kind]
    stop = text[-1] if text.endswith(_STOPS) else ""
    return f"{text.removesuffix(stop)} {marks.get(language, marks['other']).format(**words)}{stop}"


@cache
def _compile(kind: Kind) -> regex.Pattern[str]:
    """Return the pattern of the marks of a kind in all languages."""
    marks = "|".join(_as_pattern(template, language) for language, template in read_table(_TABLE)[kind].items())
    return regex.compile(rf"\s(?:{marks})(?=[{''.join(_STOPS)}]?[”\"»]?$)")


def _as_pattern(template: str, language: str) -> str:
    fields = _FIELDS | ({"date": _ENGLISH_DATE} if language == "en" else {})
    return regex.sub(r"\\\{(\w+)\\\}", lambda field: fields[field[1]], regex.escape(template))


def _join_names(names: Sequence[str]) -> str:
    return ", ".join(name.replace("(", "[").replace(")", "]") for name in names)
