"""Inference: analysis holds no fact that the article lacks, keeps to its subject, and says that it is no more.

English, Spanish, French and German have lists of hedges; claims in other languages are skipped.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from service.article import Article
from service.article.words import content_stems
from service.faithfulness.checks import names, numbers, places
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.overlap import article_stems

NAME = "inference"
FACTS = frozenset({names.NAME, places.NAME, numbers.NAME})
"""Checks that an inference must not fail."""
_ON_SUBJECT = 0.3
"""Share of a claim's content words, those of hedging and judging left out, that the article must have."""
_HEDGES = {
    "en": r"may|might|could|would|can|suggest\w*|appear\w*|seem\w*|likely|unlikely|signal\w*|indicat\w+|if"
    r"|whether|depend\w*"
    r"|hinge\w*|underscor\w+|highlight\w*|potential\w*|possib\w+|perhaps|probabl\w+|point\w* to|impl(?:y|ies"
    r"|ied)|reflect\w*"
    r"|raise\w* (?:questions?|doubts?|the (?:prospect|risk|stakes|possibility))|risk\w*|uncertain\w*|unclear"
    r"|remain\w* to be"
    r"|question\w*|illustrat\w+|reveal\w*|show(?:s|ing)?|prospect\w*|expected|tend\w*|arguabl\w+|presumabl\w+"
    r"|mark(?:s|ing)"
    r"|open question|points? to|hint\w*|so far|should|complicat\w+|adds? (?:another|a) layer|emphasi[sz]\w+"
    r"|demonstrat\w+",
    "es": r"puede\w*|podr[ií]a\w*|sugier\w+|parece\w*|probabl\w+|posibl\w+|indica\w*|si|quiz[aá]s?|tal vez"
    r"|apunta\w*|refleja\w*"
    r"|subraya\w*|depende\w*|potencial\w*|incert\w+|riesgo\w*",
    "fr": r"peut|peuvent|pourrai\w+|sugg[eè]r\w+|sembl\w+|probabl\w+|possibl\w+|indiqu\w+|si|peut-être"
    r"|refl[eè]t\w+|soulign\w+"
    r"|d[eé]pend\w*|potentiel\w*|incert\w+|risqu\w+|laiss\w+ penser",
    "de": r"kann|können|könnte\w*|dürfte\w*|scheint|scheinen|wahrscheinlich\w*|möglich\w*|deute\w+|wenn|falls"
    r"|ob|vielleicht"
    r"|womöglich|abhäng\w+|hängt|potenziell\w*|ungewiss\w*|unklar\w*|risik\w+|zeigt|unterstreich\w+",
}
_HEDGED = {language: regex.compile(rf"\b(?:{words})\b", regex.IGNORECASE) for language, words in _HEDGES.items()}
_CERTAIN = regex.compile(
    r"\b(?:certain(?:ly|\sto)|definitely|undoubtedly|inevitabl[ey]|guaranteed"
    r"|guarantees?(?=\s(?:that|the|an?|his|her|its|their)\b)|without (?:a )?doubt|clearly"
    r"|obviously"
    r"|prov(?:es|ed|en)|unquestionabl[ey]|doomed|bound to|no doubt|always|never)\b",
    regex.IGNORECASE,
)
_GENERIC = frozenset(
    content_stems(
        "may might could suggest appear seem likely signal indicate underscore highlight potential possible "
        "perhaps reflect"
        " raise question risk uncertain unclear consequences impact outcome significant factor complex "
        "complexity layer"
        " strategy strategic approach broader implication dynamic situation development future success failure "
        "influence"
        " role key further add another ultimately depend hinge willingness ability lead trigger effect long "
        "term stakes"
        " far-reaching underline important challenge opportunity shift change demonstrate reveal show emphasize", "en"
    )
)  # fmt: skip


def check(claim: Claim, article: Article) -> CheckResult:
    """Passes an inference that is hedged, on the article's subject and without new facts."""
    return given(claim, article, (facts.check(claim, article) for facts in (names, places, numbers)))


def given(claim: Claim, article: Article, facts: Iterable[CheckResult]) -> CheckResult:
    """The same, where the checks on what facts the claim holds, `FACTS`, have been made already."""
    hedged = _HEDGED.get(article.language)
    if claim.kind != "inference" or hedged is None:
        return bare(NAME, "skip")
    for result in facts:
        if result.outcome == "fail":
            return _fail(f"a new fact in an inference: {result.detail}", result.verdict or "unsupported")
    if (
        article.language == "en"
        and (sure := _CERTAIN.search(claim.text))
        and not hedged.search(claim.text[: sure.start()])
    ):
        return _fail(f"“{sure.group()}” is more than an inference may say", "unsupported")
    if not hedged.search(claim.text):
        return _fail("an inference told as a fact: nothing in it says that it is one", "unsupported")
    if _share(claim.text, article) < _ON_SUBJECT:
        return _fail("not about what the article tells", "unsupported")
    return bare(NAME, "pass")


def _share(text: str, article: Article) -> float:
    wanted = set(content_stems(text, article.language)) - _GENERIC
    return len(wanted & article_stems(article)) / len(wanted) if wanted else 1.0


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
