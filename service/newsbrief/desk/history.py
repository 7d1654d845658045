"""Compare two versions of a briefing word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

import regex

from newsbrief.article.scripts import UNSPACED
from newsbrief.briefing.schema import SECTIONS, Briefing, Section

# Scripts without spaces are compared by the character.
_WORDS = regex.compile(rf"[{UNSPACED}]\p{{M}}*|[\p{{L}}\p{{M}}\p{{N}}]+|\s+|.")
_SIMILAR = 0.3
"""Below this, two texts are another, and are shown one after the other rather than word by word."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words that stay, go, or are new."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A section that changed: its texts, each as runs."""

    section: Section
    texts: tuple[tuple[TextRun, ...], ...]


def list_changes(before: Briefing, after: Briefing) -> tuple[Change, ...]:
    """Return what changed from `before` to `after`, section by section; nothing where they say the same."""
    found = []
    for section in SECTIONS:
        old, new = before.texts(section), after.texts(section)
        if old != new:
            found.append(Change(section, tuple(_compare_texts(old, new))))
    return tuple(found)


def compare_words(before: str, after: str) -> tuple[TextRun, ...]:
    """Return both texts as one: joined, what stays and goes is `before`, and what stays and is new is `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _SIMILAR:
        return _merge_runs([("gone", before), ("new", after)])
    runs: list[tuple[Literal["same", "gone", "new"], str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[a:b])))
        else:
            runs += [("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))]
    return _merge_runs(runs)


def _compare_texts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[TextRun, ...]]:
    """Yield the texts of a section: those that stay are matched first, what lies between them is compared in turn."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((TextRun("same", text),) for text in old[a:b])
        else:
            yield from (compare_words(*pair) for pair in zip_longest(old[a:b], new[c:d], fillvalue=""))


def _merge_runs(found: Sequence[tuple[Literal["same", "gone", "new"], str]]) -> tuple[TextRun, ...]:
    return tuple(TextRun(kind, text) for kind, text in found if text)
