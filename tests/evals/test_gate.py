from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbrief.evals.gate import SHIPPED, Gate, MalformedGates, load, rule_on_gates
from newsbrief.evals.grade import Observation, compute_grades
from newsbrief.evals.run import Run
from newsbrief.evals.suite import SUITES
from tests.support.eval_command import toml

ABSOLUTE = {"calls", "prompt_tokens", "completion_tokens", "cost_usd", "seconds", "words", "lix", "forbidden"}


def a_run(*values: float, grade: str = "briefings.fact_recall", broken: tuple[str, ...] = ()) -> Run:
    observed = [Observation(grade=grade, case=str(n), article=str(n), value=v) for n, v in enumerate(values)]
    return Run(
        subject="a test",
        engine="extractive",
        version="0",
        created_at=datetime.now(UTC),
        suites=("briefings",),
        cases=tuple(map(str, range(len(values)))),
        grades=tuple(compute_grades(observed)),
        observations=tuple(observed),
        findings=(),
        broken=broken,
    )


def find_failed(run: Run, *gates: Gate, baseline: Run | None = None) -> list[str]:
    return [ruling.name for ruling in rule_on_gates(run, gates, baseline) if not ruling.passed]


RECALL = Gate(grade="briefings.fact_recall", least=0.5, why="a test")


def test_the_shipped_gates_can_fail_and_are_about_what_is_measured(whole_run: Run) -> None:
    measured = {g.name for g in whole_run.grades} | {"briefings.cost_usd"}
    gates = load()
    assert {gate.grade.split(".")[0] for gate in gates} == set(SUITES)
    for gate in gates:
        assert gate.grade in measured
        assert len(gate.why.split()) > 2, gate.grade
        if gate.grade.split(".")[1] not in ABSOLUTE:
            assert gate.least is None or 0 < gate.least <= 1, f"{gate.grade} is never below {gate.least}"
            assert gate.most is None or 0 <= gate.most < 1, f"{gate.grade} is never above {gate.most}"


def test_every_shipped_gate_fails_where_all_goes_wrong(whole_run: Run) -> None:
    gates = load()
    for value in (0.0, 100.0):
        worst = whole_run.model_copy(
            update={"grades": tuple(g.model_copy(update={"value": value}) for g in whole_run.grades)}
        )
        wrong = {r.name for r in rule_on_gates(worst, gates) if not r.passed}
        for gate in gates:
            bound = gate.least if value == 0 else gate.most
            assert bound is None or gate.engines or any(n.startswith(f"{gate.grade} ") for n in wrong), gate


@pytest.mark.parametrize(("value", "passes"), [(0.5, True), (0.49, False), (1.0, True)])
def test_the_bound_itself_passes(value: float, passes: bool) -> None:
    assert (find_failed(a_run(value), RECALL) == []) is passes


def test_a_bound_from_above() -> None:
    gate = Gate(grade="briefings.unfaithful", most=0, why="a test")
    assert find_failed(a_run(0.0, grade="briefings.unfaithful"), gate) == []
    assert find_failed(a_run(0.0, 0.1, grade="briefings.unfaithful"), gate) == ["briefings.unfaithful at most 0"]


def test_what_was_not_measured_was_not_reached() -> None:
    gate = Gate(grade="briefings.attribution", least=0.1, why="a test")
    assert find_failed(a_run(1.0), gate) == ["briefings.attribution at least 0.1"]


def test_gates_of_other_engines_and_suites_say_nothing() -> None:
    other = RECALL.model_copy(update={"engines": ("openai",)})
    assert find_failed(a_run(0.0), other, Gate(grade="stale.verdicts", least=1, why="a test")) == []
    own = RECALL.model_copy(update={"engines": ("local", "extractive")})
    assert find_failed(a_run(0.0), own) == ["briefings.fact_recall at least 0.5"]


def test_a_broken_case_fails() -> None:
    assert find_failed(a_run(1.0, broken=("briefings: a: no",))) == ["every case was answered and graded"]


def test_a_run_held_against_itself_and_a_better_one() -> None:
    run, better = (a_run(*[v] * 8) for v in (0.6, 0.8))
    assert find_failed(run, RECALL, baseline=run) == []
    assert find_failed(better, RECALL, baseline=run) == []
    assert find_failed(run, RECALL, baseline=better) == ["briefings.fact_recall no worse than the baseline's"]


def test_a_baseline_with_nothing_in_common_fails() -> None:
    assert find_failed(a_run(1.0), baseline=a_run(1.0, grade="stale.verdicts")) == ["the baseline can be compared"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "gate: Field required"),
        ("gate = []", "gate: "),
        ("gate = 3", "gate: "),
        ("[[gate", "end of document"),
        ("[[gates]]", "gate"),
        ('[[gate]]\ngrade = "briefings.fact_recall"\nwhy = "a test"', "can never fail"),
        ('[[gate]]\ngrade = "briefings.fact_recall"\nleast = 0.5', "why"),
        ('[[gate]]\ngrade = "briefings.fact_recall"\nleast = 0.5\nwhy = ""', "why"),
        ('[[gate]]\ngrade = "briefings.fact_recall"\nleast = -inf\nwhy = "a test"', "least"),
        ('[[gate]]\ngrade = "briefings.fact_recall"\nleast = nan\nwhy = "a test"', "least"),
        ('[[gate]]\ngrade = "briefings.fact_recal"\nleast = 0.5\nwhy = "a test"', "no grade briefings.fact_recal"),
        ('[[gate]]\ngrade = "briefing.fact_recall"\nleast = 0.5\nwhy = "a test"', "no suite"),
        ('[[gate]]\ngrade = "briefings"\nleast = 0.5\nwhy = "a test"', "no suite"),
        ('[[gate]]\ngrade = "briefings.words"\nleast = 5\nwhy = "a test"\nengines = ["open-ai"]', "engines"),
        ('[[gate]]\ngrade = "briefings.words"\nleast = 5\nwhy = "a test"\nmaximum = 6', "maximum"),
    ],
)
def test_gates_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "gates.toml").write_text(text)
    with pytest.raises(MalformedGates, match=r"gates\.toml") as raised:
        load(tmp_path / "gates.toml")
    assert says in str(raised.value)


def test_gates_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "gates.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MalformedGates):
        load(tmp_path / "gates.toml")


def test_gates_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "gates.toml").write_text(toml("briefings.fact_recall >= 0.5"))
    assert load(tmp_path / "gates.toml") == [RECALL]
    assert SHIPPED.is_file()
