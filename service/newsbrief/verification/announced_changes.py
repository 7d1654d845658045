"""Changes that an article tells: something was moved from one state to another, or narrowed. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.readings import per_text
from newsbrief.resources import read_table

Kind = Literal["moved", "narrowed"]
"""`moved`: from one place, day or figure to another; `narrowed`: to one matter alone."""


def compile_cues(name: str) -> str:
    """Return the words `name` of the data file as one group of a regular expression."""
    return f"(?:{'|'.join(read_table('verification/data/changes.toml')['en'][name])})"


_SPAN = r"(?:[^.;,]|[.,](?=\d)){2,50}"
_MOVED = regex.compile(
    rf"\b{compile_cues('moving')}\w*\b[^.;]{{0,80}}?\bfrom (?P<old>{_SPAN}?) (?:to|until|till) (?P<new>{_SPAN})"
)
_NARROWING = ("focus", "concentrat", "limit", "confin", "restrict", "deal", "narrowed")
_NARROWED = regex.compile(
    rf"\b(?:focus|concentrat|limit|confin|restrict|deal)\w* {compile_cues('only')} (?:on|to|with) (?P<new>{_SPAN})"
    rf"|\b{compile_cues('only')} (?:focus|concentrat|deal)\w* (?:on|with) (?P<new>{_SPAN})"
    rf"|\b(?:limited|confined|restricted|narrowed) to (?P<new>{_SPAN})",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the index of the sentence that tells it."""

    kind: Kind
    sentence: int
    old: str = ""
    """The former state, where the sentence sets it apart."""
    new: str = ""
    """The present state."""


@per_article
def find_changes(article: Article) -> tuple[Change, ...]:
    """Return the changes that an article tells, in order; none in other languages than English."""
    if article.language != "en":
        return ()
    changes = (
        (s.index, change) for s in article.sentences if not s.is_boilerplate for change in _find_changes_in(s.text)
    )
    return tuple(Change(kind, index, old, new) for index, (kind, old, new) in changes)


@per_text
def _find_changes_in(text: str) -> tuple[tuple[Kind, str, str], ...]:
    """Return kind, former and present state of the changes that a sentence tells."""
    return tuple(_find_changes(text))


def _find_changes(text: str) -> Iterator[tuple[Kind, str, str]]:
    # Most sentences have no such word, and are not searched.
    for match in _MOVED.finditer(text) if "from " in text else ():
        yield "moved", match["old"], match["new"]
    lowered = text.lower()
    if any(word in lowered for word in _NARROWING) and (narrowed := _NARROWED.search(text)):
        yield "narrowed", "", narrowed["new"]
