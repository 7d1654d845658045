"""Grades: what is observed of each case, and its mean over articles with an interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

DRAWS = 2000
_SEED = 20260204
Better = Literal["more", "less", "neither"]
_WAYS: Mapping[Better, frozenset[str]] = {
    "more": frozenset(
        {"claim_precision", "attribution", "fact_recall", "essential_recall", "format_validity", "sections_filled"}
        | {"written", "caught", "found", "found_unseen", "kept", "verdicts", "still_held", "out_of_date_caught"}
        | {"standings", "standings_unseen", "out_of_date_found", "out_of_date_found_unseen"}
    ),
    "less": frozenset(
        {"unfaithful", "forbidden", "replaced", "false_alarms", "passed_wrongly", "wrong_printed"}
        | {"wrong_supported", "wrong_supported_unseen", "honest_refuted", "honest_refuted_unseen"}
        | {"alone_wrong_supported", "alone_honest_refuted"}
        | {"false_out_of_date", "false_out_of_date_unseen"}
        | {"calls", "prompt_tokens", "completion_tokens", "cost_usd"}
    ),
    "neither": frozenset({"seconds", "words", "lix"}),
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Observation(_Frozen):
    """One value of one grade, of one case."""

    grade: str
    """Suite and name, such as `briefings.fact_recall` or `claims.caught.number`."""
    case: str
    article: str
    value: float


class Grade(_Frozen):
    """The mean of a grade's observations, with a 95 % interval by drawing articles again."""

    name: str
    value: float
    low: float
    high: float
    observations: int


class GradeChange(_Frozen):
    """The difference of a grade from a baseline's, on the articles of both; positive where it rose."""

    name: str
    by: float
    low: float
    high: float
    worse: bool
    """The whole interval lies on the wrong side of no change."""


def choose_direction(name: str) -> Better:
    """Return the direction in which a grade is good; `neither` for one that a busy machine alone can change.

    Raises:
        KeyError: nobody has decided it for this grade; a guess would be a gate that fails wrongly, or never.
    """
    grade = name.split(".")[1]
    for way, own in _WAYS.items():
        if grade in own:
            return way
    raise KeyError(f"{name} is in none of the lists of grades")


def is_known(name: str) -> bool:
    """Return whether a run may measure a grade of this name."""
    return any(name.split(".")[1] in own for own in _WAYS.values())


def compute_grades(observed: Iterable[Observation]) -> list[Grade]:
    """Return a grade for every name among the observations, in the order they first come."""
    by_name: dict[str, list[Observation]] = {}
    for observation in observed:
        by_name.setdefault(observation.grade, []).append(observation)
    return [_compute_grade(name, values) for name, values in by_name.items()]


def compute_changes(now: Iterable[Observation], before: Iterable[Observation]) -> list[GradeChange]:
    """Return for each grade of both, on the articles of both, the paired difference with its interval."""
    new, old = _group_by_article(now), _group_by_article(before)
    shared = [name for name in new if name in old and new[name].keys() & old[name].keys()]
    return [_compute_change(name, new[name], old[name]) for name in shared]


def _compute_grade(name: str, observed: Sequence[Observation]) -> Grade:
    by_article = _group_by_article(observed)[name]
    sums, sizes = (np.array([f(v) for v in by_article.values()], dtype=float) for f in (sum, len))
    drawn = _draw(len(sums))
    low, high = np.percentile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [2.5, 97.5])
    value = float(sums.sum() / sizes.sum())
    return Grade(name=name, value=value, low=float(low), high=float(high), observations=len(observed))


def _compute_change(name: str, now: Mapping[str, list[float]], before: Mapping[str, list[float]]) -> GradeChange:
    articles = sorted(now.keys() & before.keys())
    drawn = _draw(len(articles))
    means = []
    for side in (now, before):
        sums, sizes = (np.array([f(side[a]) for a in articles], dtype=float) for f in (sum, len))
        means.append((sums.sum() / sizes.sum(), sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)))
    (new, new_draws), (old, old_draws) = means
    low, high = (float(x) for x in np.percentile(new_draws - old_draws, [2.5, 97.5]))
    way = choose_direction(name)
    worse = (way == "more" and high < 0) or (way == "less" and low > 0)
    return GradeChange(name=name, by=float(new - old), low=low, high=high, worse=worse)


def _group_by_article(observed: Iterable[Observation]) -> dict[str, dict[str, list[float]]]:
    grouped: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for o in observed:
        grouped[o.grade][o.article].append(o.value)
    return {name: dict(articles) for name, articles in grouped.items()}


def _draw(articles: int) -> np.ndarray:
    """Return the same draws every time, in the shape (draws, articles)."""
    return np.random.default_rng(_SEED).integers(0, articles, (DRAWS, articles))
