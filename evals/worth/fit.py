"""Fit the weights by which the extractive engine estimates a sentence's worth: `python -m evals.worth.fit [--write]`.

`rows.csv` holds a row for each sentence: the number of its page, whether a strict reader would print it as it stands
after the title and the first sentence, and its traits. The pages are real ones in 20 languages; their texts belong to
their outlets, so only these measures are here. Fitted by ridge-penalised logistic regression, which minimises the
negative log likelihood plus half the penalty times the squared weights of the standardised traits.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsbrief.extractive.worth import Traits

Array = NDArray[np.float64]
HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "service/newsbrief/extractive/worth.toml"
PENALTY = 10.0
FOLDS = 10
_STEPS = 50


@dataclass(frozen=True, eq=False)
class Marked:
    """Sentences that were marked."""

    pages: NDArray[np.int64]
    fit: Array
    """1 for a sentence that would be printed, 0 for any other."""
    traits: Array
    """A row for each sentence, a column for each of `Traits`."""


def read_marked(file: Path = HERE / "rows.csv") -> Marked:
    """Return the sentences of a table."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    return Marked(
        np.array([int(row["page"]) for row in rows]),
        np.array([float(row["fit"]) for row in rows]),
        np.array([[float(row[name]) for name in Traits._fields] for row in rows]),
    )


def fit_weights(traits: Array, fit: Array, penalty: float = PENALTY) -> tuple[float, Array]:
    """Return the bias and the weights of the traits, by Newton's method."""
    mean, spread = traits.mean(0), traits.std(0) + 1e-9
    design = np.hstack([np.ones((len(fit), 1)), (traits - mean) / spread])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 0.0
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (likely - fit) + ridge @ found
        curve = (design * (likely * (1 - likely))[:, None]).T @ design + ridge
        found = found - np.linalg.solve(curve, slope)
    weights = found[1:] / spread
    return float(found[0] - weights @ mean), weights


def estimate_held_out(marked: Marked) -> Array:
    """Return each sentence's worth by weights that were fitted on the other pages."""
    estimates = np.zeros(len(marked.fit))
    for held in _split(marked.pages):
        bias, weights = fit_weights(marked.traits[~held], marked.fit[~held])
        estimates[held] = 1 / (1 + np.exp(-bias - marked.traits[held] @ weights))
    return estimates


def measure_ranking(estimates: Array, fit: Array) -> float:
    """Return how often a sentence that is fit stands above one that is not: the area under the curve."""
    higher = estimates[fit == 1][:, None] - estimates[fit == 0][None, :]
    return float((higher > 0).mean() + (higher == 0).mean() / 2)


def render_weights(bias: float, weights: Array) -> str:
    """Return the file that the engine reads."""
    lines = "".join(f"{name} = {weight:.3f}\n" for name, weight in zip(Traits._fields, weights, strict=True))
    return (
        "# Weights of the traits of a sentence, by which its worth is estimated: written by `evals/worth/fit.py`.\n"
        f"bias = {bias:.3f}\n\n[weights]\n{lines}"
    )


def _split(pages: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    """Yield which sentences each fold holds out; those of a page together."""
    for fold in range(FOLDS):
        yield pages % FOLDS == fold


def main() -> None:
    """Print how well the fit ranks pages that it has not seen, and the weights; write them where asked."""
    marked = read_marked()
    estimates = estimate_held_out(marked)
    print(f"{len(marked.fit)} sentences of {len(set(marked.pages.tolist()))} pages, {marked.fit.mean():.0%} fit")
    print(f"area under the curve on pages held out: {measure_ranking(estimates, marked.fit):.3f}")
    written = render_weights(*fit_weights(marked.traits, marked.fit))
    print(written)
    if "--write" in sys.argv:
        WEIGHTS.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
