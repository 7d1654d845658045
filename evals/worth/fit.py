"""Fit the weights by which the extractive engine estimates a sentence's worth: `python -m evals.worth.fit [--write]`.

`rows.csv` holds a row for each sentence: the number of its page, 1 under each question of `Worth` that a strict reader
of the whole page answered with yes, and its traits. The pages are real ones in 19 languages; their texts belong to
their outlets, so only these measures are here. `printed.csv` holds a row for each sentence of 60 other pages that a
briefing printed: 1 where such a reader, with the briefing alone, understood it there, and its ties to its article.
Fitted by ridge-penalised logistic regression, which minimises the negative log likelihood plus half the penalty times
the squared weights of the standardised traits.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsbrief.extractive.traits import Traits
from newsbrief.extractive.understanding import Ties
from newsbrief.extractive.worth import Worth

Array = NDArray[np.float64]
HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "service/newsbrief/extractive/worth.toml"
UNDERSTANDING = WEIGHTS.with_name("understanding.toml")
PENALTY, FEW_PENALTY = 30.0, 10.0
"""For the sentences of `rows.csv`, and for the fewer of `printed.csv`."""
FOLDS = 10
_STEPS = 12


@dataclass(frozen=True, eq=False)
class Marked:
    """Sentences that were marked."""

    pages: NDArray[np.int64]
    answers: Array
    """A row for each sentence, a column for each question: 1 for yes."""
    traits: Array
    """A row for each sentence, a column for each of its traits, or ties."""


def read_marked() -> Marked:
    """Return the sentences of articles, with the answers to the questions of `Worth`."""
    return _read("rows.csv", Worth._fields, Traits._fields)


def read_printed() -> Marked:
    """Return the sentences of briefings, with whether each was understood there."""
    return _read("printed.csv", ("understood",), Ties._fields)


def _read(name: str, questions: Sequence[str], traits: Sequence[str]) -> Marked:
    with (HERE / name).open(newline="", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    return Marked(
        np.array([int(row["page"]) for row in rows]),
        np.array([[float(row[question]) for question in questions] for row in rows]),
        np.array([[float(row[trait]) for trait in traits] for row in rows]),
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


def estimate_held_out(marked: Marked, penalty: float = PENALTY) -> Array:
    """Return the estimates of each sentence, by weights that were fitted on the other pages."""
    estimates = np.zeros(marked.answers.shape)
    for held in _split(marked.pages):
        for question in range(marked.answers.shape[1]):
            bias, weights = fit_weights(marked.traits[~held], marked.answers[~held, question], penalty)
            estimates[held, question] = 1 / (1 + np.exp(-bias - marked.traits[held] @ weights))
    return estimates


def measure_ranking(estimates: Array, answers: Array) -> float:
    """Return how often a sentence with the answer yes stands above one with no: the area under the curve."""
    higher = estimates[answers == 1][:, None] - estimates[answers == 0][None, :]
    return float((higher > 0).mean() + (higher == 0).mean() / 2)


def render_weights(marked: Marked) -> str:
    """Return the file from which the engine reads what a sentence is worth."""
    text = "# Weights of the traits of a sentence, by which its worth is estimated: written by `evals/worth/fit.py`.\n"
    for name, answers in zip(Worth._fields, marked.answers.T, strict=True):
        text += f"\n[{name}]\n{_render(Traits._fields, *fit_weights(marked.traits, answers))}"
    return text


def render_understanding(printed: Marked) -> str:
    """Return the file from which the engine reads how likely a sentence is understood after others."""
    text = "# Weights of the ties of a printed sentence to its article: written by `evals/worth/fit.py`.\n\n"
    return text + _render(Ties._fields, *fit_weights(printed.traits, printed.answers[:, 0], FEW_PENALTY))


def _render(names: Sequence[str], bias: float, weights: Array) -> str:
    lines = "".join(f"{name} = {weight:.3f}\n" for name, weight in zip(names, weights, strict=True))
    return f"bias = {bias:.3f}\n{lines}"


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
    printed = read_printed()
    area = measure_ranking(estimate_held_out(printed, FEW_PENALTY)[:, 0], printed.answers[:, 0])
    print(f"understood {printed.answers.mean():4.0%} yes, area under the curve {area:.3f}")
    if "--write" in sys.argv:
        UNDERSTANDING.write_text(render_understanding(printed), encoding="utf-8")
        WEIGHTS.write_text(render_weights(marked), encoding="utf-8")


if __name__ == "__main__":
    main()
