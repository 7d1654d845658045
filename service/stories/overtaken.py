"""Overtaken: what a claim tells as holding, the article tells as changed. English only.

A finished briefing of yesterday is right about yesterday. Words of change in the article (moved from … to, first
planned, called off, running again, limited to) speak against a claim only where they are about the same thing: they
name what fills the claim's place, date or scope, and share what the claim is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import regex

from service.article import Article
from service.article.words import content_stems
from service.verification.change import Change, Kind, changes
from service.verification.city import country_of_city
from service.verification.claim import CheckResult, Claim, bare
from service.verification.country import country
from service.verification.event_class import about
from service.verification.fillers import places
from service.verification.name import names
from service.verification.overlap import sentence_stems
from service.verification.slot import NAMES, slots
from service.verification.tells import tells

NAME = "overtaken"
_SHARED = 2
"""Words that a claim shares with the sentence of a change, beside what changed, from which on it speaks of the same."""
_TOLD = 0.6
"""Share of a claim, weighed by rarity, that a sentence tells where it speaks of the same as all of the claim."""
_LATEST = 2
"""Sentences beside that of the change which say how it is now."""
_DATES = frozenset({"day", "weekday", "month", "year"})
_BEFORE = regex.compile(
    r"\b(?:initial\w*|original\w*|had|was to|were to|previous\w*|earlier|at first|first planned|instead|no longer"
    r"|moved?|moving|chang\w+|shift\w*|relocat\w+|postpon\w*|cancel\w*|called off|request\w*|asked|wanted|declin\w*"
    r"|refus\w*|rather than|replac\w*|solely|only|squarely|exclusively)\b",
    regex.IGNORECASE,
)
"""A claim with one of these tells the change itself, or how it was before."""
AHEAD = regex.compile(
    r"\b(?:will|to (?:be|take|hold|host|meet|open|start|begin)|due|scheduled|planned|plans?|expect\w*|upcoming|set to"
    r"|next|opens?|starts?|begins?|takes? place|meets?)\b",
    regex.IGNORECASE,
)
_STANDS_STILL = regex.compile(
    r"\b(?:(?:is|are|remains?|has been|have been) (?:still )?(?:closed|shut|suspended|stopped|halted|blocked|grounded"
    r"|cut off|out of service)|not (?:running|open|working|flying))\b",
    regex.IGNORECASE,
)
_PLACED = regex.compile(r"\b(?:in|at|to|near|for|on|by|until) (?:the )?$")
_HOSTS = regex.compile(
    r"^(?:[’']s)?(?:, [^,;]{1,80},)? (?:(?:will|is to|is set to|is due to|to|would) )?(?:be )?(?:host|the venue|hold)",
    regex.IGNORECASE,
)
_WAS = regex.compile(r"\b(?:was|were|former|then|until)\b", regex.IGNORECASE)
_TAKES_PART = regex.compile(
    r"\b(?:tak\w+ part|attend\w*|join\w*|participat\w*|represent\w*|play\w*|invited|host\w*|bid\w*)\b"
)
_WIDER = regex.compile(
    r"\b(?:includ\w*|list of|range of|as well as|along with|alongside|also|in addition|both|beyond)\b", regex.IGNORECASE
)
_AGENDA = regex.compile(
    r"\b(?:cover|demand|agenda|topic|issue|discuss|address|deal|touch|raise|programme|program|file|talk)\w*\b",
    regex.IGNORECASE,
)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`contradicted`) where the article tells that what the claim has as holding has changed."""
    found = changes(article)
    if not found:
        return bare(NAME, "skip")
    for change in found:
        detail = _overtakes(change, claim, article)
        if detail and not _BEFORE.search(claim.text):
            sentences = (change.sentence, *_now(change, article))
            return CheckResult(name=NAME, outcome="fail", detail=detail, verdict="contradicted", sentences=sentences)
    return bare(NAME, "pass")


def _overtakes(change: Change, claim: Claim, article: Article) -> str:
    """What the article says has changed, where that speaks against the claim; else empty."""
    return _BY_KIND[change.kind](change, claim, article)


def touched(text: str, article: Article) -> bool:
    """Whether a claim names what the article says was moved or replaced, of the same thing, and not that it was.

    It can no longer be relied on, though nothing speaks against it.
    """
    if _BEFORE.search(text):
        return False
    for change in changes(article):
        named = change.kind in ("moved", "superseded", "replaced", "withdrawn") and _keys(change.old)
        if named and named <= _keys(text) and _about(change, text, article) and _filled(change.new, text) is None:
            return True
    return False


def _about(change: Change, text: str, article: Article) -> bool:
    return bool(about(text) & about(article.sentences[change.sentence].text)) or change.kind == "replaced"


def _now(change: Change, article: Article) -> list[int]:
    """Further sentences that tell how it is now: of the same gathering, with what is new in the place of the old."""
    if change.kind == "narrowed":
        others = (c.sentence for c in changes(article) if c.kind == "narrowed" and c.sentence != change.sentence)
        return list(others)[:_LATEST]
    if change.kind != "moved":
        return []
    kinds = about(article.sentences[change.sentence].text)
    return [
        s.index
        for s in article.sentences
        if s.index != change.sentence and kinds & about(s.text) and _filled(_named(change.new), s.text) is not None
    ][:_LATEST]


def _moved(change: Change, claim: Claim, article: Article) -> str:
    at = _filled(change.old, claim.text)
    if at is None or _told(change.new, claim.text) or len(_common(change, claim, article)) < _SHARED:
        return ""
    now = f" to “{_named(change.new)}”" if change.new else ""
    return f"“{at}”; the article says that this changed{now}"


def _superseded(change: Change, claim: Claim, article: Article) -> str:
    """The claim has what was planned first, and the article has that nowhere else."""
    known = {k for s in slots(change.old) for k in s.keys}
    gone = [s for s in slots(claim.text) if s.keys & known]
    if not gone or not _common(change, claim, article):
        return ""
    elsewhere = (s for at, found in enumerate(places(article)) if at != change.sentence for s in found)
    if any(s.keys & gone[-1].keys for s in elsewhere):
        return ""
    return f"“{gone[-1].text}”; the article says that this was so before: “{_shown(change, article)}”"


def _reckoned(change: Change, claim: Claim, article: Article) -> str:
    known = {k for s in slots(change.old) for k in s.keys}
    if not any(s.keys & known for s in slots(claim.text)) or _all_of(claim, article, change.sentence) < _TOLD:
        return ""
    return f"the article says that this was so before: “{_shown(change, article)}”"


def _off(change: Change, claim: Claim, article: Article) -> str:
    """The claim has it ahead at a time that the article gives nowhere but beside the change, or at none."""
    if not AHEAD.search(claim.text):
        return ""
    near = [at for at in (change.sentence - 1, change.sentence, change.sentence + 1) if _beside(at, change, article)]
    dates = [s for s in slots(claim.text) if s.kind in _DATES]
    away = (s for at, found in enumerate(places(article)) if at not in near for s in found if s.kind in _DATES)
    if _all_of(claim, article, *near) < _TOLD or any(s.keys & d.keys for s in away for d in dates):
        return ""
    return f"the article says that this does not take place then: “{_shown(change, article)}”"


def _resumed(change: Change, claim: Claim, article: Article) -> str:
    if not (found := _STANDS_STILL.search(claim.text)) or _all_of(claim, article, change.sentence) < _TOLD:
        return ""
    return f"“{found.group()}”; the article says “{change.new}”"


def _replaced(change: Change, claim: Claim, article: Article) -> str:
    if not _keys(change.old) <= _keys(claim.text) or _told(change.new, claim.text) or _WAS.search(claim.text):
        return ""
    if len(_common(change, claim, article)) < _SHARED:
        return ""
    return f"“{change.old}”; the article says that “{change.new}” is in that place now"


def _withdrawn(change: Change, claim: Claim, article: Article) -> str:
    if not _keys(change.old) <= _keys(claim.text) or not _TAKES_PART.search(claim.text) or _WAS.search(claim.text):
        return ""
    if not _common(change, claim, article):
        return ""
    return f"“{change.old}” takes part; the article says otherwise: “{_shown(change, article)}”"


def _narrowed(change: Change, claim: Claim, article: Article) -> str:
    if not about(claim.text) & about(article.sentences[change.sentence].text):
        return ""
    wide, scope = _WIDER.search(claim.text), set(content_stems(change.new, "en"))
    if not wide or scope.isdisjoint(content_stems(claim.text, "en")) or not _AGENDA.search(claim.text):
        return ""
    return f"“{wide.group()}”; the article says that this is about “{change.new.strip()}” alone"


def _filled(span: str, text: str) -> str | None:
    """How a claim names what `span` names, in a place that it ties something to; None where it does not."""
    wanted = _keys(span)
    for name in names(text):
        if not wanted or not wanted <= _keys(name.text):
            continue
        if _PLACED.search(text[: name.start]) or _HOSTS.match(text[name.end :]):
            return name.text
    if span and span[0].islower() and span in text:
        return span
    figures = [s for s in slots(span) if s.kind not in NAMES]
    return next((s.text for s in slots(text) if any(s.keys & f.keys for f in figures)), None)


def _told(span: str, text: str) -> bool:
    """Whether a claim names what `span` does, in whatever place."""
    figures = {k for s in slots(span) if s.kind not in NAMES for k in s.keys}
    return bool(_keys(span) & _keys(text)) or any(s.keys & figures for s in slots(text))


def _named(span: str) -> str:
    """What a span names first: it may run on."""
    return min((s.text for s in slots(span)), key=span.find, default=span.strip())


@lru_cache(maxsize=4096)
def _keys(text: str) -> frozenset[str]:
    """The names of a text to compare by: a country under whatever name, else the words with a capital."""
    found = names(text)
    bare = [name.text.removesuffix("'s").removesuffix("’s") for name in found]
    nations = {nation for name in bare if (nation := country(name) or country_of_city(name))}
    return frozenset(nations or {k for name in found for k in name.keys})


def _common(change: Change, claim: Claim, article: Article) -> frozenset[str]:
    """What a claim is about and the sentence of the change is about too, beside what changed."""
    there = article.sentences[change.sentence].text
    apart = {*content_stems(change.old, "en"), *content_stems(change.new, "en")}
    words = sentence_stems(article)[change.sentence].intersection(content_stems(claim.text, "en")) - apart
    return frozenset(words) | (about(claim.text) & about(there))


def _all_of(claim: Claim, article: Article, *sentences: int) -> float:
    return tells(content_stems(claim.text, "en"), article, *sentences)


def _beside(at: int, change: Change, article: Article) -> bool:
    if not 0 <= at < len(article.sentences):
        return False
    return article.sentences[at].paragraph == article.sentences[change.sentence].paragraph


def _shown(change: Change, article: Article) -> str:
    return article.sentences[change.sentence].text


_BY_KIND: Mapping[Kind, Callable[[Change, Claim, Article], str]] = {
    "moved": _moved,
    "superseded": _superseded,
    "reckoned": _reckoned,
    "off": _off,
    "resumed": _resumed,
    "narrowed": _narrowed,
    "replaced": _replaced,
    "withdrawn": _withdrawn,
}
