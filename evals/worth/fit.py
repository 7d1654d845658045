"""Fit the weights by which the extractive engine estimates a sentence's worth: `python -m evals.worth.fit [--write]`.

`rows.csv` holds a row for each sentence: the number of its page, 1 under each question of `Worth` that a strict reader
of the whole page answered with yes, and its traits. The pages are real ones in 19 languages; their texts belong to
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

from newsbrief.extractive.traits import Traits
from newsbrief.extractive.worth import Worth

Array = NDArray[np.float64]
HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "service/newsbrief/extractive/worth.toml"
PENALTY = 30.0
FOLDS = 10
_STEPS = 12


@dataclass(frozen=True, eq=False)
class Marked:
    """Sentences that were marked."""

    pages: NDArray[np.int64]
    answers: Array
    """A row for each sentence, a column for each question of `Worth`: 1 for yes."""
    traits: Array
    """A row for each sentence, a column for each of `Traits`."""


def read_marked(file: Path = HERE / "rows.csv") -> Marked:
    """Return the sentences of a table."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    return Marked(
        np.array([int(row["page"]) for row in rows]),
        np.array([[float(row[name]) for name in Worth._fields] for row in rows]),
        np.array([[float(row[name]) for name in Traits._fields] for row in rows]),
    )


def fit_weights(traits: Array, answers: Array, penalty: float = PENALTY) -> tuple[float, Array]:
    """Return the bias and the weights of the traits for one question, by Newton's method."""
    mean, spread = traits.mean(0), traits.std(0) + 1e-9
    design = np.hstack([np.ones((len(answers), 1)), (traits - mean) / spread])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 0.0
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (likely - answers) + ridge @ found
        curve = (design * (likely * (1 - likely))[:, None]).T @ design + ridge
        found = found - np.linalg.solve(curve, slope)
    weights = found[1:] / spread
    return float(found[0] - weights @ mean), weights


def estimate_held_out(marked: Marked) -> Array:
    """Return the estimates of each sentence, by weights that were fitted on the other pages."""
    estimates = np.zeros(marked.answers.shape)
    for held in _split(marked.pages):
        for question in range(marked.answers.shape[1]):
            bias, weights = fit_weights(marked.traits[~held], marked.answers[~held, question])
            estimates[held, question] = 1 / (1 + np.exp(-bias - marked.traits[held] @ weights))
    return estimates


def measure_ranking(estimates: Array, answers: Array) -> float:
    """Return how often a sentence with the answer yes stands above one with no: the area under the curve."""
    higher = estimates[answers == 1][:, None] - estimates[answers == 0][None, :]
    return float((higher > 0).mean() + (higher == 0).mean() / 2)


def render_weights(marked: Marked) -> str:
    """Return the file that the engine reads."""
    text = "# Weights of the traits of a sentence, by which its worth is estimated: written by `evals/worth/fit.py`.\n"
    for name, answers in zip(Worth._fields, marked.answers.T, strict=True):
        bias, weights = fit_weights(marked.traits, answers)
        lines = "".join(f"{trait} = {weight:.3f}\n" for trait, weight in zip(Traits._fields, weights, strict=True))
        text += f"\n[{name}]\nbias = {bias:.3f}\n{lines}"
    return text


def _split(pages: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    """Yield which sentences each fold holds out; those of a page together."""
    for fold in range(FOLDS):
        yield pages % FOLDS == fold


def main() -> None:
    """Print how well the fit ranks pages that it has not seen; write the weights where asked."""
    marked = read_marked()
    estimates = estimate_held_out(marked)
    print(f"{len(marked.answers)} sentences of {len(set(marked.pages.tolist()))} pages; on pages held out:")
    for question, name in enumerate(Worth._fields):
        answers = marked.answers[:, question]
        area = measure_ranking(estimates[:, question], answers)
        print(f"{name:10} {answers.mean():4.0%} yes, area under the curve {area:.3f}")
    if "--write" in sys.argv:
        WEIGHTS.write_text(render_weights(marked), encoding="utf-8")


if __name__ == "__main__":
    main()
