"""Modality: what the evidence calls planned, possible or past its time, a claim does not call done. English only."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.predicate import Predicate, coverage, parts, predicates
from service.faithfulness.vocabulary import listed

NAME = "modality"
_ENOUGH = 0.5
_MOST = 0.65
"""Share from which one neighbour in common is enough; below, two."""
_ELSEWHERE = 0.35
_WHOLE, _BEHIND = 0.8, 0.15
"""Share from which one sentence tells the claim alone, and how far behind another may be that tells it too."""
_STEPS = {"may": "possible", "plan": "planned, expected or asked for", "will": "still to come"}
_ALLEGED = regex.compile(
    r"\b(?:alleg(?:ed(?:ly)?|es|ations?)|suspicion|accus(?:ed|es|ations?)|purported\w*)\b",
    regex.IGNORECASE,
)
_HEDGED = regex.compile(
    r"\b(?:alleg\w+|suspect\w*|suspicion|accus\w+|report\w*|apparent\w*|purported\w*|claim\w*|charg\w+|according|said|says"
    r"|may|might|could|appear\w*|seem\w*|denie[sd]|den(?:y|ying)|told|believe[sd]?|trial|quoted|warn\w*)\b",
    regex.IGNORECASE,
)
_AT_FIRST = regex.compile(r"^\W*(?:Initially|At first|Originally|Previously)\b")
_MARKED = regex.compile(
    r"\b(?:initial\w*|at first|first|original\w*|previous\w*|earlier|had|before|but|later|then|after|despite|although"
    r"|though|eventually|reversed|however|until|may|might|could|would|briefly|temporar\w+)\b",
    regex.IGNORECASE,
)
_NOW = regex.compile(r"^\W*(?:Now|Later|But (?:later|now)|Eventually|However|Then|Subsequently|Since then)\b")
_SAID_SO = 0.7
"""Share of a claim's words that must follow `allegedly` for it to be what is alleged."""
_DONE = regex.compile(r"\b(?:has|have|had|was|were)\b|\p{Ll}ed\b", regex.IGNORECASE)
_COMING = regex.compile(
    r"\b(?:(?:is|are|was|were)\s(?:expected|set|due|scheduled|planned|considering|reviewing|planning|to)|will|would|may|might"
    r"|could|hopes?\sto|wants?\sto)\b"
)
"""Words that put what a sentence tells into the future, or in doubt."""
_REST = 0.8
"""Share of the rest of a claim that such a sentence must have."""
_SPEECH = listed("say tell add state ask warn report announc")
"""Verbs whose own mode says nothing: what matters is what is said."""
_SOON = 6
"""Sentences within which an article takes back what it said held at first."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`contradicted`) where a claim is more certain, or further on, than its evidence."""
    if article.language != "en" or not claim.evidence:
        return bare(NAME, "skip")
    # A question ("could you take the food?") tells nothing of how far a deed has come.
    sentences = [t for i in claim.evidence if not (t := article.sentences[i].text).rstrip(' .”"').endswith("?")]
    if not sentences:
        return bare(NAME, "skip")
    compared = False
    for part in parts(claim.text):
        if late := _superseded(part, claim, article):
            return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=late)
        shares = [(coverage(part, s), s) for s in sentences]
        if max(shares)[0] < _ENOUGH:
            continue
        compared = True
        best = [s for share, s in shares if share >= _ENOUGH]
        nearly = max(shares)[0] - _BEHIND if max(shares)[0] >= _WHOLE else _ELSEWHERE
        near = [p for share, s in shares if share >= nearly for p in predicates(s)]
        least = 1 if max(shares)[0] >= _MOST else 2
        wrong = _further(predicates(part), near, least) or _unfulfilled(part, sentences) or _proven(part, best)
        if wrong:
            return CheckResult(name=NAME, outcome="fail", verdict="contradicted", detail=wrong)
    return bare(NAME, "pass" if compared else "skip")


def _further(mine: Sequence[Predicate], theirs: Sequence[Predicate], least: int) -> str:
    """A deed told as done that the evidence has as planned or possible, or as certain that it has as possible."""
    open_ = {o.stem for o in theirs if o.mode}
    for p in mine:
        if p.stem not in open_:
            continue
        same = [o for o in theirs if o.stem == p.stem and not o.denied and (o.mode or not o.word.endswith("ing"))]
        modes = {o.mode for o in same}
        if (
            not same
            or "" in modes
            or p.denied
            or p.stem in _SPEECH
            or not any(len(p.near & o.near) >= least for o in same)
        ):
            continue
        if (p.mode == "" and p.done) or (p.mode == "will" and modes == {"may"}):
            step = next(m for m in ("will", "plan", "may") if m in modes)
            return f"“{p.word}” as {'done' if p.done else 'certain'}; the article has it as {_STEPS[step]}"
    return ""


def _unfulfilled(claim: str, sentences: Sequence[str]) -> str:
    """A deed told as done in a word of the claim's own, where the evidence has all the rest as still to come."""
    mine = predicates(claim)
    deeds = [p for p in mine if p.done and not p.mode and not p.denied and p.stem not in _SPEECH]
    if len(deeds) != 1 or not _DONE.search(claim) or _COMING.search(claim):
        return ""
    wanted = {p.stem for p in mine if p is not deeds[0]}
    best = max(sentences, key=lambda s: len(wanted & {o.stem for o in predicates(s)}))
    theirs = predicates(best)
    met = [o for o in theirs if o.stem in wanted]
    coming = _COMING.search(best)
    if not coming or len(wanted) < 2 or len({o.stem for o in met}) < _REST * len(wanted):
        return ""
    # A word that the sentence only has with a capital is a name: Jared is no deed.
    if any(o.done and not o.mode and o.word in best and o.word not in coming.group() for o in theirs) or any(
        deeds[0].stem == o.stem for s in sentences for o in predicates(s)
    ):
        return ""
    return f"“{deeds[0].word}” as done; the article says “{coming.group()}”"


def _proven(claim: str, sentences: Sequence[str]) -> str:
    """What the evidence only alleges."""
    alleged = [_ALLEGED.search(s) for s in sentences]
    found = alleged[0] if alleged else None
    if (
        not found
        or not all(alleged)
        or _HEDGED.search(claim)
        or coverage(claim, sentences[0][found.end() :]) < _SAID_SO
    ):
        return ""
    return f"told as a fact; the article has it as “{found.group()}”"


def _superseded(part: str, claim: Claim, article: Article) -> str:
    """What held at first only, told as if it still did."""
    for index in claim.evidence[:2]:
        sentence = article.sentences[index].text
        if not _AT_FIRST.match(sentence) or _MARKED.search(part):
            continue
        main = ",".join(sentence.split(",")[:2])
        if max(coverage(part, sentence), coverage(main, part) - 0.1) < 0.4:
            continue
        for later in article.sentences[index + 1 : index + 1 + _SOON]:
            if _NOW.match(later.text):
                return f"held at first only; the article goes on: «{later.text[:120]}»"
    return ""
