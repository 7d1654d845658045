"""What fills a place in a sentence, to be compared with what fills it elsewhere. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from service.article.words import content_stems
from service.faithfulness.date_mention import date_mentions
from service.faithfulness.numeral import numerals
from service.faithfulness.slot import NAMES, Slot, slots
from service.faithfulness.synonym import akin, senses

Sort = Literal["name", "date", "number"]
_DATES = frozenset({"day", "weekday", "month", "year"})
_NUMBERS = frozenset({"count", "percent", "money", "points", "age"})
_CLAUSE = regex.compile(r"[\p{L}\s’'-]{2,40}")
_ABOUT = 0.15
"""How far two figures may lie apart, of the larger, where one of them is rough, and still be the same."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A name, a date or a number in its place; unlike in `slots`, figures that are bounds (`at least 12`) are too."""

    sort: Sort
    slot: Slot
    value: float = 0.0
    bound: bool = False
    counted: str = ""
    """Of a number the stem behind it, which is as a rule what it counts; empty where it ends its clause."""

    def like(self, other: Filling) -> bool:
        """Whether one could stand in the place of the other."""
        if self.sort != "number" or other.sort != "number":
            return self.sort == other.sort
        one, two = self.counted, other.counted
        same = not one or not two or akin(one, frozenset({two}), senses([two]))
        return self.slot.kind == other.slot.kind and same

    def may_be(self, other: Filling) -> bool:
        """Whether both may be the same."""
        if self.sort != "number" or other.sort != "number":
            return self.sort == other.sort and self.slot.same(other.slot)
        if not self.like(other):
            return False
        near = _ABOUT * max(abs(self.value), abs(other.value)) if self.rough != other.rough else 0.0
        return abs(self.value - other.value) <= near

    @property
    def rough(self) -> bool:
        """A round bound stands for figures near it, as `more than 200` does for 214; `at least 31` is a count."""
        return self.bound and self.value % 10 == 0


def _counted(after: str) -> str:
    following = _CLAUSE.match(after)
    return next(iter(content_stems(following.group(), "en")), "") if following else ""


def fillings(text: str) -> Iterator[Filling]:
    """What fills the places of a sentence: numbers first."""
    taken = [(m.start, m.end) for m in date_mentions(text, "en")]
    for n in numerals(text, "en"):
        if n.kind in _NUMBERS and not any(a <= n.start < b for a, b in taken):
            shown = text[n.start : n.end].strip()
            slot = Slot(f"{n.kind} {n.unit}", shown, frozenset({str(n.value)}), (), (), "", "")
            yield Filling("number", slot, n.value, bool(n.bound), _counted(text[n.end :]))
    for slot in slots(text):
        if slot.kind in NAMES:
            yield Filling("name", slot)
        elif slot.kind in _DATES:
            yield Filling("date", slot)
