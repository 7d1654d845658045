"""Claims of an older briefing that a newer article touches: only these, and what was never judged, go to the judge.

A sentence touches a claim where it holds a fifth of what the claim says, by the rarity of its words. Of 144 labelled
claims of earlier briefings on newer articles that hold or are out of date, none has less in some sentence (the least
has 0.28); of 34 on which the article is silent, 18 have less in every one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from newsbrief.article import Article
from newsbrief.article.words import content_stems
from newsbrief.verification.characters import fold
from newsbrief.verification.claim import CARRIED, CheckedClaim
from newsbrief.verification.evidence import index_sentences
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.verbatim import is_evidence
from newsbrief.verification.verdict import cite

TOUCHES = 0.2
"""Share of a claim that one sentence holds, from which on it bears on it."""
_LEAST_TOUCHED = 0.5
"""Share of the claims that are touched, below which all are judged: the article may be in another language."""


def settle(
    claims: Sequence[CheckedClaim], verified: Mapping[str, CheckedClaim], article: Article
) -> tuple[tuple[CheckedClaim, ...], frozenset[str]]:
    """Return the claims, those settled with their earlier verdict, and the ids of all that need no judge.

    A claim that was carried before is settled where the article still has the sentences that carried it and no other
    sentence touches it. Where it has nothing that touches the claim, it is silent, and there is nothing to judge.
    """
    settled_claims: list[CheckedClaim] = []
    settled, silent = set[str](), set[str]()
    for claim in claims:
        before = verified.get(claim.id)
        is_open = before is not None and _is_founded(before) and claim.verdict == "unverified"
        own = _find_standing_sentences(before, article) if before else ()
        if before is None or not is_open or _measure_overlap(claim.text, article, own) >= TOUCHES:
            settled_claims.append(claim)
        elif own and before.text == claim.text:
            settled.add(claim.id)
            settled_claims.append(_with_verdict(claim, before, own, article))
        else:
            silent.add(claim.id)
            settled_claims.append(claim)
    if len(silent) > (1 - _LEAST_TOUCHED) * len(claims):
        silent.clear()
    return tuple(settled_claims), frozenset(settled | silent)


def _is_founded(before: CheckedClaim) -> bool:
    """Return whether a claim was carried by its wording or a judge, not for being the older article's title."""
    judged = before.find_check(JUDGE)
    return before.verdict in CARRIED and (before.is_settled or (judged is not None and judged.outcome == "pass"))


def _find_standing_sentences(before: CheckedClaim, article: Article) -> tuple[int, ...]:
    """Return the sentences that carried the claim before, as the article has them; none where one is gone."""
    places = {fold(sentence.text): sentence.index for sentence in article.sentences if is_evidence(sentence)}
    own = [places.get(fold(evidence.quote)) for evidence in before.evidence]
    return () if None in own else tuple(place for place in own if place is not None)


def _measure_overlap(text: str, article: Article, without: Collection[int]) -> float:
    """Return the largest share of a claim that one sentence holds, those in `without` aside."""
    known = index_sentences(article)
    weights = {stem: known.rarity.get(stem, known.unseen) for stem in set(content_stems(text, article.language))}
    held: dict[int, float] = {}
    for stem, weight in weights.items():
        for sentence in known.postings.get(stem, ()):
            if sentence not in without:
                held[sentence] = held.get(sentence, 0.0) + weight
    return max(held.values(), default=0.0) / (sum(weights.values()) or 1.0)


def _with_verdict(claim: CheckedClaim, before: CheckedClaim, own: Sequence[int], article: Article) -> CheckedClaim:
    """Return the claim with its earlier verdict, on the same sentences of the newer article."""
    said = before.find_check(JUDGE)
    checks = (*claim.checks, said.model_copy(update={"verdict": before.verdict})) if said else claim.checks
    evidence = tuple(cite(article, place) for place in own)
    return claim.model_copy(
        update={"verdict": before.verdict, "kind": before.kind, "checks": checks, "evidence": evidence}
    )
