from newsbrief.evals.report import compare_runs
from newsbrief.evals.report.figures import show_change, show_grade
from tests.evals.report.comparisons import GATES, a_run, make_failing, make_two


def test_the_best_of_several_where_one_is() -> None:
    best = {line.name: line.best for line in make_two().lines}
    assert best["briefings.fact_recall"] == 1
    assert best["briefings.claim_precision"] is None, "they are alike"
    assert best["briefings.words"] is None, "neither more nor less is better"
    assert {line.best for line in make_failing().lines} == {None}


def test_one_failed_gate_of_any_run_fails_all() -> None:
    assert make_two().is_passed
    assert not compare_runs([a_run(0.9), a_run(0.1)], GATES).is_passed
    assert not make_failing().is_passed


def test_only_the_first_run_is_held_against_the_baseline() -> None:
    found = compare_runs([a_run(0.75), a_run(0.6)], GATES, a_run(0.75))
    assert found.is_passed
    assert [len(said) for said in found.rulings] == [6, 3]


def test_what_only_one_run_has_is_shown() -> None:
    lacking = a_run(grades=())
    lines = compare_runs([lacking, a_run()], []).lines
    assert all(line.grades[0] is None and line.grades[1] for line in lines)
    assert show_grade(lines[0].grades[0]) == "–"


def test_figures_have_their_own_form() -> None:
    told = {line.name: show_grade(line.grades[0]) for line in make_failing().lines}
    assert told == {
        "briefings.fact_recall": "25.0 % [25.0 %, 25.0 %]",
        "briefings.claim_precision": "75.0 % [75.0 %, 75.0 %]",
        "briefings.seconds": "1.50 s [1.50 s, 1.50 s]",
        "briefings.cost_usd": "$0.00123 [$0.00123, $0.00123]",
        "briefings.words": "1,234.0 [1,234.0, 1,234.0]",
    }
    assert [show_change(line.change) for line in make_failing().lines][:2] == ["−50.0 % ▼", "+0.0 %"]
    assert show_change(None) == ""
