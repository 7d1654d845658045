"""The checker against people's judgement on annotated records.

    python -m evals.benchmark RECORDS.jsonl[.gz] [--only PREFIX] [--out FILE]

Per data set balanced accuracy at 0.5, the product's threshold, and ROC-AUC; the plain mean over the news sets and
over all that have ten records of either label, with a 95 % interval by drawing articles again; what each check alone
catches and flags for nothing; recall by the annotators' kind of error; claims a second, reading included.

The scorer was fitted on the development half of these records: on that half the figures are in-sample. Honest ones
come from `python -m evals.training.scorer`, which measures on articles that the fit did not see.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from service.article import Article, ArticleError
from service.article.reading import read
from service.verification.claim import CheckResult, Claim
from service.verification.verification import examine

FEWEST = 10
"""Records of either label that a data set needs to be scored."""
_DRAWS = 300
_BY_ERROR = ("bump-", "summedits-")
Figures = tuple[float, float]
"""Balanced accuracy and ROC-AUC, in per cent."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with what the checker said."""

    dataset: str
    news: bool
    article: str
    label: int
    error: str | None
    score: float
    checks: tuple[CheckResult, ...] = field(repr=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--only", default="", help="data sets whose name starts with this")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    records = [r for r in _records(options.records) if r["dataset"].startswith(options.only)]
    began = time.perf_counter()
    found = list(scored(records))
    rate = len(found) / (time.perf_counter() - began)
    report = {"claims_per_second": round(rate, 1), **figures(found)}
    _print(report)
    if options.out:
        options.out.write_text(json.dumps(report, indent=1))


def _records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        return sorted(map(json.loads, lines), key=lambda r: str(r["source"]))


def scored(records: Sequence[dict[str, Any]]) -> Iterator[Scored]:
    """Every record with the checker's score; those on one article are read and checked together."""
    groups = [list(group) for _, group in groupby(records, key=lambda r: str(r["source"]))]
    for group in track(groups, "checking", console=Console(stderr=True)):
        key = hashlib.sha256(" ".join(group[0]["source"].split()).encode()).hexdigest()
        claims = [Claim(f"key_points.{n}", "key_points", r["claim"]) for n, r in enumerate(group)]
        article = _article(group[0]["source"])
        checked = examine(claims, article) if article else ()
        for number, record in enumerate(group):
            score, checks = (checked[number].score, checked[number].checks) if checked else (0.0, ())
            news = record["domain"] == "news"
            yield Scored(record["dataset"], news, key, record["label"], record["error_type"], score, checks)


def _article(source: str) -> Article | None:
    try:
        return read(source)
    except ArticleError:
        return None


def figures(found: Sequence[Scored]) -> dict[str, Any]:
    """All that is reported of records, as JSON takes it."""
    by_set = _grouped(found, lambda r: r.dataset)
    return {
        "sets": {name: _both(rows) for name, rows in sorted(by_set.items()) if _enough(rows)},
        "news": _mean([r for r in found if r.news]),
        "all": _mean(found),
        "news_interval": _interval([r for r in found if r.news]),
        "all_interval": _interval(found),
        "checks": _by_check(found),
        "errors": {
            f"{name}: {kind}": [round(100 * float(np.mean([r.score < 0.5 for r in rows])), 1), len(rows)]
            for name, own in sorted(by_set.items())
            if name.startswith(_BY_ERROR)
            for kind, rows in sorted(_grouped([r for r in own if r.label == 0], lambda r: str(r.error)).items())
        },
    }


def _grouped(found: Sequence[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    groups: defaultdict[str, list[Scored]] = defaultdict(list)
    for record in found:
        groups[key(record)].append(record)
    return groups


def _enough(rows: Sequence[Scored]) -> bool:
    positive = sum(r.label for r in rows)
    return min(positive, len(rows) - positive) >= FEWEST


def _both(rows: Sequence[Scored]) -> Figures:
    labels, scores = np.array([r.label for r in rows]), np.array([r.score for r in rows])
    accuracy = (np.mean(scores[labels == 1] >= 0.5) + np.mean(scores[labels == 0] < 0.5)) / 2
    return round(100 * float(accuracy), 1), round(100 * _auc(labels, scores), 1)


def _auc(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> float:
    """The probability that a carried claim outranks one that is not, ties counting half (Mann and Whitney, 1947)."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = int(labels.sum())
    above = ranks[labels == 1].sum() - positive * (positive + 1) / 2
    return float(above / (positive * (len(labels) - positive)))


def _mean(found: Sequence[Scored]) -> Figures:
    each = [_both(rows) for rows in _grouped(found, lambda r: r.dataset).values() if _enough(rows)]
    if not each:
        return 0.0, 0.0
    accuracy, auc = np.mean(each, axis=0)
    return round(float(accuracy), 1), round(float(auc), 1)


def _interval(found: Sequence[Scored]) -> tuple[float, float]:
    """95 % of the mean balanced accuracy, articles drawn again: records on one article are far from independent."""
    by_article = list(_grouped(found, lambda r: r.article).values())
    rng = np.random.default_rng(1)
    draws = [
        _mean([r for i in rng.integers(0, len(by_article), len(by_article)) for r in by_article[i]])[0]
        for _ in range(_DRAWS if by_article else 1)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    return round(float(low), 1), round(float(high), 1)


def _by_check(found: Sequence[Scored]) -> dict[str, list[float]]:
    """For each check alone: per cent of unsupported claims it fails, and of supported ones."""
    names = dict.fromkeys(c.name for r in found for c in r.checks)
    return {
        name: [
            round(
                100 * float(np.mean([any(c.name == name and c.outcome == "fail" for c in r.checks) for r in rows])), 1
            )
            for rows in ([r for r in found if not r.label], [r for r in found if r.label])
        ]
        for name in names
    }


def _print(report: dict[str, Any]) -> None:
    console = Console()
    table = Table("data set", "balanced accuracy", "ROC-AUC", title="At 0.5")
    for name, (accuracy, auc) in report["sets"].items():
        table.add_row(name, f"{accuracy:.1f}", f"{auc:.1f}")
    for name in ("news", "all"):
        low, high = report[f"{name}_interval"]
        table.add_row(f"mean of {name}", f"{report[name][0]:.1f} [{low:.1f}, {high:.1f}]", f"{report[name][1]:.1f}")
    console.print(table)
    table = Table("check alone", "% of unsupported failed", "% of supported failed")
    for name, (caught, alarms) in report["checks"].items():
        table.add_row(name, f"{caught:.1f}", f"{alarms:.1f}")
    console.print(table)
    table = Table("kind of error", "% caught", "n")
    for name, (caught, number) in report["errors"].items():
        table.add_row(name, f"{caught:.1f}", str(number))
    console.print(table)
    console.print(f"{report['claims_per_second']} claims a second, reading included")


if __name__ == "__main__":
    main()
