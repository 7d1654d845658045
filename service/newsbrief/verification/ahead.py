"""Sentences that tell of what lies ahead. English only: words in `data/ahead.toml`."""

from __future__ import annotations

import regex

from newsbrief.resources import read_table


def _compile(*kinds: str) -> regex.Pattern[str]:
    words = read_table("verification/data/ahead.toml")["en"]
    return regex.compile(rf"\b(?:{'|'.join(word for kind in kinds for word in words[kind])})\b", regex.IGNORECASE)


_PLANNED, _COMING = _compile("expected", "aim"), _compile("expected", "coming")


def is_planned(text: str) -> bool:
    """Return whether a sentence tells of something planned or expected."""
    return bool(_PLANNED.search(text))


def looks_ahead(text: str) -> bool:
    """Return whether the days that a sentence names are to come."""
    return bool(_COMING.search(text))
