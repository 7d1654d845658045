"""Polarity: what a claim affirms the evidence does not deny, nor the other way round. English only."""

from __future__ import annotations

from collections.abc import Sequence

from service.article import Article
from service.faithfulness.antonym import OPPOSITES
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.name import dated
from service.faithfulness.predicate import Predicate, coverage, parts, predicates
from service.faithfulness.vocabulary import listed

NAME = "polarity"
_ENOUGH = 0.5
"""Share of a claim's words that a sentence must have for both to speak of the same."""
_MOST = 0.65
"""Share from which one neighbour in common is enough for a word to be used of the same thing; below, two."""
_ELSEWHERE = 0.15
"""How much less of the claim another sentence may have and still be the one that carries it."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`contradicted`) on a negation added or dropped, or a verb or measure turned into its opposite."""
    if article.language != "en" or not claim.evidence:
        return bare(NAME, "skip")
    sentences = [article.sentences[i].text for i in claim.evidence]
    compared = False
    for part in parts(claim.text):
        shares = [(coverage(part, s), s) for s in sentences]
        if max(shares)[0] < _ENOUGH:
            continue
        compared = True
        mine = predicates(part)
        wrong = ""
        for share, s in shares:
            if share >= _ENOUGH and not wrong:
                others = [p for other, o in shares if other >= share - _ELSEWHERE for p in predicates(o)]
                least = 1 if share >= _MOST else 2
                wrong = _denied(mine, predicates(s), others, least) or _opposite(mine, predicates(s), others, least)
        if wrong:
            return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=wrong)
    return bare(NAME, "pass" if compared else "skip")


def _denied(mine: Sequence[Predicate], theirs: Sequence[Predicate], others: Sequence[Predicate], least: int) -> str:
    """A negation that one has of the same word and the other has not."""
    doubtful = {o.stem for o in theirs if o.denied}
    for p in mine:
        # Where both affirm, which is nearly always, there is nothing to compare.
        if not p.denied and p.stem not in doubtful:
            continue
        denied = {m.denied for m in mine if m.stem == p.stem}
        same = [o for o in theirs if o.stem == p.stem]
        if (
            dated(p.word)
            or not same
            or any(o.denied == p.denied for o in others if o.stem == p.stem)
            or len(denied) != 1
        ):
            continue
        if not any(len(p.near & o.near) >= least for o in same):
            continue
        if _negative(mine if same[0].denied else theirs, p.stem):
            continue
        return f"denies “{p.word}”; the article says it" if p.denied else f"says “{p.word}”; the article denies it"
    return ""


def _negative(told: Sequence[Predicate], stem: str) -> bool:
    """Whether a sentence denies near that word in other words: then a missing `not` means nothing."""
    near = frozenset().union(*(o.near for o in told if o.stem == stem)) or frozenset(o.stem for o in told)
    return any(o.stem != stem and o.stem in near and (o.denied or o.stem in _NEGATIVE) for o in told)


_NEGATIVE = listed(
    "deni fail refus reject declin avoid lack miss stop prevent unabl without dismiss doubt unlik ban lose lost absent"
    " withdrew block unclear doubt question"
)
"""Stems that deny by themselves."""


def _opposite(mine: Sequence[Predicate], theirs: Sequence[Predicate], others: Sequence[Predicate], least: int) -> str:
    """A word whose opposite the evidence has in its place."""
    stems = {p.stem for p in mine}
    known = {o.stem for o in others}
    for p in mine:
        if p.stem not in OPPOSITES:
            continue
        same, opposite = OPPOSITES[p.stem]
        if known & same or stems & opposite:
            continue
        for o in theirs:
            if o.stem in opposite and o.denied == p.denied and len(p.near & o.near) >= least:
                return f"“{p.word}”; the article says “{o.word}”"
    return ""
