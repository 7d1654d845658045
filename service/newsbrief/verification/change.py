"""Changes that an article tells: something was planned or was so before, and is no longer. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from newsbrief.article import Article, per_article

Kind = Literal["moved", "narrowed", "off"]
"""`moved`: from one place, day, figure or person to another; `narrowed`: to one matter alone; `off`: cancelled."""

_SPAN = r"(?:[^.;,]|[.,](?=\d)){2,50}"
_TERM = r"(?:\p{Lu}[\p{L}’'-]+|\d{1,2}(?:[.:]\d\d)?)(?: (?:of )?[\p{Lu}\d][\p{L}\d’'-]*){0,3}"
_ONLY = r"(?:solely|only|squarely|exclusively|entirely|strictly|purely|just)"
_MOVED = tuple(
    regex.compile(pattern)
    for pattern in (
        r"\b(?:chang|mov|shift|switch|relocat|transfer|postpon|delay|reschedul|extend|push|bring|brought|put)\w*\b"
        rf"[^.;]{{0,80}}?\bfrom (?P<old>{_SPAN}?) (?:to|until|till) (?P<new>{_SPAN})",
        rf"(?P<new>{_TERM})(?:, and not|,? instead of|,? rather than) (?:(?:in|at|on|for|by) )?"
        rf"(?P<old>(?:the )?{_TERM})",
        rf"\b(?:originally|initially|previously|first|earlier) (?:planned|scheduled|due|set|expected|announced|agreed)"
        rf" (?:to [^.;,]{{2,30}}?)?(?:for|in|at|on) (?P<old>{_SPAN})(?P<new>)",
        rf"(?P<old>{_TERM}) (?:has been|have been|was|is|will be|is to be) (?:replaced|succeeded) by (?P<new>{_TERM})",
    )
)
_NARROWED = regex.compile(
    rf"\b(?:focus|concentrat|limit|confin|restrict|deal)\w* {_ONLY} (?:on|to|with) (?P<new>{_SPAN})"
    rf"|\b{_ONLY} (?:focus|concentrat|deal)\w* (?:on|with) (?P<new>{_SPAN})"
    rf"|\b(?:limited|confined|restricted|narrowed) to (?P<new>{_SPAN})",
    regex.IGNORECASE,
)
_OFF = regex.compile(
    r"\b(?:(?:has|have|had) been|was|were|is|are) (?:\p{L}+ )?(?:cancell?ed|called off|scrapped|abandoned|shelved)\b"
)
_UNREAL = regex.compile(
    r"\b(?:not|never|no|if|unless|whether|would|could|might|may|should|risk\w*|fear\w*|without|almost|nearly|had)\b"
)
_NEAR = 40
"""Characters before a cancellation in which it may be denied or only feared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the index of the sentence that tells it."""

    kind: Kind
    sentence: int
    old: str = ""
    """The former state, where the sentence sets it apart."""
    new: str = ""
    """The present state, where it is said."""


@per_article
def changes(article: Article) -> tuple[Change, ...]:
    """Return the changes that an article tells, in order; none in other languages than English."""
    if article.language != "en":
        return ()
    return tuple(c for s in article.sentences if not s.boilerplate for c in _changes_in(s.index, s.text))


def _changes_in(index: int, text: str) -> Iterator[Change]:
    for pattern in _MOVED:
        for found in pattern.finditer(text):
            yield Change("moved", index, found["old"], found["new"] or "")
    if narrowed := _NARROWED.search(text):
        yield Change("narrowed", index, new=narrowed["new"])
    off = _OFF.search(text)
    if off and not _UNREAL.search(text, max(0, off.start() - _NEAR), off.end()):
        yield Change("off", index)
