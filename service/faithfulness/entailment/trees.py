"""A small boosted model, kept as data: plain trees in a JSON file, walked with numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.article.once import once

FILE = Path(__file__).parent / "trees.json"


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees in one table of nodes; a leaf is its own left and right child."""

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float64]
    depth: int

    def logits(self, measured: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """The log-odds of each row of features that its claim is carried."""
        if not measured:
            return np.zeros(0)
        rows = np.array([[row[name] for name in self.features] for row in measured], dtype=np.float64)
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            low = np.take_along_axis(rows, self.feature[at], axis=1) <= self.threshold[at]
            at = np.where(low, self.left[at], self.right[at])
        return np.asarray(self.base + self.value[at].sum(axis=1))


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
        left=np.array(kept["left"], dtype=whole),
        right=np.array(kept["right"], dtype=whole),
        value=np.array(kept["value"], dtype=real),
        depth=int(kept["depth"]),
    )
