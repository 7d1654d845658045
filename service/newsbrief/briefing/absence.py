"""The fixed sentence of a section for which the article has nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from newsbrief.briefing.schema import Section
from newsbrief.resources import read_table


def write_absence(section: Section, language: str) -> str:
    """Return what `section` says where nothing was taken for it; in English where there is no wording of ours."""
    wording = _by_language()
    return wording.get(language, wording["en"])[section]


def is_absence(text: str) -> bool:
    """Return whether a claim is such a sentence: it speaks of the briefing, and rests on no sentence of the article."""
    return text in _list_texts()


@lru_cache(maxsize=1)
def _list_texts() -> frozenset[str]:
    return frozenset(text for texts in _by_language().values() for text in texts.values())


def _by_language() -> Mapping[str, Mapping[Section, str]]:
    return read_table("briefing/absence.toml")
