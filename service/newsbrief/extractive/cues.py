"""Words by which a sentence shows that it leans on another, judges, or looks ahead: data, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

import regex

from newsbrief.article.dates import find_days
from newsbrief.article.quoted_words import find_quotations
from newsbrief.article.speech import find_spoken
from newsbrief.resources import read_table

Cue = Literal["leaning", "judging", "ahead", "behind", "updating"]
_FOLD = regex.compile(r"\n\s*")
_SHORTEST_VIEW = 22
"""Characters of a quotation."""
_SOON = timedelta(days=62)
"""Days within which a day that stands without its year lies ahead; farther off it may be that of the year before."""
_YEAR = regex.compile(r"(?<![\d.,–-])20\d\d(?![\d.,–-]\d)")
"""A year, and no span of years: of those a plan or a contract has its name."""
_PAST = regex.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
"""A year that tells when a day without one was."""
_NEVER = regex.compile(r"(?!)")
SAID = "“”"
"""Stands for a quotation that was left out."""
_MARKS = "¿¡( "


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a sentence, counted."""

    ahead: int = 0
    """Words for what lies ahead, and days and years after those of the article."""
    voiced: int = 0
    """Words of attribution."""
    judging: int = 0
    """Words of judgement, of somebody named."""
    quoted: int = 0
    """Characters of its quotations of some length."""


def count_cues(text: str, language: str, published_at: datetime | None) -> Cues:
    """Return the cues of a sentence in an article of that day."""
    voiced = count_voiced(text, language)
    judging = count_judging(text, language) if voiced else 0
    days = count_days_ahead(text, language, published_at)
    ahead = _measure_outlook(text, language, published_at, days)
    return Cues(ahead, voiced, judging, sum(map(len, find_quoted(text))))


def without_quotations(text: str) -> str:
    """Return `text` with each quotation replaced by a pair of marks."""
    kept, at = "", 0
    for quotation in find_quotations(text):
        kept, at = f"{kept}{text[at : quotation.start - 1]}{SAID}", quotation.end + 1
    return kept + text[at:]


def find_quoted(text: str) -> list[str]:
    """Return what the quotations of some length in `text` say, without their marks."""
    return [found.text for found in find_quotations(text) if len(found.text) >= _SHORTEST_VIEW]


def leans_by_opening(text: str, language: str = "en") -> bool:
    """Return whether a sentence opens as what needs the one before it to be understood."""
    return _cue(language, "leaning").match(text.lstrip(_MARKS)) is not None


def count_judging(text: str, language: str = "en") -> int:
    """Return how many words of judgement a sentence has."""
    return len(_cue(language, "judging").findall(text))


def count_voiced(text: str, language: str = "en") -> int:
    """Return how many words of attribution a sentence has."""
    return len(find_spoken("en" if language == "und" else language).findall(text))


def count_ahead(text: str, language: str = "en") -> int:
    """Return how many words about what has not happened yet a sentence has; 0 where it dates itself in the past."""
    # What somebody quoted would or may do is seldom an outlook.
    return 0 if looks_back(text, language) else len(_cue(language, "ahead").findall(without_quotations(text)))


def looks_back(text: str, language: str = "en") -> bool:
    """Return whether a sentence dates itself in the past, or tells of plans that were."""
    return bool(_cue(language, "behind").search(without_quotations(text)))


def _measure_outlook(text: str, language: str, published_at: datetime | None, days: int) -> int:
    """Return how much of a sentence lies ahead: its words for it, and its `days` and years after those of the article.

    None of one that tells of earlier years alone, or of what was planned.
    """
    if looks_back(text, language):
        return 0
    years = [int(year) for year in _YEAR.findall(text)] if published_at else []
    if published_at and years and max(years) < published_at.year:
        return 0
    later = sum(bool(published_at and year > published_at.year) for year in years)
    return count_ahead(text, language) + later + days


def count_days_ahead(text: str, language: str, published_at: datetime | None) -> int:
    """Return how many days in a sentence come after that of its article; none beside an earlier year."""
    if not published_at or any(int(year) < published_at.year for year in _PAST.findall(text)):
        return 0
    published = published_at.date()
    days = [day for day in find_days(text, language, published) if day > published]
    return sum(day - published <= _SOON or str(day.year) in text for day in days)


def is_update(text: str, language: str = "en") -> bool:
    """Return whether a sentence says how things stand now: what the article told before it may be superseded."""
    return bool(_cue(language, "updating").search(text))


def _cue(language: str, cue: Cue) -> regex.Pattern[str]:
    return _patterns(language).get(cue, _NEVER)


@lru_cache(maxsize=64)
def _patterns(language: str) -> Mapping[str, regex.Pattern[str]]:
    words = read_table("extractive/cues.toml").get("en" if language == "und" else language, {})
    return {cue: regex.compile(_FOLD.sub("", pattern), regex.IGNORECASE) for cue, pattern in words.items()}
