"""Lengths: of the headline, of sections, of bullets and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from newsbrief.article.quoted_words import list_words
from newsbrief.article.scripts import UNSPACED
from newsbrief.briefing.schema import Section
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle

_UNSPACED = regex.compile(rf"[{UNSPACED}]")


def count_words(text: str) -> int:
    """Return the words of a text; a script that does not part words counts by its characters."""
    if _UNSPACED.search(text):
        return len(list_words(text))
    return sum(any(c.isalnum() for c in word) for word in text.split())


def check_title(title: str, style: HouseStyle) -> Iterator[StyleFault]:
    """Yield what is wrong with the length of a headline; characters are Unicode code points."""
    for bounds, count, unit in (
        (style.title.characters, len(title), "characters"),
        (style.title.words, count_words(title), "words"),
    ):
        if bounds and (wrong := bounds.complaint(count)):
            yield StyleFault("length", f"the title has {unit}: {wrong}")


def check_item(text: str, section: Section, style: HouseStyle) -> Iterator[StyleFault]:
    """Yield what is wrong with the length of one bullet or sentence."""
    bounds = style.section(section).words_each
    if bounds and (wrong := bounds.complaint(count_words(text))):
        yield StyleFault("length", f"an item of {section} has words: {wrong}")


def check_section(texts: Sequence[str], section: Section, style: HouseStyle) -> Iterator[StyleFault]:
    """Yield what is wrong with the length of a whole section, given as its bullets or sentences."""
    wanted = style.section(section)
    counts = ((wanted.items, len(texts), "items"), (wanted.words, sum(map(count_words, texts)), "words"))
    for bounds, count, unit in counts:
        if bounds and (wrong := bounds.complaint(count)):
            yield StyleFault("length", f"{section} has {unit}: {wrong}")
