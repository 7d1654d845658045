"""Sponsored texts: what a page or a text says of itself where somebody paid for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import regex

from newsbrief.article.opinion import PageStatements, find_heads, fold_label, list_labels
from newsbrief.resources import read_language_table

SPONSORED = "The article was paid for: what it holds is an advertisement."
_TABLE = "article/sponsored.toml"
_OPENING, _CLOSING = 4, 3
"""First and last lines of a text among which it says so."""


def is_sponsored(stated: PageStatements, lines: Sequence[str], language: str) -> bool:
    """Return whether somebody paid for a text: by its section, the kicker of its title, or a notice around it."""
    opening = lines[:_OPENING]
    labels, names = set(_words(language)["labels"]), set(_words(language)["names"])
    kickers = (label for title in (*stated.titles, *opening[:1]) for label in list_labels(title) if label != title)
    notice = _notice(language)
    return (
        any(fold_label(name) in labels | names for name in kickers)
        or any(fold_label(name) in labels for name in (*stated.sections, *find_heads(opening)))
        or any(notice.search(line) for line in (*opening, *lines[-_CLOSING:]))
    )


def names_sponsored(title: str, language: str) -> bool:
    """Return whether a title says itself that its text was paid for."""
    words = _words(language)
    return any(fold_label(label) in {*words["labels"], *words["names"]} for label in list_labels(title))


def write_sponsored_mark(language: str) -> str:
    """Return the word for an advertisement in a language; in English where there is no wording of ours."""
    return str(_words(language)["word"])


@cache
def _notice(language: str) -> regex.Pattern[str]:
    return regex.compile(_words(language)["notice"], regex.IGNORECASE)


def _words(language: str) -> Mapping[str, Any]:
    return read_language_table(_TABLE, language) or read_language_table(_TABLE, "en")
