import pytest

from service.verification.claim import CheckedClaim, Verdict
from service.verification.trust import bar, trusted


def claim(text: str = "Maria Lind was sentenced.", verdict: Verdict = "supported", score: float = 0.6) -> CheckedClaim:
    return CheckedClaim(
        id="key_points.0",
        section="key_points",
        text=text,
        kind="reported",
        verdict=verdict,
        score=score,
        evidence=(),
        checks=(),
    )


@pytest.mark.parametrize(
    ("passed", "failed", "least"), [(20, 1, 0.5), (5, 5, 0.5), (1, 7, 0.8), (0, 8, 0.9), (0, 0, 0.5)]
)
def test_of_a_writer_who_is_mostly_wrong_only_the_certain_is_believed(passed: int, failed: int, least: float) -> None:
    draft = [claim(score=0.9)] * passed + [claim(score=0.6)] * 3 + [claim(verdict="unsupported", score=0.1)] * failed
    assert bar(draft) == pytest.approx(least)


def test_below_the_bar_nothing_is_printed() -> None:
    assert trusted(claim(score=0.6), 0.5).verdict == "supported"
    failed = trusted(claim(score=0.6), 0.8)
    assert failed.verdict == "unsupported"
    assert failed.score < 0.5
    assert failed.checks[-1].name == "trust"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("U.S. and Iran move talks to Oman", True),
        ("A commander was killed. This happened in an exercise", False),
        (" ".join(["word"] * 26), False),
    ],
)
def test_a_title_is_one_line(text: str, fits: bool) -> None:
    title = claim(text=text).model_copy(update={"section": "title"})
    assert (trusted(title, 0.5).verdict == "supported") is fits


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("She has been sentenced to four years.", False),
        ("It’s been closed since Monday.", False),
        ("Their lawyer appealed.", False),
        ("Italy has been told.", True),
        ("Theirs Ltd was sold.", True),
        ("It is likely that the trial goes on.", True),
    ],
)
def test_a_bullet_stands_alone(text: str, stands: bool) -> None:
    assert (trusted(claim(text=text), 0.5).verdict == "supported") is stands
    in_a_paragraph = claim(text=text).model_copy(update={"section": "the_story"})
    assert trusted(in_a_paragraph, 0.5).verdict == "supported"
