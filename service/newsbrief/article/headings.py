"""Titles, subtitles and section headings: lines that head what follows rather than say something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import regex

from newsbrief.article.scripts import UNSPACED

LONGEST_TITLE = 200
"""Characters; headlines run to about 120."""
_TITLE_WORDS = 28
_WORDS = 14
_KICKER_WORDS, _HEADLINE_WORDS = 4, 4
"""Words of a label before a headline at most, and of a headline at least."""
_IN_A_ROW = 3
"""Headings that may follow each other (title, subtitle, section); more short lines in a row are a list or verse."""
_SENTENCE_END = regex.compile(r"(?r)[.。｡।॥۔։።;,][\"”’»›)\]】」』]*$")
_ANY_END = regex.compile(r"(?r)[.!?…。！？｡।॥؟۔։።;,，、،—–-]['\"”’»›)\]】」』]*$")
_SENTENCES = regex.compile(r"[。！？।॥۔].*\w|\p{Ll}{3}\.[\"”’]?\s+\p{Lu}")
"""The end of a sentence inside a line; abbreviations such as `Gov.` end in fewer small letters."""
_UNSPACED = regex.compile(rf"[{UNSPACED}]")


def find_headings(
    lines: Sequence[str], around: frozenset[int] = frozenset(), items: frozenset[int] = frozenset()
) -> set[int]:
    """Return which of an article's paragraphs are headings.

    `lines` are the paragraphs as a reader sees them (a start of each is enough), `around` those that are boilerplate,
    `items` those of lists. The first of the others may be the title; any other heads what follows, so a line at the
    end is none.
    """
    inside = [n for n in range(len(lines)) if n not in around]
    counted = [n for n in inside if n not in items]
    if len(inside) < 2 or not counted:
        return set()
    headings = {counted[0]} if _is_title(lines[counted[0]]) else set()
    for short, run in groupby(counted[len(headings) :], key=lambda n: _is_heading(lines[n])):
        numbers = list(run)
        if short and len(numbers) <= _IN_A_ROW and numbers[-1] != inside[-1]:
            headings.update(numbers)
    return headings


def without_kicker(title: str) -> str:
    """Return a title without a label in capitals that a bar sets apart before it."""
    label, bar, headline = title.partition("|")
    is_kicker = bar and label.isupper() and 0 < len(label.split()) <= _KICKER_WORDS
    return headline.strip() if is_kicker and count_words(headline) >= _HEADLINE_WORDS else title


def _is_title(line: str) -> bool:
    return _fits(line, _TITLE_WORDS) and not _SENTENCE_END.search(line)


def _is_heading(line: str) -> bool:
    if line.startswith("|"):
        return False  # a row of a table
    return _fits(line, _WORDS) and not _ANY_END.search(line)


def _fits(line: str, words: int) -> bool:
    return len(line) <= LONGEST_TITLE and count_words(line) <= words and not _SENTENCES.search(line)


def count_words(line: str) -> int:
    """Return the number of words of a line; in scripts without spaces three characters count as one."""
    unspaced = 0 if line.isascii() else len(_UNSPACED.findall(line))
    return max(len(line.split()), unspaced // 3)
