"""Causes: links that the article does not make fail, those that it makes do not."""

import pytest

from service.article.reading import read
from service.verification.checks.causes import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "earnings": [
        "Revenue rose because of the battery factory in Tampere.",
    ],
    "sport": [
        "Marco Silvestri will miss the game against Marwood because of a broken ankle.",
        "Engel was booked because he threw a bottle.",
    ],
    "court": [
        "Her husband was cleared because prosecutors lost the bank statements.",
    ],
    "science": [
        "The Halvorsen Foundation paid for the expedition in response to an appeal by schoolchildren.",
    ],
}

LINKED = {
    "court": ["The sentence was reduced because she admitted the charges."],
    "talks": [
        "Arab leaders called on the White House because of fears that Trump would pursue military action.",
        "Iran’s request led to a U.S. refusal.",
        "Zeidabadi warned that a failure of the talks would lead to instability.",
    ],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict
    assert "cause" in result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST) + cases(LINKED))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize(
    "text",
    [
        "Mortimer is due to appear in court in March.",
        "The fraud was not caused by greed.",
        "Mortimer did not resign because of the fraud.",
        "Because.",
    ],
)
def test_what_gives_no_cause_is_skipped(text: str) -> None:
    assert check(claim(text, article("court")), article("court")).outcome == "skip"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    other = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert (
        check(Claim("k.0", "key_points", "He fell because of rain in Berlin.", evidence=(0,)), other).outcome == "skip"
    )


@pytest.mark.parametrize("text", ["", " ", "because", "because of " * 5_000, "led to, " * 5_000])
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("Pressure within Iran, stemming from recent protests, appears to drive the talks.", True),
        ("Pressure within Iran, stemming from recent talks, appears to drive the negotiations.", False),
        ("The move to Oman may be due to a request by Iran about the meeting.", False),
    ],
)
def test_what_an_inference_rests_on_is_the_articles(text: str, fails: bool) -> None:
    about = article("talks")
    result = check(claim(text, about, "inference"), about)
    assert (result.outcome == "fail") is fails
