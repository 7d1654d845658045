"""Changes that an article tells: something was planned or was so before, and is no longer. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.readings import per_text
from newsbrief.resources import read_table

Kind = Literal["moved", "narrowed", "off"]
"""`moved`: from one place, day, figure or person to another; `narrowed`: to one matter alone; `off`: cancelled."""


def compile_cues(name: str) -> str:
    """Return the words `name` of the data file as one group of a regular expression."""
    return f"(?:{'|'.join(read_table('verification/data/changes.toml')['en'][name])})"


_SPAN = r"(?:[^.;,]|[.,](?=\d)){2,50}"
_TERM = r"(?:\p{Lu}[\p{L}’'-]+|\d{1,2}(?:[.:]\d\d)?)(?: (?:of )?[\p{Lu}\d][\p{L}\d’'-]*){0,3}"
_MOVED = tuple(
    (anchors, regex.compile(pattern))
    for anchors, pattern in (
        (
            ("from ",),
            rf"\b{compile_cues('moving')}\w*\b[^.;]{{0,80}}?"
            rf"\bfrom (?P<old>{_SPAN}?) (?:to|until|till) (?P<new>{_SPAN})",
        ),
        (
            (", and not", "instead of", "rather than"),
            rf"(?P<new>{_TERM})(?:, and not|,? instead of|,? rather than) (?:(?:in|at|on|for|by) )?"
            rf"(?P<old>(?:the )?{_TERM})",
        ),
        (
            ("",),
            rf"\b{compile_cues('first')} {compile_cues('planned')}"
            rf" (?:to [^.;,]{{2,30}}?)?(?:for|in|at|on) (?P<old>{_SPAN})(?P<new>)",
        ),
        (
            ("replaced by", "succeeded by"),
            rf"(?P<old>{_TERM}) (?:has been|have been|was|is|will be|is to be) (?:replaced|succeeded) by"
            rf" (?P<new>{_TERM})",
        ),
    )
)
"""Patterns, each with words of which it holds one: most sentences have none, and are not searched."""
_NARROWING = ("focus", "concentrat", "limit", "confin", "restrict", "deal", "narrowed")
_NARROWED = regex.compile(
    rf"\b(?:focus|concentrat|limit|confin|restrict|deal)\w* {compile_cues('only')} (?:on|to|with) (?P<new>{_SPAN})"
    rf"|\b{compile_cues('only')} (?:focus|concentrat|deal)\w* (?:on|with) (?P<new>{_SPAN})"
    rf"|\b(?:limited|confined|restricted|narrowed) to (?P<new>{_SPAN})",
    regex.IGNORECASE,
)
_OFF = regex.compile(rf"\b(?:(?:has|have|had) been|was|were|is|are) (?:\p{{L}}+ )?{compile_cues('called_off')}\b")
_UNREAL = regex.compile(rf"\b{compile_cues('unreal')}\b")
_PARTS = regex.compile(r"[;:]\s|,?\s(?:but|while|and|whereas|although|though)\s")
"""What sets the part of a sentence that tells a cancellation apart from the rest."""
_NEAR = 40
"""Characters before a cancellation in which it may be denied or only feared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the index of the sentence that tells it."""

    kind: Kind
    sentence: int
    old: str = ""
    """The former state, where the sentence sets it apart; of what was cancelled the words that tell it."""
    new: str = ""
    """The present state, where it is said."""


@per_article
def find_changes(article: Article) -> tuple[Change, ...]:
    """Return the changes that an article tells, in order; none in other languages than English."""
    if article.language != "en":
        return ()
    told = ((s.index, change) for s in article.sentences if not s.boilerplate for change in _find_changes_in(s.text))
    return tuple(Change(kind, index, old, new) for index, (kind, old, new) in told)


@per_text
def _find_changes_in(text: str) -> tuple[tuple[Kind, str, str], ...]:
    """Return kind, former and present state of the changes that a sentence tells."""
    return tuple(_find_changes(text))


def _find_changes(text: str) -> Iterator[tuple[Kind, str, str]]:
    for anchors, pattern in _MOVED:
        for found in pattern.finditer(text) if any(word in text for word in anchors) else ():
            yield "moved", found["old"], found["new"] or ""
    lowered = text.lower()
    if any(word in lowered for word in _NARROWING) and (narrowed := _NARROWED.search(text)):
        yield "narrowed", "", narrowed["new"]
    off = _OFF.search(text)
    if off and not _UNREAL.search(text, max(0, off.start() - _NEAR), off.end()):
        start = max((found.end() for found in _PARTS.finditer(text, 0, off.start())), default=0)
        end = _PARTS.search(text, off.end())
        yield "off", text[start : end.start() if end else len(text)], ""
