"""Variants in the claims' own words: what hangs together is not torn apart."""

from newsbrief.briefing.schema import Section
from newsbrief.variants.kind import KINDS
from newsbrief.variants.own_words import in_own_words
from newsbrief.verification.claim import CheckedClaim, Verdict


def claim(text: str, verdict: Verdict = "supported", section: Section = "the_story") -> CheckedClaim:
    return CheckedClaim(
        id=f"{section}.0",
        section=section,
        text=text,
        kind="reported",
        verdict=verdict,
        score=None,
        evidence=(),
        checks=(),
    )


DENIED = "Mayor Ada Bell denied that she had taken the money."
LEANS = claim("She had taken it to a bank in Bern, prosecutors said.")
TRIAL = claim("The trial begins on Monday.")


def test_a_text_does_not_begin_within_the_story() -> None:
    story = [claim(DENIED, "unverified"), LEANS, TRIAL]
    assert in_own_words(KINDS["push"], story) is None
    point = claim("The trial of the mayor begins on Monday.", section="key_points")
    found = in_own_words(KINDS["push"], [*story, point])
    assert found
    assert found.text == point.text


def test_a_text_ends_before_what_it_may_not_say() -> None:
    found = in_own_words(KINDS["social_short"], [claim(DENIED), claim("Nobody saw it.", "unattributed"), LEANS, TRIAL])
    assert found
    assert found.text == DENIED
    whole = in_own_words(KINDS["social_short"], [claim(DENIED), LEANS, TRIAL])
    assert whole
    assert whole.text == f"{DENIED} {LEANS.text} {TRIAL.text}"
