"""A small boosted model, kept as data: plain trees in a JSON file, walked with numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.article.once import once

FILE = Path(__file__).parent / "trees.json"


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees in one table of nodes; a leaf is its own child both ways."""

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    children: NDArray[np.intp]
    """Of each node where a low value leads, then where a high one does."""
    value: NDArray[np.float64]
    depth: int

    def logits(self, measured: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """The log-odds of each row of features that its claim is carried."""
        if not measured:
            return np.zeros(0)
        of = itemgetter(*self.features)
        rows = np.array([of(row) for row in measured], dtype=np.float64)
        first = np.arange(len(rows), dtype=np.intp)[:, None] * len(self.features)
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            high = rows.take(first + self.feature.take(at)) > self.threshold.take(at)
            at = self.children.take(2 * at + high)
        return np.asarray(self.base + self.value.take(at).sum(axis=1))


@once
def shipped() -> Trees:
    """The trees that `evals.training.scorer` fitted."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Trees:
    """Trees from their JSON."""
    kept = json.loads(text)
    whole, real = np.intp, np.float64
    return Trees(
        features=tuple(kept["features"]),
        base=float(kept["base"]),
        roots=np.array(kept["roots"], dtype=whole),
        feature=np.array(kept["feature"], dtype=whole),
        threshold=np.array(kept["threshold"], dtype=real),
        children=np.array([kept["left"], kept["right"]], dtype=whole).T.ravel(),
        value=np.array(kept["value"], dtype=real),
        depth=int(kept["depth"]),
    )
