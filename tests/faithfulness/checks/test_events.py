"""Events: hard events that the article knows nothing of fail, honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.events import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "Iran agreed to suspend uranium enrichment for the length of the talks.",
        "The U.S. has offered to lift sanctions on Iranian banks.",
        "The drone carried two missiles.",
    ],
    "earnings": ["The chief executive was arrested on Thursday.", "Hackers stole the plans of the battery factory."],
    "science": ["Two divers were injured in an explosion."],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict == "unsupported"
    assert "nothing in the article" in result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


def test_another_word_for_the_event_is_enough() -> None:
    assert check(claim("Mortimer was arrested by the police.", article("court")), article("court")).outcome == "pass"


def test_an_inference_may_look_further() -> None:
    text = "The talks may end in sanctions."
    assert check(claim(text, article("talks"), kind="inference"), article("talks")).outcome == "skip"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    other = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert check(Claim("k.0", "key_points", "He was arrested.", evidence=(0,)), other).outcome == "skip"


@pytest.mark.parametrize("text", ["", " ", "“", "arrested " * 5_000])
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")
