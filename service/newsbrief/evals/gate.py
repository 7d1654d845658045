"""Gates: bounds that a run must reach, from a file that an editor can change; and no grade worse than a baseline's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from newsbrief.drafting.draft import EngineName
from newsbrief.evals.grade import choose_direction, compute_changes, is_known
from newsbrief.evals.run import Run
from newsbrief.evals.suite import SUITES
from newsbrief.resources import find_folder
from newsbrief.validation import describe_faults

SHIPPED = find_folder("evals") / "gates.toml"


class Gate(BaseModel):
    """A bound on one grade. What can never fail is refused: no bound, or a suite or an engine that there is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    grade: str
    least: float | None = None
    most: float | None = None
    engines: tuple[EngineName, ...] = ()
    """The engines that it is for; none named: all."""
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _can_fail(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError(f"the gate on {self.grade} can never fail: give it 'least' or 'most'")
        suite, _, name = self.grade.partition(".")
        if suite not in SUITES or not name:
            raise ValueError(f"no suite measures {self.grade}; there are {', '.join(SUITES)}")
        if not is_known(self.grade):
            raise ValueError(f"there is no grade {self.grade}")
        return self


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    gate: tuple[Gate, ...] = Field(min_length=1)


class Ruling(BaseModel):
    """The ruling of a gate on a run."""

    model_config = ConfigDict(frozen=True)

    name: str
    passed: bool
    said: str


class MalformedGates(ValueError):
    """The file of gates cannot be used; the message says why."""


def load(path: Path = SHIPPED) -> list[Gate]:
    """Return the gates of a file.

    Raises:
        MalformedGates: it is no TOML, holds no gate, or one that can never fail or has no reason.
    """
    try:
        return list(_File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).gate)
    except ValidationError as error:
        raise MalformedGates(f"{path}: {describe_faults(error, 'the file')}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MalformedGates(f"{path}: {error}") from None


def rule_on_gates(run: Run, gates: Sequence[Gate], baseline: Run | None = None) -> list[Ruling]:
    """Return the rulings on `run`: of gates for its engine and suites, on broken cases, and against its baseline."""
    own = [g for g in gates if g.grade.split(".")[0] in run.suites and run.engine in (g.engines or [run.engine])]
    said = [_rule(run, gate) for gate in own]
    said.append(_make_ruling("every case was answered and graded", not run.broken, "; ".join(run.broken[:5])))
    return said + (list(_compare_with_baseline(run, baseline)) if baseline else [])


def _rule(run: Run, gate: Gate) -> Ruling:
    both = (("at least", gate.least), ("at most", gate.most))
    bounds = (f"{word} {bound:g}" for word, bound in both if bound is not None)
    name = f"{gate.grade} {' and '.join(bounds)}"
    grade = next((g for g in run.grades if g.name == gate.grade), None)
    if grade is None:
        return _make_ruling(name, False, f"not measured, so not reached: {gate.why}")
    reached = (gate.least is None or grade.value >= gate.least) and (gate.most is None or grade.value <= gate.most)
    return _make_ruling(name, reached, f"{grade.value:.3f} [{grade.low:.3f}, {grade.high:.3f}]: {gate.why}")


def _compare_with_baseline(run: Run, baseline: Run) -> Iterator[Ruling]:
    judged = [
        c for c in compute_changes(run.observations, baseline.observations) if choose_direction(c.name) != "neither"
    ]
    if not judged:
        yield _make_ruling("the baseline can be compared", False, "it has no grade of any of these articles")
    for change in judged:
        said = f"changed by {change.by:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"
        yield _make_ruling(f"{change.name} no worse than the baseline's", not change.worse, said)


def _make_ruling(name: str, passed: bool, said: str) -> Ruling:
    return Ruling(name=name, passed=passed, said=said)
