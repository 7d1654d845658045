"""The difference between two versions of a briefing, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict

from newsbrief.briefing.schema import SECTIONS, Section

Lines = Mapping[Section, Sequence[str]]
"""The texts of each section: its bullets, or the sentences of its paragraph."""


class Line(BaseModel):
    """A line of one section: a bullet, a title, or a sentence of a paragraph."""

    model_config = ConfigDict(frozen=True)

    change: Literal["kept", "removed", "added"]
    text: str


Difference = dict[Section, tuple[Line, ...]]


def compare_lines(older: Lines, newer: Lines) -> Difference:
    """Return every line of both, in order: a removed line stands before the one added in its place."""
    return {section: tuple(_compare_section(older.get(section, ()), newer.get(section, ()))) for section in SECTIONS}


def _compare_section(older: Sequence[str], newer: Sequence[str]) -> Iterator[Line]:
    for _, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if older[a:b] == newer[c:d]:
            yield from (Line(change="kept", text=text) for text in newer[c:d])
        else:
            yield from (Line(change="removed", text=text) for text in older[a:b])
            yield from (Line(change="added", text=text) for text in newer[c:d])
