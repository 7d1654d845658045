"""Modality: what is told as further on than it is fails, honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.modality import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "Jared Kushner was present at the meetings alongside Witkoff and Araghchi.",
        "Witkoff and Kushner traveled to Qatar on Thursday to meet with the prime minister.",
        "Negotiations were held in Oman this Friday.",
        "The U.S. declined the request to change the location of the meeting.",
        "Any military attack on Iran triggered a regional war.",
        "The U.S. declined to change the location.",
        "Kushner attended the meetings alongside Witkoff and Araghchi.",
        "Witkoff and Kushner have met with the prime minister of Qatar.",
    ],
    "earnings": [
        "Halden closed its plant in Leeds in March 2026.",
    ],
    "sport": [
        "Silvestri missed Tuesday's league game against Marwood.",
        "The semi-final against Port Ellis was played on 18 April.",
    ],
    "court": [
        "A hearing on the confiscation of her assets was held on 3 March.",
    ],
    "science": [
        "Parliament voted on a plan to raise the share to 50 percent.",
    ],
    "election": [
        "President Jana Kolar met party leaders on Monday.",
        "The electoral commission published final results on Friday.",
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
