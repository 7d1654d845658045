"""A plot of judges: what each catches, by kind of error, and what it flags for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from newsbrief.evals.judges.measure import JudgeMeasures, Share
from newsbrief.evals.report.plots import draw_chart, make_chart

_COLOURS = ("#9ecae1", "#fdae6b", "#a1d99b", "#bcbddc", "#d9d9d9", "#fa9fb5")


def plot_judges(judges: Sequence[JudgeMeasures]) -> str:
    """Return an SVG of bars with their 95 % intervals, judge beside judge; empty where none gave a verdict."""
    rows = {f"caught: {error}": error for judge in judges for error in sorted(judge.caught_by_error)}
    own = [judge for judge in judges if judge.caught or judge.flagged]
    if not own:
        return ""
    # The first label stands lowest.
    labels = ["caught", "flagged for nothing", *sorted(rows)][::-1]
    chart = make_chart("Judges on labelled claims, per cent", 140 + 22 * len(labels) * len(own), _COLOURS)
    chart.range = (0, 100)
    chart.x_labels = labels
    for judge in own:
        shares = {"caught": judge.caught, "flagged for nothing": judge.flagged}
        shares |= {label: judge.caught_by_error.get(error) for label, error in rows.items()}
        chart.add(judge.label, [_to_bar(shares[label]) for label in labels])
    return draw_chart(chart)


def _to_bar(share: Share | None) -> object:
    if share is None:
        return None
    return {"value": 100 * share.value, "ci": {"low": 100 * share.low, "high": 100 * share.high}}
