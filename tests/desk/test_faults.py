"""Words at fault are marked in the claim and in the article; nothing of the text is lost."""

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.desk.faults import cut_at_faults, find_opposing
from newsbrief.verification.claim import CheckedClaim, CheckResult, Evidence, Verdict

QUOTE = "The company cut 45 jobs in Leeds on Monday, said its director."


def claim(text: str, *faults: str, verdict: Verdict = "contradicted", quote: str = QUOTE) -> CheckedClaim:
    checks = tuple(CheckResult(name="figures", outcome="fail", fault=fault) for fault in faults)
    evidence = (Evidence(sentence=3, start=100, end=100 + len(quote), quote=quote),)
    return CheckedClaim(
        id="key_points.0",
        section="key_points",
        text=text,
        kind="reported",
        verdict=verdict,
        score=None,
        evidence=evidence,
        checks=checks,
    )


def list_marked(found: CheckedClaim) -> list[str]:
    return [part.text for part in cut_at_faults(found) if part.is_fault]


def words_against(found: CheckedClaim) -> list[str]:
    return [QUOTE[start - 100 : end - 100] for start, end in find_opposing(found)]


def test_the_figure_and_the_one_that_the_article_has() -> None:
    found = claim("The company cut 54 jobs in Leeds on Monday.", "54")
    assert list_marked(found) == ["54"]
    assert words_against(found) == ["45"]


def test_a_place_whatever_its_case() -> None:
    found = claim("The company cut 45 jobs in York on Monday.", "york")
    assert list_marked(found) == ["York"]
    assert words_against(found) == ["Leeds"]


def test_nothing_is_marked_in_a_claim_that_passed_or_far_from_the_article() -> None:
    assert list_marked(claim("The company cut 54 jobs.", "54", verdict="supported")) == []
    assert (
        find_opposing(claim("Nothing that is like it at all, said 54 people.", "54", quote="Quite another matter."))
        == ()
    )
    assert list_marked(claim("It cut 54 jobs.", "not in it")) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4), st.text(max_size=60))
def test_whatever_the_text(text: str, faults: list[str], quote: str) -> None:
    found = claim(text, *faults, quote=quote)
    assert "".join(part.text for part in cut_at_faults(found)) == text
    for start, end in find_opposing(found):
        assert 100 <= start < end <= 100 + len(quote)
