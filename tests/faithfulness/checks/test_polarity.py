"""Polarity: what is turned into its opposite fails, honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.polarity import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "Pezeshkian did not instruct Araghchi to prepare the ground for negotiations.",
        "Iranian media confirmed that a security incident had occurred.",
        "Khamenei said Iran intends to attack other countries.",
        "Arab leaders called on the White House to cancel the meeting with Iran.",
        "Zeidabadi argues that the failure of talks would lead to democracy and development.",
        "The ship obeyed radio requests and did not continue on its course.",
        "Iran's leadership has stopped underlining its deterrence posture.",
        "The White House confirmed that the planned meeting would not proceed as scheduled.",
        "Trump does not favor diplomacy as the primary path forward.",
        "Pakistani officials denied that Islamabad has been invited to participate in the talks.",
        "The multiple small boats attempted to stop a vessel south of Oman.",
        "Khamenei stressed that U.S. rhetoric intimidates the Iranian public.",
    ],
    "earnings": [
        "Halden's revenue fell 12 percent to $18.3 billion.",
        "Operating costs declined 4 percent.",
        "Shares dropped 5.5 percent to $62.40 in New York.",
        "The stock had risen 20 percent since January.",
        "Halden will open its plant in Leeds in March 2026.",
        "Demand for electric vans did not offset weaker sales in China.",
    ],
    "sport": [
        "Ashford Rovers lost to Kelby United 3-2 on Saturday.",
        "Silvestri will not miss Tuesday's league game against Marwood.",
        "Doyle's goal was not allowed to stand.",
        "Rovers have lost seven games in a row.",
        "Kelby have won four of their last five matches.",
    ],
    "court": [
        "Helen Mortimer denied 17 counts of fraud at Easton Crown Court.",
        "Paul Mortimer was convicted of money laundering after a trial.",
        "Her husband was not cleared of money laundering.",
        "Mortimer was released in February 2022 after a bank reported suspicious transfers.",
    ],
    "science": [
        "Water at 800 metres had cooled by 0.4 degrees since the 1990s.",
        "Co-author Luis Araya cautioned that the sample was large.",
        "Scientists can already say that the damage is typical.",
        "The expedition did not use a remotely operated vehicle to film seamounts.",
    ],
    "election": [
        "Turnout was 71 percent, the lowest since 1998.",
        "Havel said his party was not ready to talk.",
        "He wants the coal mines to open by 2032.",
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


def test_a_month_is_not_denied() -> None:
    about = read(
        "The clinic in Tavno has had no vaccine since Feb. 18, its head, Ana Brezna, told reporters on Monday. "
        "She asked the ministry for 900 doses and for two more nurses."
    )
    honest = claim("The clinic in Tavno has been without vaccine since Feb. 18.", about)
    assert check(honest, about).outcome != "fail"
