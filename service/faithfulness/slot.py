"""Where a name or a number stands in a sentence: what fills the place, and the words on either side. English only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import regex

from service.article.words import content_stems, stems, stop_words, words
from service.faithfulness.country import country
from service.faithfulness.date_mention import DateMention, date_mentions
from service.faithfulness.name import TITLES, Name, dated, names, plain
from service.faithfulness.numeral import numerals
from service.faithfulness.speaker import people

_BREAK = regex.compile(r"[;:()—–]|\s-\s")
_APPOSITION = regex.compile(r",\s(?:the|an?|its|his|her|\d|\p{Ll})[^,;:.]{1,70},\s")
"""What stands between a name and its verb: `Solberg, the chief executive, said`."""
_REACH = 3
NAMES = frozenset({"name", "person"})
"""Kinds of fillers that a pronoun or a shorter form may stand for."""
_DATES = frozenset({"day", "weekday", "month", "year"})
_NUMBERS = frozenset({"count", "percent", "money", "points", "age"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence that one name or number fills."""

    kind: str
    """`name`, `person`, or a sort of number with its unit; only fillers of one kind can stand for one another."""
    text: str
    keys: frozenset[str]
    """What the filler is compared by: its words, its country, or its value."""
    left: tuple[str, ...]
    """The words before it, nearest first, lower-cased, at most three and none from before a break."""
    right: tuple[str, ...]
    left_stem: str
    """The nearest content word before it, stemmed; empty where there is none before a break."""
    right_stem: str

    def alike(self, other: Slot) -> bool:
        """Whether two fillers stand before or behind the same word in the same way."""
        before = bool(self.left_stem) and self.left_stem == other.left_stem and self.left[:1] == other.left[:1]
        after = bool(self.right_stem) and self.right_stem == other.right_stem and self.right[:1] == other.right[:1]
        return before or (after and (self.kind != "name" or " " in self.text))

    def beside(self, other: Slot) -> bool:
        """Whether exactly the same words, at least two, stand on one side of two fillers."""
        after = len(self.right) > 1 and bool(self.right_stem) and self.right == other.right
        return after or (len(self.left) > 1 and bool(self.left_stem) and self.left == other.left)

    def same(self, other: Slot) -> bool:
        """Whether two fillers may be one: a word in common, or short for it (`Rob` and `Robert`)."""
        if not self.keys.isdisjoint(other.keys):
            return True
        return self.kind in NAMES and any(a.startswith(b) or b.startswith(a) for a in self.keys for b in other.keys)


@lru_cache(maxsize=4096)
def slots(text: str) -> tuple[Slot, ...]:
    """Every name and number of a sentence in its place, in order."""
    return tuple(_slots(text))


def _slots(text: str) -> Iterator[Slot]:
    dates = date_mentions(text, "en")
    taken = [(m.start, m.end) for m in dates]
    for m in dates:
        if m.kind in _DATES:
            yield _slot(text, m.start, m.end, m.kind, m.text.strip(), frozenset({_moment(m)}))
    for n in numerals(text, "en"):
        if n.kind in _NUMBERS and not n.bound and not any(a <= n.start < b for a, b in taken):
            yield _slot(text, n.start, n.end, f"{n.kind} {n.unit}", n.text.strip(), frozenset({str(n.value)}))
    full = {p.split()[-1] for p in people(text)}
    for name in names(text):
        if not any(dated(p) for p in name.parts) and not any(a <= name.start < b for a, b in taken):
            kind = "person" if len(name.parts) > 1 and name.parts[-1] in full else "name"
            yield _slot(text, name.start, name.end, kind, name.text, _keys(name))


def _moment(mention: DateMention) -> str:
    """A date to compare by; a day's year is often left out."""
    return str(mention.year) if mention.kind == "year" else f"{mention.month} {mention.day} {mention.weekday}"


def _keys(name: Name) -> frozenset[str]:
    nation = country(" ".join(p.removesuffix("'s").removesuffix("’s") for p in name.parts))
    bare = frozenset(k for k in name.keys if k not in TITLES)
    return frozenset({nation}) if nation else bare or frozenset(name.keys)


def _slot(text: str, start: int, end: int, kind: str, shown: str, keys: frozenset[str]) -> Slot:
    left, left_stem = _beside(text, start, -1)
    right, right_stem = _beside(text, end, 1)
    return Slot(kind, shown, keys, left, right, left_stem, right_stem)


def _beside(text: str, edge: int, step: int) -> tuple[tuple[str, ...], str]:
    """The words on one side up to the nearest content word, and that word's stem."""
    if step > 0 and (apposition := _APPOSITION.match(text, edge)):
        edge = apposition.end()
    parts, roots, stop = words(text), stems(text, "en"), stop_words("en")
    at = bisect_left(parts, edge, key=attrgetter("start")) - (step < 0)
    kept: list[str] = []
    while 0 <= at < len(parts) and len(kept) < _REACH:
        word = parts[at]
        between = text[edge : word.start] if step > 0 else text[word.end : edge]
        if _BREAK.search(between) or "," in between:
            break
        kept.append(word.text.lower())
        if word.text.lower() not in stop:
            return tuple(kept), roots[at]
        edge = word.end if step > 0 else word.start
        at += step
    return tuple(kept), ""


def rest(text: str, slot: Slot) -> frozenset[str]:
    """The content stems of a sentence without those of one filler."""
    return frozenset(content_stems(text, "en")).difference(
        content_stems(slot.text, "en"), map(plain, slot.text.split())
    )
