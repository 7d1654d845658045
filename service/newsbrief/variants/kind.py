"""The kinds of variants, and how long each may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from newsbrief.style.bounds import Count

KindName = Literal[
    "headline_short",
    "headline_medium",
    "headline_long",
    "seo_title",
    "seo_description",
    "push",
    "social_short",
    "social_long",
    "newsletter",
    "radio",
]
NAMES: tuple[KindName, ...] = get_args(KindName)
Unit = Literal["characters", "words"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of variant."""

    name: KindName
    length: Count
    unit: Unit
    purpose: str
    """For who writes it."""
    is_title: bool = False
    """A headline: one line without a full stop."""

    def complaint(self, text: str) -> str:
        """Return what is wrong with the length of a text; empty where it fits. Characters are Unicode code points."""
        complaint = self.length.complaint(self.count(text))
        return f"{self.unit}: {complaint}" if complaint else ""

    def count(self, text: str) -> int:
        """Return the length of a text in the kind's unit."""
        from newsbrief.style.rules.lengths import count_words

        return len(text) if self.unit == "characters" else count_words(text)


KINDS: Mapping[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind("headline_short", Count(at_most=40), "characters", "a headline for small screens", is_title=True),
        Kind("headline_medium", Count(at_most=65), "characters", "a headline", is_title=True),
        Kind("headline_long", Count(at_most=100), "characters", "a headline that says more", is_title=True),
        Kind("seo_title", Count(at_most=60), "characters", "a title for search engines: names first", is_title=True),
        Kind("seo_description", Count(at_least=50, at_most=155), "characters", "a description for search engines"),
        Kind("push", Count(at_most=120), "characters", "a push notification: the news in one sentence"),
        Kind("social_short", Count(at_most=280), "characters", "a post of one to three sentences"),
        Kind("social_long", Count(at_least=150, at_most=700), "characters", "a post of three to six sentences"),
        Kind("newsletter", Count(at_least=40, at_most=90), "words", "a paragraph for a newsletter"),
        Kind(
            "radio",
            Count(at_least=55, at_most=85),
            "words",
            "a script for 30 seconds of radio: short sentences for the ear, who says it before what is said",
        ),
    )
}
"""A radio script is read at some 150 words a minute: 75 are 30 seconds."""
