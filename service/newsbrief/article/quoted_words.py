"""Quoted words of a text, and who is said to have said them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from newsbrief.article.quotations import PAIRS, SINGLE_OPENING, find_low_end, find_single_end
from newsbrief.article.readings import per_text
from newsbrief.article.scripts import UNSPACED
from newsbrief.article.words import part_by_part

_GAP = regex.compile(r"\s?(?:\[\s?(?:\.{3}|…)\s?\]|\(\s?(?:\.{3}|…)\s?\)|(?:\.\s?){3,4}|…)\s?")
_LETTER = regex.compile(r"\[(\p{L})\](?=\p{L})")
_INSERTED = regex.compile(r"\[[^\[\]]{0,80}\]")
_TOKEN = regex.compile(
    rf"[{UNSPACED}]|\d+(?:[.,]\d+)*|(?:\p{{L}}\.){{2,}}|[\p{{L}}\p{{M}}\p{{N}}]+(?:['’][\p{{L}}\p{{M}}]+)*"
)
_LONGEST = 5_000
"""Characters beyond which marks no longer pair: one lost mark must not turn the rest of a text into a quotation."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks; `start` and `end` are offsets of what stands between the marks."""

    start: int
    end: int
    text: str
    is_doubtful: bool = False
    """Its marks may be a letter of a word and a plural's apostrophe: `‘Ewa Beach has a teachers’ union`."""

    @property
    def pieces(self) -> tuple[tuple[str, ...], ...]:
        """Return the words that must stand in the source as is: those between gaps (`…`) and insertions (`[x]`)."""
        whole = _LETTER.sub(r"\1", self.text)
        parts = (p for gap in _GAP.split(whole) for p in _INSERTED.split(gap))
        return tuple(tuple(t) for t in map(list_words, parts) if t)


@part_by_part
def list_words(text: str) -> Sequence[str]:
    """Return the lower-cased words of a text, with one spelling for apostrophes and no punctuation."""
    return tuple([w.casefold().replace("’", "'").replace(".", "") for w in _TOKEN.findall(text)])


@per_text
def find_quotations(text: str, *, runs_on: bool = False) -> tuple[Quotation, ...]:
    """Return the outermost quotations of `text`, in order. Apostrophes quote nothing, nor does a mark without its
    fellow, unless it `runs_on`: then a double mark quotes all that follows."""
    # Tokenised text writes “ and ” as two grave accents and two apostrophes.
    text = text.replace("``", " “").replace("''", "” ")
    quotations = []
    position = 0
    marks = [m.start() for m in _OPEN.finditer(text)]
    if not marks:
        return ()
    closings = _find_closings(text)
    for start in marks:
        if start < position or not _is_opening(text, start):
            continue
        end = _close(text, start, closings)
        if end is None and runs_on and text[start] not in "'‘‚`»״":
            other = _OTHER_CLOSING.search(text, start + 1)
            end = other.start() if other else len(text)
        if end is not None and text[start + 1 : end].strip():
            quotations.append(Quotation(start + 1, end, text[start + 1 : end], _may_be_letters(text, start, end)))
            position = end + 1
    return tuple(quotations)


def _may_be_letters(text: str, start: int, end: int) -> bool:
    return text[start] in "‘'" and bool(_OWNS.match(text, end))


_OWNS = regex.compile(r"(?<=[sS])[’']\s[\p{L}\p{N}]")
_OTHER_CLOSING = regex.compile(r"(?<=[^\s(\[])[\"”“»](?![\p{L}\p{N}])")
"""A mark that closes in some language: keyboards and editors mix them."""
_OPEN = re.compile(r"[\"“”„«»‹「『《‘‚'״＂`]")


def _is_opening(text: str, start: int) -> bool:
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    if text[start] in "'‘`":
        return bool(SINGLE_OPENING.match(text, start))
    if text[start] in '"”״':
        return bool(after) and not after.isspace() and not before.isalnum()
    return text[start] != "»" or before.isspace() or not before


def _find_closings(text: str) -> dict[str, list[int]]:
    """Return where each closing mark stands, last first, so that those passed are dropped once."""
    places: dict[str, list[int]] = {}
    for match in reversed(list(_CLOSING.finditer(text))):
        char, n = match.group(), match.start()
        if _ends(text, n):
            places.setdefault(char, []).append(n)
    return places


_CLOSING = re.compile('["”»«›」』》’‘״＂“]')
_IN_ACRONYM = regex.compile(r"\p{Hebrew}")


def _ends(text: str, n: int) -> bool:
    """Return whether a mark closes: ’ contracts or owns where a word goes on, a Hebrew acronym has a double one."""
    after = text[n + 1 : n + 2]
    if text[n] in '"״':
        return not _IN_ACRONYM.match(after)
    return text[n] not in "’‘" or (not after.isalnum() and not text[n - 1 : n].isspace())


def _close(text: str, start: int, closings: dict[str, list[int]]) -> int | None:
    mark = text[start]
    if mark in "'‘`":
        return find_single_end(text, start + 1, len(text))
    if mark == "„" and (low := find_low_end(text, start + 1, start + _LONGEST)) is not None:
        return low
    best: int | None = None
    for char in PAIRS.get(mark, mark):
        places = closings.get(char, [])
        while places and places[-1] <= start:
            places.pop()
        end = places[-1] if places else None
        if end is not None and (best is None or end < best):
            best = end
    return best if best is not None and best - start <= _LONGEST else None


def blank_quotations(text: str) -> str:
    """Return `text` with spaces in place of quotations; offsets stay the same."""
    out = list(text)
    for q in find_quotations(text):
        out[q.start : q.end] = " " * (q.end - q.start)
    return "".join(out)
