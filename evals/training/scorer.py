"""Fit the trees over counted features, and how they and the encoder are weighed together.

    python -m evals.training.scorer RECORDS.jsonl.gz [--unseen UNSEEN.jsonl] [--out FOLDER]

Every data set weighs the same, and either label the same within it, so that 0.5 is the threshold at which balanced
accuracy is best on the mean of the sets. All figures are on articles that the fit did not see: the trees' by
cross-validation over articles, the blend's on the records of `UNSEEN.jsonl` (see `evals.training.encoder`), which
the encoder never saw either. Needs scikit-learn, which the service does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from service.article import Article, ArticleError
from service.article.reading import read
from service.faithfulness import entailment
from service.faithfulness.checks import CHECKS
from service.faithfulness.claim import Claim
from service.faithfulness.entailment.features import measure
from service.faithfulness.verification import ground

SHIPPED = Path(entailment.__file__).parent
FOLDS = 5
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Records:
    """Records as features; parallel arrays."""

    ids: list[str]
    sets: list[str]
    news: list[bool]
    articles: list[str]
    labels: NDArray[np.int64]
    names: list[str]
    rows: Real

    def weights(self) -> Real:
        """One for every data set, half of it for either label."""
        counts = Counter(zip(self.sets, self.labels.tolist(), strict=True))
        found = np.array([1 / counts[key] for key in zip(self.sets, self.labels.tolist(), strict=True)])
        return np.asarray(found / found.mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--unseen", type=Path, help="the encoder's logits on records it did not see")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    records = load(options.records)
    unseen = out_of_fold(records)
    print("trees, cross-validated by article:", json.dumps(summary(records, unseen)))
    (options.out / "trees.json").write_text(exported(fitted(records), records))
    if options.unseen:
        (options.out / "blend.json").write_text(json.dumps(blend(records, unseen, options.unseen)))


def load(path: Path) -> Records:
    """Records read, grounded, checked and measured."""
    articles: dict[str, Article | None] = {}
    kept: list[tuple[dict[str, Any], str, dict[str, float]]] = []
    with gzip.open(path, "rt") as file:
        lines = file.readlines()
    for line in track(lines, "measuring"):
        record = json.loads(line)
        key = hashlib.sha256(" ".join(record["source"].split()).encode()).hexdigest()
        if key not in articles:
            articles[key] = _article(record["source"])
        if (article := articles[key]) is not None:
            claim = ground(Claim("key_points.0", "key_points", record["claim"]), article)
            outcomes = [check(claim, article) for check in CHECKS]
            kept.append((record, key, measure(claim.text, article, claim.evidence, outcomes)))
    names = list(kept[0][2])
    return Records(
        [r["id"] for r, _, _ in kept],
        [r["dataset"] for r, _, _ in kept],
        [r["domain"] == "news" for r, _, _ in kept],
        [key for _, key, _ in kept],
        np.array([r["label"] for r, _, _ in kept]),
        names,
        np.array([[row[name] for name in names] for _, _, row in kept]),
    )


def _article(source: str) -> Article | None:
    try:
        return read(source, language="en")
    except ArticleError:
        return None


def model() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=160, learning_rate=0.05, max_leaf_nodes=12, min_samples_leaf=30, l2_regularization=5.0, random_state=1
    )


def fitted(records: Records) -> HistGradientBoostingClassifier:
    return model().fit(records.rows, records.labels, sample_weight=records.weights())


def out_of_fold(records: Records) -> Real:
    """The log-odds of each record by trees that saw none of its article."""
    scores, weights = np.zeros(len(records.ids)), records.weights()
    for train, test in GroupKFold(FOLDS).split(records.rows, groups=records.articles):
        fold = model().fit(records.rows[train], records.labels[train], sample_weight=weights[train])
        scores[test] = fold.decision_function(records.rows[test])
    return scores


def summary(records: Records, scores: Real, among: Sequence[int] | None = None) -> dict[str, list[float]]:
    """Balanced accuracy at 0.5 and ROC-AUC, the mean over news and over all data sets with ten of either label."""
    by_set: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
    for i in among if among is not None else range(len(records.ids)):
        by_set[records.sets[i], records.news[i]].append(i)
    found = {}
    for (name, news), rows in by_set.items():
        labels = records.labels[rows]
        if min(labels.sum(), len(labels) - labels.sum()) >= 10:
            accuracy = balanced_accuracy_score(labels, scores[rows] > 0)
            found[name, news] = 100 * np.array([accuracy, roc_auc_score(labels, scores[rows])])
    mean = {
        "news": np.mean([v for (_, news), v in found.items() if news], axis=0),
        "all": np.mean(list(found.values()), axis=0),
    }
    return {k: [round(float(x), 1) for x in v] for k, v in mean.items()}


def exported(trees: HistGradientBoostingClassifier, records: Records) -> str:
    """The trees as one table of nodes; a leaf is its own left and right child."""
    table: dict[str, list[Any]] = {k: [] for k in ("roots", "feature", "threshold", "left", "right", "value")}
    depth = 0
    for (predictor,) in trees._predictors:
        start = len(table["feature"])
        table["roots"].append(start)
        for number, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            table["feature"].append(0 if leaf else int(node["feature_idx"]))
            table["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
            table["left"].append(start + (number if leaf else int(node["left"])))
            table["right"].append(start + (number if leaf else int(node["right"])))
            table["value"].append(round(float(node["value"]), 6) if leaf else 0.0)
    base = float(np.ravel(trees._baseline_prediction)[0])
    return json.dumps({"features": records.names, "base": base, "depth": depth + 1, **table}, separators=(",", ":"))


def blend(records: Records, trees: Real, path: Path) -> dict[str, float]:
    """How trees and encoder are weighed, on records that neither saw; the same weights cross-validated are printed."""
    logits = {r["id"]: r["logit"] for r in map(json.loads, path.read_text().splitlines())}
    rows = [i for i, name in enumerate(records.ids) if name in logits]
    read = np.array([logits[records.ids[i]] for i in rows])
    both, weights = np.column_stack([trees[rows], read]), records.weights()[rows]
    groups = [records.articles[i] for i in rows]
    whole = np.zeros(len(records.ids))
    for train, test in GroupKFold(FOLDS).split(both, groups=groups):
        fold = LogisticRegression().fit(both[train], records.labels[rows][train], sample_weight=weights[train])
        whole[np.array(rows)[test]] = fold.decision_function(both[test])
    alone = np.zeros(len(records.ids))
    alone[rows] = read
    for name, scores in (("trees", trees), ("encoder", alone), ("both", whole)):
        print(f"{name}, unseen articles:", json.dumps(summary(records, scores, rows)))
    final = LogisticRegression().fit(both, records.labels[rows], sample_weight=weights)
    counted, encoder = final.coef_[0]
    return {"bias": float(final.intercept_[0]), "trees": float(counted), "encoder": float(encoder)}


if __name__ == "__main__":
    main()
