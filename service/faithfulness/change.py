"""Changes that an article tells: what was planned or was so before, and is no longer. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from service.article import Article, per_article

Kind = Literal["moved", "superseded", "off", "resumed", "narrowed"]
"""`moved`: from one thing to another; `superseded`: was first planned so; `off`: does not take place; `resumed`: no
longer stands still; `narrowed`: deals with one thing alone."""

_CUE = regex.compile(
    r"\b(?:from|instead of|rather than|replac|succe|original|initial|previous|first|earlier|had|cancel|call(?:s|ed|ing)? off"
    r"|scrap|abandon|shelv|postpon|put off|again|resum|reopen|restor|lifted|only|solely|squarely|exclusively|alone"
    r"|limited|confined|restricted|narrowed)",
    regex.IGNORECASE,
)
"""Without one of these a sentence tells no change: most need no closer look."""
_MOVES = (
    r"\b(?:chang|mov|shift|switch|relocat|transfer|postpon|delay|reschedul|(?:push|put) back|br(?:ing|ought) forward)\w*"
)
_MOVED = regex.compile(
    rf"{_MOVES}\b[^.;]{{0,80}}?\bfrom (?P<old>[^.;,]{{2,40}}?) (?:to|until|till) (?P<new>[^.;,]{{2,40}})"
    r"|(?P<new>(?:\p{Lu}[\p{L}’'-]+|\d{1,2})(?: [\p{Lu}\d][\p{L}\d’'-]*){0,3})(?:, and not|,? instead of|,? rather than)"
    r" (?:(?:in|at|on|for|by) )?(?P<old>(?:the )?(?:\p{Lu}[\p{L}’'-]+|\d{1,2})(?: [\p{Lu}\d][\p{L}\d’'-]*){0,3})"
    r"|(?P<old>\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,3}) (?:has been|was|is|will be|is to be) replaced (?:by|with)"
    r" (?P<new>[^.;,]{2,40})"
)
_PLANS = r"(?:planned|scheduled|due|set|expected|supposed|meant|intended|announced|slated|booked|agreed|forecast)"
_SUPERSEDED = regex.compile(
    rf"\b(?:(?:original|initial|previous)ly|at first|first|earlier)(?: \p{{L}}+){{0,2}} {_PLANS}\b"
    rf"|\b{_PLANS} (?:(?:original|initial|previous)ly|at first|first|earlier)\b"
    rf"|\bhad (?:(?:original|initial|previous)ly |at first |first |earlier )?been {_PLANS}\b",
    regex.IGNORECASE,
)
_RECKONED = regex.compile(
    r"\bhad (?:\p{L}+ )?(?:said|expected|planned|forecast|estimated|hoped|intended|predicted)\b", regex.IGNORECASE
)
"""Told of what was reckoned before: superseded only where the same paragraph says that the reckoning has changed."""
_RECKONS_ANEW = regex.compile(
    r"\b(?:chang\w+|revis\w+|lower\w+|rais\w+|cut|now (?:says?|expects?)|no longer|cannot|instead)\b", regex.IGNORECASE
)
_OFF = regex.compile(
    r"\b(?:(?:has|have|had|was|were|is|are|been|be) (?:\p{L}+ )?(?:cancell?ed|called off|scrapped|abandoned|shelved"
    r"|postponed|put off)|(?:cancell?ed|called off|scrapped|abandoned|shelved|postponed|put off) (?:the|its|their|his|her))\b",
    regex.IGNORECASE,
)
_UNREAL = regex.compile(
    r"\b(?:not|never|no|if|unless|whether|would|could|might|may|should|risk\w*|prospect|threat\w*|fear\w*|urg\w+|avoid\w*"
    r"|without|almost|nearly|had)\b|n[’']t\b",
    regex.IGNORECASE,
)
_RESUMED = regex.compile(
    r"\b(?:(?:are|is|were|was|have been|has been) (?:\p{L}+ )?(?:running|open|moving|working|flying|flowing) again"
    r"|(?:has|have|were|was|been|had) (?:\p{L}+ )?(?:resumed|reopened|restored|lifted)|resumed|reopened)\b",
    regex.IGNORECASE,
)
_ONLY = r"(?:solely|only|squarely|exclusively|entirely|strictly|purely|just)"
_NARROWED = regex.compile(
    rf"\b(?:focus|concentrat|limit|confin|restrict|narrow|devot|deal)\w* {_ONLY} (?:on|to|with)"
    r" (?:the |its |their )?(?P<new>[^.;,]{3,40})"
    rf"|\b{_ONLY} (?:focus|concentrat|deal)\w* (?:on|with) (?:the |its |their )?(?P<new>[^.;,]{{3,40}})"
    r"|\b(?:limited|confined|restricted|narrowed) to (?:the |its |their )?(?P<new>[^.;,]{3,40})",
    regex.IGNORECASE,
)
_FORMERLY = regex.compile(
    r"\b(?:(?:up|down|changed|lowered|raised|cut|fell|fallen|rose|risen|grew|shrank|narrowed|widened|dropped|climbed)\b"
    r"[^.;]{0,60}?,? from|compared with|against|previously|instead of|rather than|to [^;]{1,40}?,? from)"
    r" (?P<old>[^,;]{1,40})",
    regex.IGNORECASE,
)
_NEAR = 40
"""Characters before a word for what does not happen, within which it may be denied or only feared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the sentence that tells it."""

    kind: Kind
    sentence: int
    old: str = ""
    """What was; empty where the sentence does not set it apart."""
    new: str = ""
    """What is now; empty where it is not said."""


@per_article
def changes(article: Article) -> tuple[Change, ...]:
    """The changes that an article tells, in order; none in other languages than English."""
    if article.language != "en":
        return ()
    cued = (s for s in article.sentences if not s.boilerplate and _CUE.search(s.text))
    return tuple(change for s in cued for change in _told(s.index, s.text, article))


def formerly(text: str) -> tuple[str, ...]:
    """The parts of a sentence that tell how a figure was before: `fell to 611 from 655`."""
    return tuple(found["old"] for found in _FORMERLY.finditer(text))


def _told(index: int, text: str, article: Article) -> Iterator[Change]:
    for found in _MOVED.finditer(text):
        yield Change("moved", index, found["old"], found["new"])
    if found := _SUPERSEDED.search(text) or (_RECKONED.search(text) if _reckons_anew(index, article) else None):
        yield Change("superseded", index, text[found.end() :])
    if (found := _OFF.search(text)) and not _UNREAL.search(text, max(0, found.start() - _NEAR), found.end()):
        yield Change("off", index)
    if found := _RESUMED.search(text):
        yield Change("resumed", index, new=found.group())
    if found := _NARROWED.search(text):
        yield Change("narrowed", index, new=found["new"])


def _reckons_anew(index: int, article: Article) -> bool:
    paragraph = article.sentences[index].paragraph
    around = article.sentences[max(0, index - 3) : index + 4]
    return any(s.paragraph == paragraph and s.index != index and _RECKONS_ANEW.search(s.text) for s in around)
