"""Attribution: what the article only says that somebody says, a claim does not state as a fact. English only.

The rule, drawn so that ordinary news passes. A claim that shows nobody's word needs an attribution where all of its
evidence is reported speech and
- the verb puts it down to its source alone (claimed, argued, warned, denied, accused, predicted), or
- another party says otherwise nearby (denied, disputed, rejected), or
- what is said is a judgement, or a party's account of its own use of force (`in self-defense`).
Neutral facts that officials report (`police said two people were hurt`) may be printed bare. Whom a claim names as its
source must be the article's.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from service.article import Article, per_article
from service.article.words import content_stems, stop_words
from service.faithfulness.attributed import ANY, Report, reports, told
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.country import country
from service.faithfulness.name import TITLES, names, plain
from service.faithfulness.predicate import coverage, parts
from service.faithfulness.vocabulary import listed

NAME = "attribution"
_ALL = 0.6
"""Share of a claim's words that a report must have to be its evidence."""
_ELSEWHERE = 0.8
"""Share that a sentence which is nobody's word must have to carry the claim without one."""
_SAME = 0.5
_DISPUTED = regex.compile(
    r"\b(?:den(?:y|ied|ies|ying)|disput\w+|reject(?:ed|s|ing) (?:the|that|those|such)|contradict\w*|refut\w+"
    r"|instead)\b",
    regex.IGNORECASE,
)
_JUDGED = regex.compile(
    r"\b(?:self-defen[cs]e|catastroph\w*|existential|disast\w+|unaccept\w+|reckless|illegal\w*|unlawful\w*"
    r"|unfair\w*|best"
    r"|worst|greatest|only (?:viable|way|path)|must|should|shame\w*|outrag\w+|brutal\w*|heroic\w*|terroris\w+"
    r"|corrupt\w*"
    r"|lie[sd]?|lying|betray\w*|fail\w*|wrong\w*|unprovoked|without (?:authori[sz]ation|warning|provocation)"
    r"|legitimate"
    r"|naive|never|success\w*|provocati\w+|aggressi\w+|absurd|baseless|blatant|dangerous\w*|immoral)\b",
    regex.IGNORECASE,
)
_NOBODY = regex.compile(r"(?:Despite|In the (?:face|wake)|which|amid|following)\b", regex.IGNORECASE)
"""Openings of what stands before a verb of saying, and names no source."""
_NEARBY = 3
_LONGEST_SOURCE = 8
"""Words."""
_BODIES = listed("officials official media government ministry")


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on a party's word told as a fact (`unattributed`), and on the wrong party (`contradicted`)."""
    if article.language != "en" or not claim.evidence:
        return bare(NAME, "skip")
    looked = False
    for part in parts(claim.text):
        shown = bool(ANY.search(part))
        result = _wrong_party(part, claim, article) if shown else _bare(part, claim, article)
        if result:
            return result
        looked = looked or shown or any(reports(article.sentences[i].text) for i in claim.evidence)
    return bare(NAME, "pass" if looked else "skip")


def _bare(part: str, claim: Claim, article: Article) -> CheckResult | None:
    """Somebody's word told as a fact."""
    if claim.kind == "inference":
        return None
    carried = [(r, i) for i in claim.evidence for r in _reported(i, article) if coverage(part, r.content) >= _ALL]
    if not carried or any(coverage(part, _own(i, article)) >= _ELSEWHERE for i in claim.evidence):
        return None
    report, index = max(carried, key=lambda c: coverage(part, c[0].content))
    why = _why(part, report, index, article)
    if not why:
        return None
    return _fail(f"told as a fact; in the article it is what {report.shown} {report.verb}{why}", "unattributed")


def _why(part: str, report: Report, index: int, article: Article) -> str:
    if _NOBODY.match(report.shown):
        return ""
    if report.strong:
        return " "
    if _JUDGED.search(part):
        return " (a judgement)"
    stems = set(content_stems(report.content, "en"))
    for other in article.sentences[index + 1 : index + 1 + _NEARBY]:
        theirs = [r for r in reports(other.text) if not r.source & report.source]
        if theirs and _DISPUTED.search(other.text) and len(stems & set(content_stems(other.text, "en"))) >= 2:
            return f" ({theirs[0].shown} says otherwise)"
    return ""


def _reported(index: int, article: Article) -> Iterator[Report]:
    yield from told(article)[index]


def _own(index: int, article: Article) -> str:
    """What a sentence says that is nobody's word: all of it where it reports nothing."""
    text = article.sentences[index].text
    found = reports(text)
    return text if not found else ""


def _wrong_party(part: str, claim: Claim, article: Article) -> CheckResult | None:
    """What one party says put into another's mouth."""
    for mine in reports(part):
        if mine.verb in ("told", "tells", "telling") and " that " not in mine.content:
            continue
        if not mine.source or len(content_stems(mine.content, "en")) < 2 or not _named(mine):
            continue
        homes = [(coverage(mine.content, r.content), r, i) for i in claim.evidence for r in _reported(i, article)]
        best = max(homes, key=lambda h: h[0], default=None)
        if best is None or best[0] < _SAME or not _named(best[1]) or best[1].verb == "according":
            continue
        if set(mine.shown.lower().split()) & set(best[1].shown.lower().split()) - stop_words("en") - TITLES - _BODIES:
            continue
        # "The company" may well be the firm that the claim names.
        if _party(mine) != _party(best[1]) or not _apart(mine, best[1], article):
            continue
        if any(_may_say(mine, mine.content, article, i, best[0]) for i in _around(claim, best[2], article)):
            continue
        return _fail(f"“{mine.shown}” as the source; the article says “{best[1].shown}”", "contradicted")
    return None


def _party(report: Report) -> bool:
    return bool(_PARTY.match(_LAST.sub("", report.shown.rstrip(","))))


def _apart(mine: Report, other: Report, article: Article) -> bool:
    """Whether the article has the claim's source speak too, and never together with its own."""
    speakers = sources(article)
    together = any(mine.source & s and other.source & s for s in speakers)
    return not together and any(mine.source & s for s in speakers)


@per_article
def sources(article: Article) -> frozenset[frozenset[str]]:
    """Everybody who says something in an article."""
    return frozenset(r.source for found in told(article) for r in found)


def _around(claim: Claim, index: int, article: Article) -> Iterator[int]:
    yield from claim.evidence
    yield from range(max(0, index - 2), min(len(article.sentences), index + 2))


def _may_say(mine: Report, content: str, article: Article, index: int, share: float) -> bool:
    """Whether a sentence names the claim's source and has as much of what he is to have said."""
    text = article.sentences[index].text
    there = {plain(p) for n in names(text) for p in n.parts} | set(content_stems(text, "en"))
    there |= {c for n in names(text) for p in (n.text, *n.parts) if (c := country(p))}
    outside = mine.source & there
    if not outside:
        return False
    here = [r for r in told(article)[index] if coverage(content, r.content) >= share * 0.7]
    if here:
        return any(mine.source & r.source or not r.source for r in here)
    return coverage(content, text) >= share * 0.8


_LAST = regex.compile(r"(?:\s(?:has|have|had|also|later|then|who|previously|once|repeatedly))*$")
_BODY = regex.compile(r"(?:media|officials?|government|ministry|outlets|military|police|army|sources|agency)$")
_PARTY = regex.compile(
    r"^(?:the\s)?(?:\p{Ll}+['’]s?\s)?(?:union|company|firm|police|prosecution|defen[cs]e|council|agency|institute|government"
    r"|ministry|authority|commission|guild|prefecture|club|hospital|association|dairy|bank|board|army|museum|party"
    r"|opposition|court|charity|employer|airline|operator|regulator)$",
    regex.IGNORECASE,
)
"""Parties that need no name: an article has one of each."""


def _named(report: Report) -> bool:
    """Whether a report's source is a short phrase that ends with a name, or with what speaks for one."""
    shown = _LAST.sub("", report.shown.rstrip(","))
    last = shown.split()[-1] if shown else ""
    if _PARTY.match(shown):
        return True
    short = len(shown.split()) <= _LONGEST_SOURCE and "," not in shown
    return bool(report.source and names(shown)) and short and (last[:1].isupper() or bool(_BODY.search(last)))


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
