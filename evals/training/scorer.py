"""Fit the trees that weigh what is counted of a claim beside its article.

    python -m evals.training.scorer RECORDS.jsonl.gz [--out FILE]

Fitted on annotated records and on the labelled claims of the cases marked `dev`. Every data set weighs the same (the
cases as two), and either label the same within it, so that 0.5 is the threshold at which balanced accuracy is best
on the mean of the sets. All figures printed are on articles that the fit did not see, by cross-validation over
articles. Needs scikit-learn, which the service does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from evals.cases.case import load as load_cases
from service.article import Article, ArticleError
from service.article.reading import read
from service.verification.checks import CHECKS
from service.verification.claim import Claim
from service.verification.entailment import trees
from service.verification.entailment.features import measure
from service.verification.verification import ground

FOLDS = 5
SEEDS = (1, 2)
"""Fits whose log-odds are averaged: each draws other features, and the mean errs less than either."""
OWN = "cases"
_OWN_WEIGHT = 2.0
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A record, measured."""

    id: str
    dataset: str
    domain: str
    article: str
    label: int
    features: dict[str, float]


@dataclass(frozen=True)
class Records:
    """Rows as parallel arrays."""

    rows: list[Row]

    @property
    def names(self) -> list[str]:
        return list(self.rows[0].features)

    @property
    def measured(self) -> Real:
        return np.array([list(r.features.values()) for r in self.rows])

    @property
    def labels(self) -> NDArray[np.int64]:
        return np.array([r.label for r in self.rows])

    def weights(self) -> Real:
        """The same for every data set, half of it for either label."""
        counts = Counter((r.dataset, r.label) for r in self.rows)
        found = np.array([(_OWN_WEIGHT if r.dataset == OWN else 1) / counts[r.dataset, r.label] for r in self.rows])
        return np.asarray(found / found.mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--out", type=Path, default=trees.FILE)
    options = parser.parse_args()
    records = Records([*annotated(options.records), *own()])
    unseen = out_of_fold(records)
    for name, (accuracy, auc) in summary(records, unseen).items():
        print(f"{name:24} balanced accuracy {accuracy:5.1f}  ROC-AUC {auc:5.1f}")
    fits = [model(seed).fit(records.measured, records.labels, sample_weight=records.weights()) for seed in SEEDS]
    options.out.write_text(exported(fits, records.names))


def annotated(path: Path) -> Iterator[Row]:
    """The annotated records."""
    articles: dict[str, Article | None] = {}
    with gzip.open(path, "rt") as file:
        lines = file.readlines()
    for line in track(lines, "measuring"):
        record: dict[str, Any] = json.loads(line)
        key = hashlib.sha256(" ".join(record["source"].split()).encode()).hexdigest()
        if key not in articles:
            articles[key] = _article(record["source"])
        if (article := articles[key]) is not None:
            features = _features(Claim("key_points.0", "key_points", record["claim"]), article)
            yield Row(record["id"], record["dataset"], record["domain"], key, record["label"], features)


def own() -> Iterator[Row]:
    """The reported claims of the cases: an inference is not for an entailment scorer to pass."""
    for case in load_cases("dev"):
        article = case.read()
        for claim, carried, _ in case.claims():
            if claim.kind == "reported":
                yield Row(f"{case.name}.{claim.id}", OWN, OWN, case.name, carried, _features(claim, article))


def _features(claim: Claim, article: Article) -> dict[str, float]:
    grounded = ground(claim, article)
    outcomes = [check(grounded, article) for check in CHECKS]
    return measure([grounded], article, [outcomes])[0]


def _article(source: str) -> Article | None:
    try:
        return read(source, language="en")
    except ArticleError:
        return None


def model(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=160,
        learning_rate=0.05,
        max_leaf_nodes=12,
        min_samples_leaf=30,
        l2_regularization=5.0,
        max_features=0.3,
        random_state=seed,
    )


def out_of_fold(records: Records) -> Real:
    """The log-odds of each record by trees that saw none of its article."""
    measured, labels, weights = records.measured, records.labels, records.weights()
    scores = np.zeros(len(labels))
    for train, test in GroupKFold(FOLDS).split(measured, groups=[r.article for r in records.rows]):
        fits = [model(seed).fit(measured[train], labels[train], sample_weight=weights[train]) for seed in SEEDS]
        scores[test] = np.mean([fit.decision_function(measured[test]) for fit in fits], axis=0)
    return scores


def summary(records: Records, scores: Real) -> dict[str, tuple[float, float]]:
    """Balanced accuracy at 0.5 and ROC-AUC by data set with ten of either label; the mean over news, and over all."""
    by_set: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(records.rows):
        by_set[row.dataset, row.domain].append(i)
    found = {}
    for (name, domain), rows in sorted(by_set.items()):
        labels = records.labels[rows]
        if min(labels.sum(), len(labels) - labels.sum()) >= 10:
            accuracy = balanced_accuracy_score(labels, scores[rows] > 0)
            found[name, domain] = (100 * accuracy, 100 * roc_auc_score(labels, scores[rows]))
    news = [v for (_, domain), v in found.items() if domain == "news"]
    every = [v for (_, domain), v in found.items() if domain != OWN]
    means = {
        f"mean of {n}": (float(a), float(b)) for n, v in (("news", news), ("all", every)) for a, b in [np.mean(v, 0)]
    }
    return {name: v for (name, _), v in found.items()} | means


def exported(fits: list[HistGradientBoostingClassifier], names: list[str]) -> str:
    """The mean of several fits as one table of nodes; a leaf is its own left and right child."""
    table: dict[str, list[Any]] = {k: [] for k in ("roots", "feature", "threshold", "left", "right", "value")}
    depth = 0
    for (predictor,) in (p for fit in fits for p in fit._predictors):
        start = len(table["feature"])
        table["roots"].append(start)
        for number, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            table["feature"].append(0 if leaf else int(node["feature_idx"]))
            table["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
            table["left"].append(start + (number if leaf else int(node["left"])))
            table["right"].append(start + (number if leaf else int(node["right"])))
            table["value"].append(round(float(node["value"]) / len(fits), 6) if leaf else 0.0)
    base = float(np.mean([np.ravel(fit._baseline_prediction)[0] for fit in fits]))
    return json.dumps({"features": names, "base": base, "depth": depth + 1, **table}, separators=(",", ":"))


if __name__ == "__main__":
    main()
