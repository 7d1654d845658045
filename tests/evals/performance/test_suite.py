"""The suite for speed runs whole, and nothing has become slower by an order of magnitude. Exact figures stay in it."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.performance.figure import Figure
from evals.performance.plot import plot

ROOT = Path(__file__).parents[3]
SLACK = 30.0
"""How far from its aim a figure may be on a busy machine, some being at 5 on a quiet one: a wrong order is caught."""


@pytest.mark.parametrize("part", ["checking", "serving"])
def test_nothing_is_slower_by_an_order_of_magnitude(part: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evals.performance", part, "--quick", "--out", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    figures = json.loads((tmp_path / "performance.json").read_text())["figures"]
    held = [figure for figure in figures if figure["aim"]]
    assert len(held) >= 5
    for figure in held:
        factor = figure["aim"] / figure["value"] if figure["least"] else figure["value"] / figure["aim"]
        assert factor < SLACK, figure
    ElementTree.fromstring((tmp_path / "performance.svg").read_text())


def test_the_plot_has_a_bar_for_each_figure_with_an_aim() -> None:
    figures = [
        Figure("fast <&>", 5, "ms", aim=10),
        Figure("slow", 50, "ms", aim=10),
        Figure("rate", 8, "/s", aim=10, least=True),
        Figure("told alone", 3, "ms"),
    ]
    drawn = "".join(ElementTree.fromstring(plot(figures)).itertext())
    assert "fast <&>" in drawn
    assert all(value in drawn for value in ("50", "400", "125"))
    assert "told alone" not in drawn
    assert plot(figures[3:]) == ""
