"""Swaps: a name, a number or a date that the article has, but not where the claim has it. English only.

One sentence of the article must tell all the rest of the claim, with something else of the same kind in the same place:
behind the same verb and preposition, or before the same noun. Of people, what they do: before the same verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.evidence import index
from service.faithfulness.fillers import fillers, filling
from service.faithfulness.overlap import sentence_stems
from service.faithfulness.predicate import parts
from service.faithfulness.slot import NAMES, Slot, rest, slots

NAME = "swaps"
_TOLD = 0.5
"""Share of the rest of the claim, weighed by rarity, that the sentence with the other filler must tell."""
_FEWEST = 2
"""Words that the rest must have."""
_LESS = 0.6
"""Share of that which a sentence with the claim's own filler may tell at most."""
_BEST = 3


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`contradicted`) where the article has another name or number in the place of the claim's."""
    if article.language != "en" or not claim.evidence:
        return bare(NAME, "skip")
    looked = False
    for part in parts(claim.text):
        mine = slots(part)
        for slot in mine:
            looked = True
            other = _instead(slot, mine, part, claim, article) or _crossed(slot, part, claim, article)
            if other:
                detail = f"says “{slot.text}”; there the article says “{other}”"
                return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=detail)
    return bare(NAME, "pass" if looked else "skip")


def _instead(slot: Slot, mine: tuple[Slot, ...], text: str, claim: Claim, article: Article) -> str:
    """What the article has where the claim has `slot`; empty where it has the same, or that cannot be told."""
    wanted = _weights(rest(text, slot), article)
    if len(wanted) < _FEWEST:
        return ""
    for at in claim.evidence[:_BEST]:
        told = _share(wanted, at, article)
        others = _others(slot, mine, at, article) if told >= _TOLD else ()
        if not others:
            continue
        # Few claims come to here: only then all the article is searched for where else the filler stands.
        homes = fillers(article).homes(slot)
        if not _around(slot, at, homes) and all(_share(wanted, i, article) <= _LESS * told for i in homes):
            return others[0].text
    return ""


def _others(slot: Slot, mine: tuple[Slot, ...], at: int, article: Article) -> list[Slot]:
    """What a sentence has in the place of `slot`, and the claim has nowhere."""
    return [o for o in filling(article, at) if o.kind == slot.kind and slot.alike(o) and not _known(o, mine)]


def _crossed(slot: Slot, text: str, claim: Claim, article: Article) -> str:
    """The other of two numbers of one sentence, where the claim has them the wrong way round; else empty."""
    if slot.kind in NAMES:
        return ""
    wanted = _weights(rest(text, slot), article)
    if len(wanted) < _FEWEST or _share(wanted, claim.evidence[0], article) < _TOLD:
        return ""
    there = [o for o in filling(article, claim.evidence[0]) if o.kind == slot.kind]
    own = [o for o in there if o.keys & slot.keys]
    if not own or any(
        o.left_stem == slot.left_stem or (o.right_stem == slot.right_stem and o.right == slot.right) for o in own
    ):
        return ""
    return next((o.text for o in there if o not in own and (o.beside(slot))), "")


def _weights(wanted: frozenset[str], article: Article) -> Mapping[str, float]:
    """What each stem is worth: the rarer, the more."""
    rare = index(article)
    return {stem: rare.rarity.get(stem, rare.unseen) for stem in wanted}


def _share(wanted: Mapping[str, float], at: int, article: Article) -> float:
    told = sentence_stems(article)[at]
    return sum([w for s, w in wanted.items() if s in told]) / sum(wanted.values())


def _known(other: Slot, mine: tuple[Slot, ...]) -> bool:
    return any(other.same(m) for m in mine)


def _around(slot: Slot, at: int, homes: Set[int]) -> bool:
    """Whether the filler stands in a sentence, or, where a pronoun may mean it, in one beside it."""
    return at in homes or (slot.kind in NAMES and (at - 1 in homes or at + 1 in homes))
