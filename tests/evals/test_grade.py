import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.evals.grade import Better, Observation, choose_direction, compute_changes, compute_grades
from newsbrief.evals.run import Run

WAYS: dict[Better, set[str]] = {
    "less": {"unfaithful", "forbidden", "replaced", "false_alarms", "calls", "prompt_tokens", "passed_wrongly"}
    | {"completion_tokens", "cost_usd", "false_out_of_date", "false_out_of_date_unseen", "wrong_printed"}
    | {"wrong_supported", "wrong_supported_unseen", "honest_refuted", "honest_refuted_unseen"}
    | {"alone_wrong_supported", "alone_honest_refuted"},
    "neither": {"seconds", "words", "lix"},
}


def observe(*values: tuple[str, float], grade: str = "briefings.fact_recall") -> list[Observation]:
    return [Observation(grade=grade, case=f"{a}.{n}", article=a, value=v) for n, (a, v) in enumerate(values)]


articles = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 1)), min_size=1, max_size=40)


@given(articles)
def test_the_interval_holds_the_value_and_stays_in_range(values: list[tuple[str, float]]) -> None:
    (grade,) = compute_grades(observe(*values))
    found = [v for _, v in values]
    assert grade.value == pytest.approx(sum(found) / len(found))
    assert min(found) - 1e-9 <= grade.low <= grade.high <= max(found) + 1e-9
    assert grade.observations == len(values)
    assert compute_grades(observe(*values)) == [grade], "the same draws every time"


@given(st.permutations([f"{n}" for n in range(9)]), st.lists(st.floats(0, 1), min_size=9, max_size=9))
def test_the_interval_of_equally_sized_articles_is_about_the_value(names: list[str], values: list[float]) -> None:
    (grade,) = compute_grades(observe(*zip(names, values, strict=True)))
    assert grade.low - 1e-9 <= grade.value <= grade.high + 1e-9


def test_one_article_gives_no_interval() -> None:
    (grade,) = compute_grades(observe(("a", 1), ("a", 0), ("a", 0), ("a", 1)))
    assert (grade.value, grade.low, grade.high) == (0.5, 0.5, 0.5)


def test_articles_are_drawn_and_not_claims() -> None:
    many = [("a", 1.0)] * 100 + [("b", 0.0)] * 100
    (grade,) = compute_grades(observe(*many))
    assert (grade.low, grade.high) == (0, 1), "two articles say little, however many claims they have"


def test_grades_come_in_the_order_they_are_first_seen() -> None:
    found = compute_grades([*observe(("a", 1), grade="stale.verdicts"), *observe(("a", 1)), *observe(("b", 1))])
    assert [g.name for g in found] == ["stale.verdicts", "briefings.fact_recall"]


def test_a_change_is_paired_by_article() -> None:
    before = observe(*((str(n), n / 10) for n in range(10)))
    after = observe(*((str(n), n / 10 - 0.05) for n in range(10)))
    (change,) = compute_changes(after, before)
    assert change.by == pytest.approx(-0.05)
    assert change.low == pytest.approx(change.high), "each article dropped alike, so there is no doubt"
    assert change.worse
    (back,) = compute_changes(before, after)
    assert not back.worse


def test_a_change_that_chance_explains_is_not_worse() -> None:
    before = observe(*((str(n), float(n % 2)) for n in range(10)))
    after = observe(*((str(n), float(n % 3 == 0)) for n in range(10)))
    (change,) = compute_changes(after, before)
    assert change.low < 0 < change.high
    assert not change.worse


@pytest.mark.parametrize(
    ("grade", "worse"),
    [("judged.false_alarms", True), ("judged.caught.number", False), ("briefings.seconds", False)],
)
def test_whether_a_rise_is_worse(grade: str, worse: bool) -> None:
    before, after = ([*observe(*((str(n), v) for n in range(5)), grade=grade)] for v in (0.1, 0.9))
    assert compute_changes(after, before)[0].worse is worse


def test_only_what_both_have_is_compared() -> None:
    assert compute_changes(observe(("a", 1)), observe(("b", 1))) == []
    assert compute_changes(observe(("a", 1)), observe(("a", 1), grade="stale.verdicts")) == []
    (change,) = compute_changes(observe(("a", 1), ("b", 0)), observe(("a", 1), ("c", 1)))
    assert change.by == 0


def test_every_grade_of_a_run_has_its_way(whole_run: Run) -> None:
    for grade in whole_run.grades:
        own = grade.name.split(".")[1]
        expected = next((way for way, names in WAYS.items() if own in names), "more")
        assert choose_direction(grade.name) == expected, grade.name
    assert choose_direction("briefings.cost_usd") == "less"


def test_no_way_is_guessed() -> None:
    with pytest.raises(KeyError, match=r"briefings\.charm"):
        choose_direction("briefings.charm")
