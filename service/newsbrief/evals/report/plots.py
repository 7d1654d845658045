"""Plots as SVG: no script, no request."""

from __future__ import annotations

import sys
from xml.etree.ElementTree import Element

from pygal import HorizontalBar, PluginImportFixer
from pygal.style import CleanStyle

from newsbrief.evals.grade import Grade
from newsbrief.evals.report.comparison import Comparison

# The hook by which pygal finds maps has no `find_spec`; Python 3.11 warns of that whenever anything is imported later.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, PluginImportFixer)]

SHARES = (
    "briefings.claim_precision",
    "briefings.attribution",
    "briefings.fact_recall",
    "briefings.essential_recall",
    "briefings.format_validity",
    "stale.verdicts",
    "stale.standings",
)

_COLOURS = ("#9ecae1", "#fdae6b", "#a1d99b", "#bcbddc", "#d9d9d9")
"""Light, for the values are written on the bars."""
_LOOKS = (
    "inline:{{ id }}.axis .guides .guide.line {stroke: #ddd; stroke-dasharray: none}"
    " {{ id }}.text-overlay text {text-anchor: start}"
    " {{ id }}.ci .reactive {stroke: #555; stroke-width: 1; fill: none}"
)


def plot_shares(comparison: Comparison) -> str:
    """Return a plot of the grades of briefings that are shares, run beside run."""
    return _plot_bars(
        "Briefings, per cent", [n for n in SHARES if any(line.name == n for line in comparison.lines)], comparison
    )


def plot_caught(comparison: Comparison) -> str:
    """Return a plot of what is caught with a judge, by kind of error."""
    return _plot_bars(
        "Wrong claims caught with a judge, per cent", _find_named("judged.caught.", comparison), comparison
    )


def plot_found_by_code(comparison: Comparison) -> str:
    """Return a plot of what code alone finds, by kind of error."""
    return _plot_bars(
        "Wrong claims found by code alone, per cent", _find_named("claims.found.", comparison), comparison
    )


def _find_named(prefix: str, comparison: Comparison) -> list[str]:
    return [line.name for line in comparison.lines if line.name.startswith(prefix)]


def _plot_bars(title: str, names: list[str], comparison: Comparison) -> str:
    if not names:
        return ""
    chart = make_chart(title, 120 + 28 * len(names) * len(comparison.runs), _COLOURS)
    chart.range = (0, 100)
    # The first label stands lowest.
    upwards = names[::-1]
    chart.x_labels = [_label(name) for name in upwards]
    by_name = {line.name: line for line in comparison.lines}
    for index, run in enumerate(comparison.runs):
        chart.add(run.subject, [_make_bar(by_name[name].grades[index]) for name in upwards])
    return draw_chart(chart)


def make_chart(title: str, height: int, colours: tuple[str, ...]) -> HorizontalBar:
    """Return an empty chart of horizontal bars with their values on them; `height` in pixels."""
    return HorizontalBar(
        title=title,
        style=CleanStyle(
            font_family="inherit",
            background="transparent",
            plot_background="transparent",
            colors=colours,
            label_font_size=12,
            value_font_size=12,
            title_font_size=15,
        ),
        css=("file://style.css", "file://graph.css", _LOOKS),
        height=height,
        width=760,
        print_values=True,
        print_values_position="bottom",
        value_formatter=lambda value: "" if value is None else f"{value:.0f}",
        disable_xml_declaration=True,
        legend_at_bottom=True,
    )


def draw_chart(chart: HorizontalBar) -> str:
    """Return the chart as SVG."""
    chart.add_xml_filter(_remove_script)
    return str(chart.render(is_unicode=True))


def _label(name: str) -> str:
    short = name.removeprefix("briefings.").removeprefix("judged.caught.").removeprefix("claims.found.")
    return short.replace("_", " ").replace(".", ": ")


def _make_bar(grade: Grade | None) -> object:
    """Return a value with its interval, in per cent."""
    if grade is None:
        return None
    return {"value": 100 * grade.value, "ci": {"low": 100 * grade.low, "high": 100 * grade.high}}


def _remove_script(root: Element) -> Element:
    """Return the plot without its script, and without the tips that only the script shows."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in ("script", "desc"):
                parent.remove(child)
    return root
