"""Overtaken: what a claim tells as holding, the article tells as changed. English only.

A finished briefing of yesterday is right about yesterday. Words of change in the article (moved from … to, first
planned, called off, running again, limited to) speak against a claim only where they are about the same thing: they
name what fills the claim's place, date or scope, and share what the claim is about.
"""

from __future__ import annotations

import regex

from service.article import Article
from service.article.words import content_stems
from service.faithfulness.change import Change, changes
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.country import country
from service.faithfulness.event_class import about
from service.faithfulness.evidence import index
from service.faithfulness.name import names
from service.faithfulness.overlap import sentence_stems
from service.faithfulness.slot import slots

NAME = "overtaken"
_SHARED = 2
"""Words that a claim shares with the sentence of a change, beside what changed, from which on it speaks of the same."""
_TOLD = 0.6
"""Share of a claim, weighed by rarity, that a sentence tells where it speaks of the same as all of the claim."""
_DATES = frozenset({"day", "weekday", "month", "year"})
_BEFORE = regex.compile(
    r"\b(?:initial\w*|original\w*|had|was to|were to|previous\w*|earlier|at first|first planned|instead|no longer|moved?"
    r"|moving|chang\w+|shift\w*|relocat\w+|postpon\w*|cancel\w*|called off|request\w*|asked|wanted|declin\w*|refus\w*"
    r"|rather than|replac\w*|solely|only|squarely|exclusively)\b",
    regex.IGNORECASE,
)
"""A claim with one of these tells the change itself, or how it was before."""
_AHEAD = regex.compile(
    r"\b(?:will|to (?:be|take|hold|host|meet|open|start|begin)|due|scheduled|planned|plans?|expect\w*|upcoming|set to|next)\b",
    regex.IGNORECASE,
)
_STANDS_STILL = regex.compile(
    r"\b(?:(?:is|are|remains?|has been|have been) (?:still )?(?:closed|shut|suspended|stopped|halted|blocked|grounded"
    r"|cut off|out of service)|not (?:running|open|working|flying))\b",
    regex.IGNORECASE,
)
_PLACED = regex.compile(r"\b(?:in|at|to|near|for|on|by|until) (?:the )?$")
_HOSTS = regex.compile(r"^(?:[’']s)? (?:will|is to|is set to|is due to|to|would)? ?(?:be )?(?:host|the venue|hold)", regex.I)
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
    if not found or _BEFORE.search(claim.text):
        return CheckResult(name=NAME, outcome="skip")
    for change in found:
        if detail := _overtakes(change, claim, article):
            sentences = (change.sentence,)
            return CheckResult(name=NAME, outcome="fail", detail=detail, verdict="contradicted", sentences=sentences)
    return CheckResult(name=NAME, outcome="pass")


def _overtakes(change: Change, claim: Claim, article: Article) -> str:
    """What the article says has changed, where that speaks against the claim; else empty."""
    match change.kind:
        case "moved":
            return _moved(change, claim, article)
        case "superseded":
            return _superseded(change, claim, article)
        case "off":
            return _off(change, claim, article)
        case "resumed":
            return _resumed(change, claim, article)
        case "narrowed":
            return _narrowed(change, claim, article)


def _moved(change: Change, claim: Claim, article: Article) -> str:
    at = _filled(change.old, claim.text)
    if at is None or _told(change.new, claim.text) or len(_common(change, claim, article)) < _SHARED:
        return ""
    return f"“{at}”; the article says that this changed to “{_named(change.new)}”"


def _superseded(change: Change, claim: Claim, article: Article) -> str:
    """The claim is what was planned before, and it is told nowhere else as holding."""
    known = {k for m in slots(change.old) for k in m.keys}
    mine = [s for s in slots(claim.text) if s.keys & known]
    if not mine or _share(claim.text, change.sentence, article) < _TOLD:
        return ""
    return f"“{mine[-1].text}”; the article says that this was so before: “{_shown(change, article)}”"


def _off(change: Change, claim: Claim, article: Article) -> str:
    if not _AHEAD.search(claim.text) or _share(claim.text, change.sentence, article) < _TOLD:
        return ""
    return f"the article says that this does not take place: “{_shown(change, article)}”"


def _resumed(change: Change, claim: Claim, article: Article) -> str:
    if not (found := _STANDS_STILL.search(claim.text)) or _share(claim.text, change.sentence, article) < _TOLD:
        return ""
    return f"“{found.group()}”; the article says “{change.new}”"


def _narrowed(change: Change, claim: Claim, article: Article) -> str:
    wide, own = _WIDER.search(claim.text), set(content_stems(claim.text, "en"))
    same = about(claim.text) & about(article.sentences[change.sentence].text)
    scope = set(content_stems(change.new, "en"))
    if not wide or not same or not scope & own or not _AGENDA.search(claim.text):
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
    dates = {k for s in slots(span) if s.kind in _DATES for k in s.keys}
    return next((s.text for s in slots(text) if s.keys & dates), None)


def _told(span: str, text: str) -> bool:
    """Whether a claim names what `span` does, in whatever place."""
    dates = {k for s in slots(span) if s.kind in _DATES for k in s.keys}
    return bool(_keys(span) & _keys(text)) or any(s.keys & dates for s in slots(text))


def _named(span: str) -> str:
    """What a span names first: it may run on."""
    return next((s.text for s in slots(span)), span.strip())


def _keys(text: str) -> frozenset[str]:
    """The names of a text to compare by: a country under whatever name, else the words with a capital."""
    found = names(text)
    nations = {n for name in found if (n := country(name.text.removesuffix("'s").removesuffix("’s")))}
    return frozenset(nations or {k for name in found for k in name.keys})


def _common(change: Change, claim: Claim, article: Article) -> frozenset[str]:
    """What a claim is about and the sentence of the change is about too, beside what changed."""
    there = article.sentences[change.sentence].text
    apart = {*content_stems(change.old, "en"), *content_stems(change.new, "en")}
    words = sentence_stems(article)[change.sentence].intersection(content_stems(claim.text, "en")) - apart
    return frozenset(words) | (about(claim.text) & about(there))


def _share(text: str, at: int, article: Article) -> float:
    """How much of a claim, weighed by rarity, a sentence tells."""
    rare, told = index(article), sentence_stems(article)[at]
    weights = {stem: rare.rarity.get(stem, rare.unseen) for stem in content_stems(text, "en")}
    return sum(w for stem, w in weights.items() if stem in told) / (sum(weights.values()) or 1.0)


def _shown(change: Change, article: Article) -> str:
    return article.sentences[change.sentence].text
