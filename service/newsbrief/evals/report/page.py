"""A page on which every failing claim stands beside its evidence."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsbrief.evals.report import plots
from newsbrief.evals.report.comparison import Comparison
from newsbrief.evals.report.figures import show_change, show_grade

if TYPE_CHECKING:
    from jinja2 import Template


def render_page(comparison: Comparison) -> str:
    """Return the whole page, without script or request. Articles and model output are escaped; the plots are ours."""
    from markupsafe import Markup

    svg = [Markup(plot(comparison)) for plot in (plots.plot_shares, plots.plot_caught, plots.plot_found_by_code)]  # noqa: S704
    faults = [list(dict.fromkeys(f.fault for f in run.findings)) for run in comparison.runs]
    return _template().render(
        comparison=comparison, plots=[s for s in svg if s], faults=faults, shown=show_grade, change=show_change
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("newsbrief.evals.report", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("page.html.j2")
