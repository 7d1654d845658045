"""Places: countries and capitals of a claim are the article's, and those of the event it tells. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from service.article import Article, per_article
from service.article.words import Word, content_stems
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.country import CAPITALS, COUNTRIES, LONGEST, STARTS
from service.faithfulness.name import named, plain, tokens
from service.faithfulness.overlap import sentence_stems
from service.faithfulness.vocabulary import listed

NAME = "places"
_LOCATIVE = listed("in at near off outside inside")
_COAST = regex.compile(
    r"\b(?:coast|north|south|east|west|capital|border|waters|city|shores?) of (?:the )?$", regex.IGNORECASE
)
_MOVED = regex.compile(
    r"\b(?:chang|mov|shift|switch|relocat|transfer)\w*\b[^.;]{0,80}?\bfrom ([^.;,]{2,40}?) to (\p{Lu}[^.;,]{2,40})"
)
_PAST = regex.compile(
    r"\b(?:initially|original(?:ly)?|from|had been|was to|were to|previously|earlier|first|instead|moved?|moving"
    r"|chang\w+|shift\w*|relocat\w+|no longer|not)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A country or capital in a text; `located` where a preposition ties an event to it."""

    text: str
    country: str
    capital: bool
    located: bool
    start: int


@lru_cache(maxsize=4096)
def places(text: str) -> tuple[Place, ...]:
    """The countries and capitals that a text names, in order."""
    words, found, at = tokens(text), [], 0
    while at < len(words):
        size = _size(words, at)
        if size:
            alias = " ".join(plain(w.text) for w in words[at : at + size])
            nation = COUNTRIES.get(alias) or CAPITALS[alias]
            start = words[at].start
            located = _located(text, start, [w.text.lower() for w in words[max(0, at - 2) : at]])
            possessive = words[at + size - 1].text.endswith(("'s", "’s"))
            found.append(
                Place(
                    text[start : words[at + size - 1].end],
                    nation,
                    alias not in COUNTRIES,
                    located and not possessive,
                    start,
                )
            )
        at += size or 1
    return tuple(found)


def _size(words: tuple[Word, ...], at: int) -> int:
    if not words[at].text[0].isupper() or plain(words[at].text) not in STARTS:
        return 0
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        parts = [w.text for w in words[at : at + size]]
        alias = " ".join(plain(p) for p in parts)
        if (
            (alias in COUNTRIES or alias in CAPITALS)
            and parts[0][0].isupper()
            and (len(alias) > 2 or parts[0].isupper())
        ):
            return size
    return 0


def _located(text: str, start: int, before: list[str]) -> bool:
    near = before[-1:] if before[-1:] != ["the"] else before[-2:-1]
    return bool(near and near[0] in _LOCATIVE) or bool(_COAST.search(text[max(0, start - 24) : start]))


@per_article
def sites(article: Article) -> tuple[tuple[Place, ...], ...]:
    """The places of each sentence."""
    return tuple(places(s.text) for s in article.sentences)


@per_article
def moves(article: Article) -> tuple[tuple[int, Place, Place], ...]:
    """Where an article says something moved from one place to another: sentence, old place, new place."""
    found = []
    for sentence in article.sentences:
        for match in _MOVED.finditer(sentence.text):
            old, new = places(match[1]), places(match[2])
            if old and new:
                found.append((sentence.index, old[-1], new[0]))
    return tuple(found)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on a place that the article does not have, or has for something else."""
    if article.language != "en":
        return bare(NAME, "skip")
    mine = places(claim.text)
    if not mine or named(article).sparse:
        return bare(NAME, "skip")
    for place in mine:
        result = (
            _absent(place, claim, article)
            or _left(place, mine, claim, article)
            or _elsewhere(place, mine, claim, article)
        )
        if result:
            return result
    return bare(NAME, "pass")


def _absent(place: Place, claim: Claim, article: Article) -> CheckResult | None:
    found = named(article)
    key = plain(place.text)
    known = place.country in found.countries or all(k in found.words for k in key.split())
    if place.capital and place.located:
        known = all(k in found.words for k in key.split())
    if known:
        return None
    there = [p for i in claim.evidence[:2] for p in sites(article)[i] if p.located]
    if place.located and there:
        return _fail(f"“{place.text}” as the place; the article says “{there[0].text}”", "contradicted")
    return _fail(f"“{place.text}” is not in the article", "unsupported")


def _left(place: Place, mine: tuple[Place, ...], claim: Claim, article: Article) -> CheckResult | None:
    """A place that the article says something has moved away from."""
    if not place.located or _PAST.search(claim.text):
        return None
    wanted = set(content_stems(claim.text, "en"))
    for index, old, new in moves(article):
        related = wanted & {*sentence_stems(article)[index], "talk", "negoti", "meet"}
        if old.country == place.country and not any(p.country == new.country for p in mine) and len(related) >= 2:
            return _fail(f"“{place.text}” as the place; the article says moved to “{new.text}”", "contradicted")
    return None


def _elsewhere(place: Place, mine: tuple[Place, ...], claim: Claim, article: Article) -> CheckResult | None:
    """A place of the article, but of another event, while it tells this event of another place."""
    if not place.located or not claim.evidence or len(mine) > 2:
        return None
    wanted = set(content_stems(claim.text, "en")) - set(content_stems(place.text, "en"))
    best = claim.evidence[0]
    here = len(wanted & sentence_stems(article)[best])
    theirs = [p for p in sites(article)[best] if p.located and p.country not in {m.country for m in mine}]
    if not theirs or here < 3 or here < 0.5 * len(wanted) or any(_same(p, place) for p in sites(article)[best]):
        return None
    for index in _holding(place, article):
        near = {s for i in (index - 1, index) if i >= 0 for s in sentence_stems(article)[i]}
        if abs(index - best) <= 1 or len(wanted & near) > 0.5 * here:
            return None
    return _fail(f"“{place.text}” as the place; the article says “{theirs[0].text}”", "contradicted")


def _holding(place: Place, article: Article) -> Iterator[int]:
    return (i for i, found in enumerate(sites(article)) if any(_same(p, place) for p in found))


def _same(one: Place, other: Place) -> bool:
    return one.country == other.country


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
