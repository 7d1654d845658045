"""Changes that an article tells: something was planned or was so before, and is no longer. English only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal, NamedTuple

import regex

from newsbrief.article import Article, per_article

Kind = Literal["moved", "narrowed", "off"]
"""`moved`: from one place, day, figure or person to another; `narrowed`: to one matter alone; `off`: cancelled."""


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(tomllib.loads((files("newsbrief.verification") / "data" / "changes.toml").read_text("utf-8"))["en"][name])


def cues(name: str) -> str:
    """Return the words `name` of the data file as one group of a regular expression."""
    return f"(?:{'|'.join(_words(name))})"


_SPAN = r"(?:[^.;,]|[.,](?=\d)){2,50}"
_TERM = r"(?:\p{Lu}[\p{L}’'-]+|\d{1,2}(?:[.:]\d\d)?)(?: (?:of )?[\p{Lu}\d][\p{L}\d’'-]*){0,3}"


class _Sign(NamedTuple):
    """Words of which a change is never told without one, and the pattern around them."""

    words: Sequence[str]
    pattern: regex.Pattern[str]

    def find(self, text: str) -> Iterator[regex.Match[str]]:
        """Yield where the sign stands in `text`; in most sentences none of its words does."""
        lowered = text.lower()
        if any(map(lowered.__contains__, self.words)):
            yield from self.pattern.finditer(text)


_MOVED = (
    _Sign(
        (" from ",),
        regex.compile(
            rf"\b{cues('moving')}\w*\b[^.;]{{0,80}}?\bfrom (?P<old>{_SPAN}?) (?:to|until|till) (?P<new>{_SPAN})"
        ),
    ),
    _Sign(
        (", and not ", " instead of ", " rather than "),
        regex.compile(
            rf"(?P<new>{_TERM})(?:, and not|,? instead of|,? rather than) (?:(?:in|at|on|for|by) )?"
            rf"(?P<old>(?:the )?{_TERM})"
        ),
    ),
    _Sign(
        _words("first"),
        regex.compile(
            rf"\b{cues('first')} {cues('planned')}"
            rf" (?:to [^.;,]{{2,30}}?)?(?:for|in|at|on) (?P<old>{_SPAN})(?P<new>)"
        ),
    ),
    _Sign(
        ("replaced by ", "succeeded by "),
        regex.compile(
            rf"(?P<old>{_TERM}) (?:has been|have been|was|is|will be|is to be) (?:replaced|succeeded) by (?P<new>{_TERM})"
        ),
    ),
)
_NARROWED = _Sign(
    (*_words("only"), "limited", "confined", "restricted", "narrowed"),
    regex.compile(
        rf"\b(?:focus|concentrat|limit|confin|restrict|deal)\w* {cues('only')} (?:on|to|with) (?P<new>{_SPAN})"
        rf"|\b{cues('only')} (?:focus|concentrat|deal)\w* (?:on|with) (?P<new>{_SPAN})"
        rf"|\b(?:limited|confined|restricted|narrowed) to (?P<new>{_SPAN})",
        regex.IGNORECASE,
    ),
)
_OFF = _Sign(
    _words("called_off"),
    regex.compile(rf"\b(?:(?:has|have|had) been|was|were|is|are) (?:\p{{L}}+ )?{cues('called_off')}\b"),
)
_UNREAL = regex.compile(rf"\b{cues('unreal')}\b")
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
    for sign in _MOVED:
        for found in sign.find(text):
            yield Change("moved", index, found["old"], found["new"] or "")
    for narrowed in islice(_NARROWED.find(text), 1):
        yield Change("narrowed", index, new=narrowed["new"])
    for off in islice(_OFF.find(text), 1):
        if not _UNREAL.search(text, max(0, off.start() - _NEAR), off.end()):
            yield Change("off", index)
