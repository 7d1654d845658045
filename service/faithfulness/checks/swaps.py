"""Swaps: a name, a number or a date that the article has, but not where the claim has it. English only.

One sentence of the article must tell all the rest of the claim, with something else of the same kind in the same place:
behind the same verb and preposition, or before the same noun. Of people, what they do: before the same verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.article import Article, per_article
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.evidence import index
from service.faithfulness.name import plain
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
        return CheckResult(name=NAME, outcome="skip")
    looked = False
    for part in parts(claim.text):
        mine = slots(part)
        for slot in mine:
            looked = True
            other = _instead(slot, mine, part, claim, article) or _crossed(slot, part, claim, article)
            if other:
                detail = f"says “{slot.text}”; there the article says “{other}”"
                return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=detail)
    return CheckResult(name=NAME, outcome="pass" if looked else "skip")


@per_article
def places(article: Article) -> tuple[tuple[Slot, ...], ...]:
    """The slots of every sentence."""
    return tuple(() if s.boilerplate else slots(s.text) for s in article.sentences)


def _instead(slot: Slot, mine: tuple[Slot, ...], text: str, claim: Claim, article: Article) -> str:
    """What the article has where the claim has `slot`; empty where it has the same, or that cannot be told."""
    wanted = rest(text, slot)
    if len(wanted) < _FEWEST:
        return ""
    for at in claim.evidence[:_BEST]:
        told = _share(wanted, at, article)
        if told < _TOLD or _around(slot, at, article):
            continue
        others = [o for o in places(article)[at] if o.kind == slot.kind and slot.alike(o) and not _known(o, mine)]
        if others and all(_share(wanted, i, article) <= _LESS * told for i in _homes(slot, article)):
            return others[0].text
    return ""


def _crossed(slot: Slot, text: str, claim: Claim, article: Article) -> str:
    """The other of two numbers of one sentence, where the claim has them the wrong way round; else empty."""
    wanted = rest(text, slot)
    if slot.kind in NAMES or len(wanted) < _FEWEST or _share(wanted, claim.evidence[0], article) < _TOLD:
        return ""
    there = [o for o in places(article)[claim.evidence[0]] if o.kind == slot.kind]
    own = [o for o in there if o.keys & slot.keys]
    if not own or any(
        o.left_stem == slot.left_stem or (o.right_stem == slot.right_stem and o.right == slot.right) for o in own
    ):
        return ""
    return next((o.text for o in there if o not in own and (o.beside(slot))), "")


def _share(wanted: frozenset[str], at: int, article: Article) -> float:
    rare = index(article)
    weights = {stem: rare.rarity.get(stem, rare.unseen) for stem in wanted}
    return sum(w for s, w in weights.items() if s in sentence_stems(article)[at]) / sum(weights.values())


def _known(other: Slot, mine: tuple[Slot, ...]) -> bool:
    return any(other.same(m) for m in mine)


def _around(slot: Slot, at: int, article: Article) -> bool:
    """Whether the filler stands in a sentence, or, where a pronoun may mean it, in one beside it."""
    near = (at - 1, at, at + 1) if slot.kind in NAMES else (at,)
    return any(0 <= i < len(article.sentences) and _holds(slot, i, article) for i in near)


def _homes(slot: Slot, article: Article) -> Iterator[int]:
    return (i for i in range(len(article.sentences)) if _holds(slot, i, article))


def _holds(slot: Slot, at: int, article: Article) -> bool:
    if any(slot.same(o) for o in places(article)[at]):
        return True
    return slot.kind in NAMES and not slot.keys.isdisjoint(map(plain, (w for w in article.sentences[at].text.split())))
