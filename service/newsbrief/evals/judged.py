"""The suite on what users get with a judge: the recorded one, on realistic claims, whole drafts included."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from newsbrief.evals.finding import Finding, describe_misjudged
from newsbrief.evals.grade import Observation
from newsbrief.evals.realistic import LabelledArticle, LabelledClaim, load_shipped
from newsbrief.evals.recorded import make_recorded_panel
from newsbrief.evals.rehearsal import RehearsedDraft, rehearse
from newsbrief.verification.claim import CARRIED, REFUTED, CheckedClaim
from newsbrief.verification.code_checks import check_by_code, list_questions, with_judgements
from newsbrief.verification.judge.panel import Panel

ERRS = 0.1
"""Share of verdicts that the erring judge turns round."""
_WRONG = 3


async def judge_article(article: LabelledArticle, judge: Panel | None) -> list[tuple[LabelledClaim, CheckedClaim]]:
    """Return the labelled claims of an article, each as it was checked and judged."""
    checked = check_by_code([c.claim(n) for n, c in enumerate(article.claims)], article.article)
    if judge is not None:
        ruling = await judge.judge(list_questions(checked), article.article, time.monotonic() + 60)
        checked = with_judgements(checked, ruling.findings, article.article)
    return list(zip(article.claims, checked, strict=True))


async def observe(
    articles: Sequence[LabelledArticle] | None = None, tell: Callable[[int], object] = lambda done: None
) -> tuple[list[Observation], list[Finding]]:
    """Return the observations of every article, and a finding on each claim that was judged or printed wrongly."""
    observed: list[Observation] = []
    findings: list[Finding] = []
    sound, erring, stubborn = make_recorded_panel(), make_recorded_panel(errs=ERRS), make_recorded_panel(stubborn=True)
    for article in articles if articles is not None else load_shipped():
        observed += [_of_code(*one) for one in await judge_article(article, None)]
        for labelled, checked in await judge_article(article, sound):
            observed += _of_claim(labelled, checked)
            if (checked.verdict in CARRIED) != labelled.carried:
                findings.append(_make_finding(article, labelled, checked))
        rehearsals = {
            "honest": await rehearse(article, sound),
            "mixed": await rehearse(article, sound, wrong=_WRONG),
            "stubborn": await rehearse(article, stubborn, wrong=_WRONG),
            "erring": await rehearse(article, erring, wrong=_WRONG),
        }
        observed += _of_drafts(article.name, rehearsals)
        tell(1)
    return observed, findings


def _of_code(labelled: LabelledClaim, checked: CheckedClaim) -> Observation:
    """Return the one way in which code alone can be wrong on a claim."""
    if labelled.carried:
        return _observe("alone_honest_refuted", labelled.id, labelled.article, checked.verdict in REFUTED)
    return _observe("alone_wrong_supported", labelled.id, labelled.article, checked.verdict in CARRIED)


def _of_claim(labelled: LabelledClaim, checked: CheckedClaim) -> Iterator[Observation]:
    flagged = float(checked.verdict not in CARRIED)
    names = ["false_alarms"] if labelled.carried else ["caught", f"caught.{labelled.error}"]
    for name in names:
        yield _observe(name, labelled.id, labelled.article, flagged)


def _of_drafts(name: str, rehearsals: Mapping[str, RehearsedDraft]) -> Iterator[Observation]:
    honest = rehearsals["honest"]
    yield _observe("kept", name, name, honest.kept / honest.honest)
    yield _observe("calls", name, name, honest.calls)
    for draft, rehearsed in rehearsals.items():
        if rehearsed.wrong:
            yield _observe(f"wrong_printed.{draft}", name, name, len(rehearsed.printed) / rehearsed.wrong)
    passed_wrongly = any(r.printed and r.verdict == "pass" for d, r in rehearsals.items() if d != "erring")
    yield _observe("passed_wrongly", name, name, passed_wrongly)


def _observe(name: str, case: str, article: str, value: float) -> Observation:
    return Observation(grade=f"judged.{name}", case=case, article=article, value=float(value))


def _make_finding(article: LabelledArticle, labelled: LabelledClaim, checked: CheckedClaim) -> Finding:
    group = labelled.error or "carried"
    return describe_misjudged("judged", labelled.id, article.name, checked, carried=labelled.carried, group=group)
