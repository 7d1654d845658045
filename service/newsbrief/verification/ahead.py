"""Sentences that tell of what lies ahead. English only: words in `data/ahead.toml`."""

from __future__ import annotations

import regex

from newsbrief.resources import read_table


def _compile(*kinds: str) -> regex.Pattern[str]:
    words = read_table("verification/data/ahead.toml")["en"]
    return regex.compile(rf"\b(?:{'|'.join(word for kind in kinds for word in words[kind])})\b", regex.IGNORECASE)


_PLANNED = _compile("expected", "aim")
_TOLD_AHEAD = _compile("expected", "aim", "coming")
_DAYS_AHEAD = _compile("expected", "coming", "deadline")


def is_planned(text: str) -> bool:
    """Return whether a sentence tells of something planned or expected."""
    return bool(_PLANNED.search(text))


def tells_ahead(text: str) -> bool:
    """Return whether a sentence tells of something planned, expected or about to be."""
    return bool(_TOLD_AHEAD.search(text))


def has_days_ahead(text: str) -> bool:
    """Return whether the days that a sentence names are to come."""
    return bool(_DAYS_AHEAD.search(text))
