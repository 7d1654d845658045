"""Changes that an article tells: what was planned or was so before, and is no longer. English only."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import regex

from service.article import Article, per_article

Kind = Literal["moved", "superseded", "reckoned", "off", "resumed", "narrowed", "replaced", "withdrawn"]
"""`moved`: from one thing to another; `superseded`: was first planned so; `reckoned`: was said or expected before the
reckoning changed; `off`: does not take place then; `resumed`: no longer stands still; `narrowed`: deals with one thing
alone; `replaced`: one person by another; `withdrawn`: takes no part any more."""

_INSTEAD = ("instead of", "rather than", "and not", "no longer")
_ONLY_ONES = ("solely", "only", "squarely", "exclusively", "entirely", "strictly", "purely", "just")
_CUES: Mapping[str, tuple[str, ...]] = {
    "from": (" from ",),
    "moved": _INSTEAD,
    "replaced": ("replace", "succe"),
    "withdrawn": ("withdr", "pull", "drop", "boycott", "not attend", "not take part", "not be there", "no longer"),
    "superseded": ("originally", "initially", "previously", "first", "earlier", " been "),
    "reckoned": ("had ",),
    "off": ("cancel", "called off", "scrapped", "abandoned", "shelved", "postponed", "put off"),
    "resumed": ("again", "resum", "reopen", "restored", "lifted"),
    "narrowed": (*_ONLY_ONES, "limited to", "confined to", "restricted to", "narrowed to"),
}
"""What a sentence has where it tells a change of the kind: most have nothing of it, and need no closer look."""
_SPAN = r"(?:[^.;,]|[.,](?=\d)){2,40}"
_TERM = r"(?:\p{Lu}[\p{L}’'-]+|\d{1,2})(?: [\p{Lu}\d][\p{L}\d’'-]*){0,3}"
"""A name or a day: `Oman`, `14 February`."""
_NAME = r"\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,3}"
_MOVES = (
    r"\b(?:chang|mov|shift|switch|relocat|transfer|postpon|delay|reschedul|extend|lengthen|shorten|prolong"
    r"|(?:push|put) back|br(?:ing|ought) forward)\w*\b"
)
_FORMATS = (
    r"(?:in person|face[- ]to[- ]face|online|remotely|by (?:video|telephone|phone)(?: link)?|behind closed doors"
    r"|in public)"
)
_FROM_TO = regex.compile(rf"{_MOVES}[^.;]{{0,80}}?\bfrom (?P<old>{_SPAN}?) (?:to|until|till) (?P<new>{_SPAN})")
_MOVED = tuple(
    map(
        regex.compile,
        (
            rf"(?P<new>{_TERM})(?:, and not|,? instead of|,? rather than) (?:(?:in|at|on|for|by) )?"
            rf"(?P<old>(?:the )?{_TERM})",
            r"(?P<new>\d[\d.,]*)(?: \p{Ll}+){0,2},? (?:instead of|rather than) (?:the )?(?P<old>\d[\d.,]*\d|\d)",
            rf"(?P<new>{_FORMATS})?(?:,? (?:instead of|rather than|and not)|no longer) (?P<old>{_FORMATS})\b",
        ),
    )
)
_REPLACED = regex.compile(
    rf"(?P<old>{_NAME}) (?:has been|have been|was|is|will be|is to be) (?:replaced|succeeded) by (?P<new>{_NAME})"
    rf"|(?P<new>{_NAME}) (?:has |have |is to |will )?(?:replac|succeed)(?:es|ed|e|s) (?P<old>{_NAME})"
)
_WITHDRAWN = regex.compile(
    rf"(?P<old>{_NAME}) (?:has |have |had |is |will )?(?:withdrawn?|withdrew|withdrawing|pull(?:ed|s|ing)? out"
    r"|drop(?:ped|s) out|boycott(?:ed|s|ing)|not (?:attend|take part|be there)|no longer (?:attend|take)\w*)\b"
)
_PLANS = r"(?:planned|scheduled|due|set|expected|supposed|meant|intended|announced|slated|booked|agreed|forecast)"
_FIRST = r"(?:(?:original|initial|previous)ly|at first|first|earlier)"
_SUPERSEDED = regex.compile(
    rf"\b{_FIRST}(?: \p{{L}}+){{0,2}} {_PLANS}\b|\b{_PLANS} {_FIRST}\b|\bhad (?:{_FIRST} )?been {_PLANS}\b",
    regex.IGNORECASE,
)
_ENDS = regex.compile(r"[,;]|\s(?:will|now|but|and|has|have)\b")
"""What was planned is told up to here; after it, what is now."""
_RECKONED = regex.compile(
    r"\bhad (?:\p{L}+ )?(?:said|expected|planned|forecast|estimated|hoped|intended|predicted)\b", regex.IGNORECASE
)
_RECKONS_ANEW = regex.compile(
    r"\b(?:chang\w+|revis\w+|lower\w+|rais\w+|cut|now (?:says?|expects?)|no longer|cannot|instead)\b", regex.IGNORECASE
)
_CALLED_OFF = r"(?:cancell?ed|called off|scrapped|abandoned|shelved|postponed|put off)"
_OFF = regex.compile(
    rf"\b(?:(?:has been|have been|had been|was|were|is|are) (?:\p{{L}}+ )?{_CALLED_OFF}|(?:has|have) {_CALLED_OFF}"
    rf"|{_CALLED_OFF} (?:the|its|their|his|her))\b",
    regex.IGNORECASE,
)
_UNREAL = regex.compile(
    r"\b(?:not|never|no|if|unless|whether|would|could|might|(?-i:may)|should|risk\w*|prospect|threat\w*|fear\w*|urg\w+"
    r"|avoid\w*|without|almost|nearly|had)\b|n[’']t\b",
    regex.IGNORECASE,
)
_RESUMED = regex.compile(
    r"\b(?:(?:are|is|were|was|have been|has been) (?:\p{L}+ )?(?:running|open|moving|working|flying|flowing) again"
    r"|(?:has|have|were|was|been|had) (?:\p{L}+ )?(?:resumed|reopened|restored|lifted)|resumed|reopened)\b",
    regex.IGNORECASE,
)
_ONLY = f"(?:{'|'.join(_ONLY_ONES)})"
_SCOPE = r"(?:the |its |their )?(?P<new>[^.;,]{3,40})"
_NARROWED = regex.compile(
    rf"\b(?:focus|concentrat|limit|confin|restrict|narrow|devot|deal)\w* {_ONLY} (?:on|to|with) {_SCOPE}"
    rf"|\b{_ONLY} (?:focus|concentrat|deal)\w* (?:on|with) {_SCOPE}"
    rf"|\b(?:limited|confined|restricted|narrowed) to {_SCOPE}",
    regex.IGNORECASE,
)
_NEAR = 40
"""Characters before a word for what does not happen, within which it may be denied or only feared."""
_FIGURE = r"(?:[^,;]|,(?=\d)){1,40}"
_FORMERLY = regex.compile(
    r"\b(?:(?:up|down|changed|lowered|raised|cut|fell|fallen|rose|risen|grew|shrank|narrowed|widened|dropped|climbed)\b"
    rf"[^.;]{{0,60}}?,? from|compared with|against|previously|instead of|rather than|to [^;]{{1,40}}?,? from)"
    rf" (?P<old>{_FIGURE})",
    regex.IGNORECASE,
)
_CURRENTLY = regex.compile(
    r"\b(?:(?:risen|rises?|rose|climb(?:s|ed)|grown|grew|increased|jumped|fallen|falls?|fell|dropped|stands?|now)"
    rf" (?:to|at)|reach(?:es|ed)) (?P<new>{_FIGURE})",
    regex.IGNORECASE,
)


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
    found: list[Change] = []
    for index, cued in sorted(_cued(article).items()):
        found += _told(index, article.sentences[index].text, cued, article)
    return tuple(found)


def _cued(article: Article) -> Mapping[int, Set[str]]:
    """The sentences that have a cue, and the kinds of change that it may be one of."""
    body = [s for s in article.sentences if not s.boilerplate]
    # One text to look through is far quicker than each sentence by itself.
    whole = "\n".join(s.text.lower() for s in body)
    starts = list(accumulate((len(s.text.lower()) + 1 for s in body), initial=0))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for kind, cues in _CUES.items():
        for cue in cues:
            at = whole.find(cue)
            while at >= 0:
                place = bisect_right(starts, at) - 1
                found[body[place].index].add(kind)
                at = whole.find(cue, starts[place + 1])
    return found


def formerly(text: str) -> tuple[str, ...]:
    """The parts of a sentence that tell how a figure was before: `fell to 611 from 655`."""
    return tuple(found["old"] for found in _FORMERLY.finditer(text))


def currently(text: str) -> tuple[str, ...]:
    """The parts of a sentence that tell how a figure is now: `has risen to 31`."""
    return tuple(found["new"] for found in _CURRENTLY.finditer(text))


def _told(index: int, text: str, cued: Set[str], article: Article) -> Iterator[Change]:
    for pattern in (*((_FROM_TO,) if "from" in cued else ()), *(_MOVED if "moved" in cued else ())):
        for found in pattern.finditer(text):
            yield Change("moved", index, found["old"], found["new"] or "")
    for found in _REPLACED.finditer(text) if "replaced" in cued else ():
        yield Change("replaced", index, found["old"], found["new"])
    for found in _WITHDRAWN.finditer(text) if "withdrawn" in cued else ():
        yield Change("withdrawn", index, found["old"])
    if "superseded" in cued and (before := _SUPERSEDED.search(text)):
        yield Change("superseded", index, _ENDS.split(text[before.end() :], maxsplit=1)[0])
    elif "reckoned" in cued and (before := _RECKONED.search(text)) and _reckons_anew(index, article):
        yield Change("reckoned", index, text[before.end() :])
    off = _OFF.search(text) if "off" in cued else None
    if off and not _UNREAL.search(text, max(0, off.start() - _NEAR), off.end()):
        yield Change("off", index)
    if "resumed" in cued and (again := _RESUMED.search(text)):
        yield Change("resumed", index, new=again.group())
    if "narrowed" in cued and (narrowed := _NARROWED.search(text)):
        yield Change("narrowed", index, new=narrowed["new"])


def _reckons_anew(index: int, article: Article) -> bool:
    """Whether the paragraph says that a reckoning has changed."""
    paragraph = article.sentences[index].paragraph
    around = article.sentences[max(0, index - 3) : index + 4]
    return any(s.paragraph == paragraph and s.index != index and _RECKONS_ANEW.search(s.text) for s in around)
