"""The fixed sentence of a section for which the article has nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsbrief.briefing.schema import Section
from newsbrief.resources import read_table


def write_absence(section: Section, language: str) -> str:
    """Return what `section` says where nothing was taken for it; in English where there is no wording of ours."""
    wording = _by_language()
    return wording.get(language, wording["en"])[section]


def is_absence(text: str, section: Section | None = None) -> bool:
    """Return whether a claim is the fixed sentence of a `section`, or of any: it speaks of the briefing alone."""
    return text in _list_texts(section)


@cache
def _list_texts(section: Section | None) -> frozenset[str]:
    wordings = _by_language().values()
    return frozenset(text for texts in wordings for own, text in texts.items() if section in (None, own))


def _by_language() -> Mapping[str, Mapping[Section, str]]:
    return read_table("briefing/absence.toml")
