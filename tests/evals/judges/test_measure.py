import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.evals.judges.measure import compare_verdicts, compute_wilson, measure_share
from newsbrief.evals.judges.results import JudgeReading
from newsbrief.evals.realistic import LabelledClaim
from newsbrief.verification.claim import CheckedClaim, CheckOutcome, CheckResult

counts = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Published examples: Newcombe 1998, table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_as_published(hits: int, of: int, low: float, high: float) -> None:
    assert compute_wilson(hits, of) == pytest.approx((low, high), abs=0.0001)


@given(counts)
def test_the_interval_holds_the_share(count: tuple[int, int]) -> None:
    hits, of = count
    low, high = compute_wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    mirrored = compute_wilson(of - hits, of)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high))


def test_no_share_of_nothing() -> None:
    assert measure_share([]) is None


def judge(*verdicts: bool | None, carried: bool = False) -> list[JudgeReading]:
    """Return claims that a judge carries, flags, or says nothing of."""
    found = []
    for n, verdict in enumerate(verdicts):
        outcome: CheckOutcome = "skip" if verdict is None else "pass" if verdict else "fail"
        checked = CheckedClaim(
            id=f"key_points.{n}",
            section="key_points",
            text="It rained.",
            kind="reported",
            verdict="supported" if verdict else "unsupported",
            score=None,
            evidence=(),
            checks=(CheckResult(name="judge", outcome=outcome),),
        )
        labelled = LabelledClaim(str(n), "a", f"It rained {n}.", "reported", carried)
        found.append(JudgeReading(labelled, "en", 1, checked, 0.1, None))
    return found


def test_the_difference_is_of_the_claims_that_both_judged() -> None:
    found = compare_verdicts(judge(True, True, None, False), judge(False, False, False, None), carried=False)
    assert found
    assert found.value == 1
    assert compare_verdicts(judge(True), judge(None), carried=False) is None
    assert compare_verdicts(judge(True), judge(True), carried=True) is None


verdicts = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


@given(verdicts)
def test_the_difference_turns_round_with_the_judges(pairs: list[tuple[bool, bool]]) -> None:
    one, other = (judge(*(pair[n] for pair in pairs)) for n in (0, 1))
    there, back = compare_verdicts(one, other, carried=False), compare_verdicts(other, one, carried=False)
    assert there
    assert back
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.low <= there.high
    same = compare_verdicts(one, one, carried=False)
    assert same
    assert same.low < 0 < same.high
    assert same.value == 0
