"""Places: wrong ones fail, honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.places import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "The negotiations will be held in Turkey on Friday.",
        "The meeting on Friday takes place in Turkey.",
        "The drone was shot down near the coast of Yemen.",
        "The drone was shot down near the coast of Turkey.",
        "The talks will be held in Switzerland.",
        "Witkoff and Kushner are set to travel to Kuwait on Thursday.",
        "A vessel was stopped north of Bahrain.",
        "Officials from Jordan confirmed that they were invited.",
    ],
    "earnings": [
        "Sales were weaker in India.",
        "Shares rose in London.",
        "Sales in Japan were weaker.",
    ],
    "sport": [
        "Rovers won the cup in Spain.",
    ],
    "court": [
        "The money paid for a villa in Portugal.",
        "The money paid for a villa in France.",
    ],
    "science": [
        "The species were found off Peru.",
        "New species were found in deep water off northern Norway.",
        "Argentina protects 43 percent of its waters.",
    ],
    "election": [
        "The election in Slovakia cost the ruling party its majority.",
    ],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict
    assert result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    read_as = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert (
        check(Claim("k.0", "key_points", "Der Kanzler traf Macron nicht in Paris.", evidence=(0,)), read_as).outcome
        == "skip"
    )


@pytest.mark.parametrize(
    "text", ["", " ", "“", "U.S.", "a " * 20_000, "Ab " * 20_000, "said, " * 10_000, "not " * 20_000]
)
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")
