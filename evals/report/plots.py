"""Plots as SVG: no script, no request."""

from __future__ import annotations

from pygal import HorizontalBar
from pygal.style import CleanStyle

from evals.report.comparison import Comparison

SHARES = (
    "briefings.claim_precision",
    "briefings.attribution",
    "briefings.fact_recall",
    "briefings.essential_recall",
    "briefings.format_validity",
    "stale.verdicts",
)


def shares(found: Comparison) -> str:
    """The grades of briefings that are shares, run beside run."""
    return _bars("Briefings, per cent", [n for n in SHARES if any(line.name == n for line in found.lines)], found)


def caught(found: Comparison) -> str:
    """What the checks catch, by kind of error."""
    return _bars("False claims caught, per cent", _named("claims.caught.", found), found)


def alarms(found: Comparison) -> str:
    """What the checks flag for nothing, by how far the words are from the article's."""
    return _bars("True claims flagged, per cent", _named("claims.false_alarms.", found), found)


def _named(prefix: str, found: Comparison) -> list[str]:
    return [line.name for line in found.lines if line.name.startswith(prefix)]


def _bars(title: str, names: list[str], found: Comparison) -> str:
    if not names:
        return ""
    chart = HorizontalBar(
        title=title,
        style=CleanStyle(font_family="inherit", background="transparent", plot_background="transparent"),
        js=(),
        range=(0, 100),
        height=120 + 28 * len(names) * len(found.runs),
        width=760,
        print_values=True,
        print_values_position="top",
        value_formatter=lambda value: "" if value is None else f"{value:.0f}",
        disable_xml_declaration=True,
        legend_at_bottom=True,
    )
    chart.x_labels = [name.split(".", 1)[1].removeprefix("caught.").removeprefix("false_alarms.") for name in names]
    by_name = {line.name: line for line in found.lines}
    for index, run in enumerate(found.runs):
        grades = [by_name[name].grades[index] for name in names]
        chart.add(run.subject, [None if g is None else 100 * g.value for g in grades])
    return str(chart.render(is_unicode=True))
