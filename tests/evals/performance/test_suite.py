"""The suite for speed runs and gives its figures; what they are is for it to tell, but for memory, calls and tokens."""

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.performance import checking, serving
from evals.performance.__main__ import main
from evals.performance.articles import longer
from evals.performance.figure import Figure
from evals.performance.plot import plot

SLACK = 3.0
"""How far from its aim a figure may be that no clock gives: a wrong order is caught."""
_BY_THE_CLOCK = frozenset({"ms", "s", "/s"})


def assert_held(figures: Iterable[Figure]) -> None:
    held = [figure for figure in figures if figure.aim]
    assert len(held) >= 5
    for figure in held:
        assert figure.aim
        assert 0 <= figure.value < math.inf, figure
        if figure.unit not in _BY_THE_CLOCK and "share of" not in figure.name:
            factor = figure.aim / figure.value if figure.least else figure.value / figure.aim
            assert factor < SLACK, figure


@pytest.fixture(autouse=True)
def _shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten long texts to a fortieth: that time grows with their length alone is tested where they are read.

    Check a tenth of the claims, once, and send few requests at once: with more, figures are steadier, and this tests
    no figure.
    """
    for module in (checking, serving):
        monkeypatch.setattr(module, "longer", lambda words: longer(words // 40))
    list_claims, find_best = checking._claims, checking._best
    monkeypatch.setattr(checking, "_claims", lambda number: list_claims(max(5, number // 10)))
    monkeypatch.setattr(checking, "_best", lambda runs, work: find_best(1, work))
    monkeypatch.setattr(serving, "IN_FLIGHT", 4)


def test_checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["performance", "checking", "--quick", "--out", str(tmp_path)])
    main()
    kept = json.loads((tmp_path / "performance.json").read_text())["figures"]
    assert_held(Figure(**{name: value for name, value in figure.items() if name != "reached"}) for figure in kept)
    ElementTree.fromstring((tmp_path / "performance.svg").read_text())


def test_serving(tmp_path: Path) -> None:
    for name in ("one", "heavy", "workers1", "workers2"):
        (tmp_path / name).mkdir()
    assert_held(serving.figures(1, tmp_path))


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
