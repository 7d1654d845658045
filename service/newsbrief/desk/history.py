"""Compare two versions of a briefing word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

import regex

from newsbrief.article.scripts import UNSPACED
from newsbrief.briefing.schema import SECTIONS, Briefing, Section

# Scripts without spaces are compared by the character.
_WORDS = regex.compile(rf"[{UNSPACED}]\p{{M}}*|[\p{{L}}\p{{M}}\p{{N}}]+|\s+|.")
Kind = Literal["same", "gone", "new"]
_SIMILAR = 0.3
"""Below this, two texts are another, and are shown one after the other rather than word by word."""
_MOST = 90_000
"""Pairs of words that are compared: beyond, what lies between the first and the last difference is all gone or new."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words that stay, go, or are new."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that changed: its texts, each as runs."""

    section: Section
    texts: tuple[tuple[TextRun, ...], ...]


def list_changes(before: Briefing, after: Briefing) -> tuple[SectionChange, ...]:
    """Return what changed from `before` to `after`, section by section; nothing where they say the same."""
    changes = []
    for section in SECTIONS:
        old, new = before.texts(section), after.texts(section)
        if old != new:
            changes.append(SectionChange(section, tuple(_compare_texts(old, new))))
    return tuple(changes)


def compare_words(before: str, after: str) -> tuple[TextRun, ...]:
    """Return both texts as one: joined, what stays and goes is `before`, and what stays and is new is `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    first = _count_same(old, new)
    last = _count_same(old[first:][::-1], new[first:][::-1])
    opening, closing = old[:first], old[len(old) - last :]
    middle = _compare_middle(old[first : len(old) - last], new[first : len(new) - last])
    same = first + last + sum(len(words) for kind, words in middle if kind == "same")
    if 2 * same < _SIMILAR * (len(old) + len(new)):
        return _merge_runs([("gone", before), ("new", after)])
    return _merge_runs((kind, "".join(words)) for kind, words in (("same", opening), *middle, ("same", closing)))


def _count_same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words both begin with."""
    return next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _compare_middle(old: Sequence[str], new: Sequence[str]) -> list[tuple[Kind, Sequence[str]]]:
    if len(old) * len(new) > _MOST:
        return [("gone", old), ("new", new)]
    runs: list[tuple[Kind, Sequence[str]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        runs += [("same", old[a:b])] if tag == "equal" else [("gone", old[a:b]), ("new", new[c:d])]
    return runs


def _compare_texts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[TextRun, ...]]:
    """Yield the texts of a section: those that stay are matched first, what lies between them is compared in turn."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((TextRun("same", text),) for text in old[a:b])
        else:
            yield from (compare_words(*pair) for pair in zip_longest(old[a:b], new[c:d], fillvalue=""))


def _merge_runs(runs: Iterable[tuple[Kind, str]]) -> tuple[TextRun, ...]:
    return tuple(TextRun(kind, text) for kind, text in runs if text)
