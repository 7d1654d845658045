"""Several runs side by side, with what the gates say of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.evals.gate import Gate, Ruling, rule_on_gates
from newsbrief.evals.grade import Grade, GradeChange, choose_direction, compute_changes
from newsbrief.evals.run import Run


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade of every run; `None` where a run does not have it."""

    name: str
    grades: tuple[Grade | None, ...]
    change: GradeChange | None
    """The first run against the baseline."""

    @property
    def best(self) -> int | None:
        """Return the number of the run with the best value; None where none is, or where it does not matter."""
        values = [g.value for g in self.grades if g]
        way = choose_direction(self.name)
        if way == "neither" or len(values) < 2 or len(set(values)) == 1:
            return None
        wanted = max(values) if way == "more" else min(values)
        return next(i for i, g in enumerate(self.grades) if g and g.value == wanted)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The content of every report."""

    runs: tuple[Run, ...]
    baseline: Run | None
    lines: tuple[GradeRow, ...]
    rulings: tuple[tuple[Ruling, ...], ...]
    """Of each run."""

    @property
    def is_passed(self) -> bool:
        """Return whether no gate failed, of any run."""
        return all(ruling.passed for said in self.rulings for ruling in said)


def compare_runs(runs: Sequence[Run], gates: Sequence[Gate], baseline: Run | None = None) -> Comparison:
    """Return `runs` beside each other; the baseline is compared with the first."""
    names = list(dict.fromkeys(g.name for run in runs for g in run.grades))
    by_run = [{g.name: g for g in run.grades} for run in runs]
    changed = {c.name: c for c in compute_changes(runs[0].observations, baseline.observations)} if baseline else {}
    lines = tuple(GradeRow(n, tuple(grades.get(n) for grades in by_run), changed.get(n)) for n in names)
    said = tuple(tuple(rule_on_gates(run, gates, baseline if run is runs[0] else None)) for run in runs)
    return Comparison(tuple(runs), baseline, lines, said)
