"""Reports of runs: for a person at a terminal or a pull request, for a build, and as a page."""

from newsbrief.evals.report.comparison import Comparison, compare_runs

__all__ = ["Comparison", "compare_runs"]
