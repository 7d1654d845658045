"""The figures of a run as a plot: each as a share of its aim."""

from __future__ import annotations

from collections.abc import Sequence

from evals.performance.figure import Figure
from newsbrief.evals.report.plots import draw_chart, make_chart

_COLOURS = ("#a1d99b", "#fdae6b")
"""Reached, and not."""
_MOST = 400
"""Longer bars would leave nothing of the others to be seen."""


def plot(figures: Sequence[Figure]) -> str:
    """Return an SVG with a bar for each figure that has an aim: at 100 it is reached exactly, shorter is better."""
    held = [figure for figure in figures if figure.aim and figure.value > 0][::-1]
    if not held:
        return ""
    chart = make_chart("Per cent of the aim (100: reached; shorter is better)", 120 + 30 * len(held), _COLOURS)
    chart.x_labels = [figure.name for figure in held]
    chart.add("reached", [_share(figure) if figure.is_reached else None for figure in held])
    chart.add("not reached", [None if figure.is_reached else _share(figure) for figure in held])
    return draw_chart(chart)


def _share(figure: Figure) -> float:
    assert figure.aim is not None
    share = figure.aim / figure.value if figure.least else figure.value / figure.aim
    return min(_MOST, 100 * share)
