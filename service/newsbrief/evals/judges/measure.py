"""Measures of a judge: caught and flagged for nothing, agreement with itself, dollars, seconds, failed calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from statistics import NormalDist

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.evals.grade import Observation, compute_grades
from newsbrief.evals.judges.asking import ReadArticle
from newsbrief.evals.judges.results import JudgeReading, Results, judge_claims

_Z = NormalDist().inv_cdf(0.975)
"""Standard deviations of a normal distribution that hold 95 % of it."""
UNNAMED = "unnamed"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Share(_Frozen):
    """A share with its 95 % interval (Wilson)."""

    hits: int
    of: int
    value: float
    low: float
    high: float


class Amount(_Frozen):
    """A mean with its 95 % interval, by drawing articles again."""

    value: float
    low: float
    high: float


class Miss(_Frozen):
    """A claim on which a judge erred."""

    id: str
    article: str
    claim: str
    carried: bool
    """Whether the article carries it, by its label."""
    error: str | None
    verdict: str
    reason: str


class JudgeMeasures(_Frozen):
    """All measures of one judge, or of a panel."""

    label: str
    families: tuple[str, ...]
    exam: str
    """The result of its exam in words."""
    stopped: str = Field(description="Why it was not asked, or not to the end; empty where it was.")
    claims: int = Field(description="Claims that it was asked about, in the first run.")
    caught: Share | None = Field(description="Wrong claims that it flags, of those that it gave a verdict on.")
    flagged: Share | None = Field(description="Carried claims that it flags, of those that it gave a verdict on.")
    caught_by_error: Mapping[str, Share]
    caught_by_language: Mapping[str, Share]
    flagged_by_language: Mapping[str, Share]
    caught_by_writer: Mapping[str, Share] = Field(description="By the family of the model that wrote the claim.")
    flagged_by_writer: Mapping[str, Share]
    caught_by_service: Share | None = Field(description="Wrong claims not printed as written: judge and guards.")
    flagged_by_service: Share | None = Field(description="Carried claims not printed as written: judge and guards.")
    no_verdict: Share | None = Field(description="Claims that it gave no verdict on.")
    agreement: Share | None = Field(description="Claims on which it said the same in every run.")
    canaries: Share | None = Field(description="Answers in which it told the planted true claim from the false one.")
    failed_calls: Share | None = Field(description="Requests that came to no answer, retries included.")
    failures: Mapping[str, int] = Field(description="Those requests by reason.")
    warnings: Mapping[str, int] = Field(description="Reasons why claims have no verdict, and how often.")
    usd_per_1000: Amount | None = Field(description="Dollars for 1,000 claims; null where the model has no price.")
    seconds_per_1000: Amount | None = Field(description="Seconds for 1,000 claims, one request after the other.")
    tokens_per_1000: float | None
    misses: tuple[Miss, ...]


def measure_share(flags: Iterable[bool]) -> Share | None:
    """Return the share of the true ones; None where there are none at all."""
    counted = list(flags)
    if not counted:
        return None
    hits, of = sum(counted), len(counted)
    low, high = compute_wilson(hits, of)
    return Share(hits=hits, of=of, value=hits / of, low=low, high=high)


def compute_wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `hits` in `of`, which is at least 1 (Wilson 1927)."""
    share, square = hits / of, _Z * _Z / of
    middle = share + square / 2
    spread = _Z * sqrt(share * (1 - share) / of + square / (4 * of))
    low, high = ((middle + sign * spread) / (1 + square) for sign in (-1, 1))
    return (0.0 if hits == 0 else max(0.0, low)), (1.0 if hits == of else min(1.0, high))


def measure(results: Results, articles: Sequence[ReadArticle]) -> JudgeMeasures:
    """Return all measures of a judge. Errors are counted in its first run, costs in all."""
    judged = judge_claims(results, articles)
    first = [one for one in judged if one.run == 1]
    answered = [one for one in first if one.verdict is not None]
    wrong, carried = ([one for one in answered if one.labelled.carried is label] for label in (False, True))
    calls = results.calls
    failures = [call.error for call in calls if call.error]
    outcomes = [outcome == "held" for outcome, n in results.canaries.items() if outcome != "none" for _ in range(n)]
    tokens = sum(call.prompt_tokens + call.completion_tokens for call in calls)
    return JudgeMeasures(
        label=results.label,
        families=results.families,
        exam="; ".join(f"{each.right} of {each.of}" for each in results.standing.exams) or "not taken",
        stopped=results.standing.stopped,
        claims=len(first),
        caught=measure_share(map(_is_flagged, wrong)),
        flagged=measure_share(map(_is_flagged, carried)),
        caught_by_error=_share_by(wrong, lambda one: one.labelled.error or UNNAMED),
        caught_by_language=_share_by(wrong, lambda one: one.language),
        flagged_by_language=_share_by(carried, lambda one: one.language),
        caught_by_writer=_share_by(wrong, lambda one: one.family),
        flagged_by_writer=_share_by(carried, lambda one: one.family),
        caught_by_service=measure_share(not one.is_printed for one in wrong),
        flagged_by_service=measure_share(not one.is_printed for one in carried),
        no_verdict=measure_share(one.verdict is None for one in first),
        agreement=measure_share(_list_agreements(judged)),
        canaries=measure_share(outcomes),
        failed_calls=measure_share(bool(call.error) for call in calls),
        failures={reason: failures.count(reason) for reason in dict.fromkeys(failures)},
        warnings=results.warnings,
        usd_per_1000=_compute_mean(judged, lambda one: one.cost_usd),
        seconds_per_1000=_compute_mean(judged, lambda one: one.seconds),
        tokens_per_1000=1000 * tokens / len(judged) if tokens else None,
        misses=tuple(_to_miss(one) for one in answered if one.verdict is not one.labelled.carried),
    )


def compare_verdicts(one: Sequence[JudgeReading], other: Sequence[JudgeReading], *, carried: bool) -> Amount | None:
    """Return how much more `other` flags than `one`, as a share of the claims labelled `carried` that both judged.

    The 95 % interval is that of a paired difference (Agresti and Min 2005). None where there are no such claims.
    """
    flags = [{j.place: not j.verdict for j in each if _counts(j, carried)} for each in (one, other)]
    both = flags[0].keys() & flags[1].keys()
    if not both:
        return None
    more, fewer = (sum(flags[a][p] and not flags[b][p] for p in both) + 0.5 for a, b in ((1, 0), (0, 1)))
    size = len(both) + 2
    spread = _Z * sqrt(max(0.0, more + fewer - (more - fewer) ** 2 / size)) / size
    middle = (more - fewer) / size
    return Amount(value=(more - fewer) / len(both), low=max(-1.0, middle - spread), high=min(1.0, middle + spread))


def _counts(one: JudgeReading, carried: bool) -> bool:
    return one.run == 1 and one.verdict is not None and one.labelled.carried is carried


def _is_flagged(one: JudgeReading) -> bool:
    return one.verdict is False


def _share_by(readings: Sequence[JudgeReading], name: Callable[[JudgeReading], str | None]) -> dict[str, Share]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for one in readings:
        if (group := name(one)) is not None:
            groups[group].append(_is_flagged(one))
    return {group: share for group in sorted(groups) if (share := measure_share(groups[group]))}


def _list_agreements(judged: Sequence[JudgeReading]) -> list[bool]:
    """Return for each claim with a verdict in several runs whether all of them were the same."""
    by_claim: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one in judged:
        if one.verdict is not None:
            by_claim[one.place].append(one.verdict)
    return [len(set(verdicts)) == 1 for verdicts in by_claim.values() if len(verdicts) > 1]


def _compute_mean(judged: Sequence[JudgeReading], value: Callable[[JudgeReading], float | None]) -> Amount | None:
    """Return the mean for 1,000 claims of those that have a value; None where none has."""
    observed = [
        Observation(grade="judge.mean", case=one.labelled.id, article=one.labelled.article, value=1000 * amount)
        for one in judged
        if (amount := value(one)) is not None
    ]
    return next((Amount(value=grade.value, low=grade.low, high=grade.high) for grade in compute_grades(observed)), None)


def _to_miss(one: JudgeReading) -> Miss:
    said = one.checked.checks[-1]
    return Miss(
        id=one.labelled.id,
        article=one.labelled.article,
        claim=one.labelled.text,
        carried=one.labelled.carried,
        error=one.labelled.error,
        verdict=one.checked.verdict,
        reason=said.detail,
    )
