"""Inference: hedged analysis of what the article tells passes; new facts, certainty and other subjects fail."""

import pytest

from service.verification.checks.inference import check
from tests.faithfulness.checks.honest import article, cases, claim

HEDGED = {
    "talks": [
        "The move to Oman suggests that Iran wants to narrow the talks to the nuclear issue.",
        "A collapse of the talks could raise the risk of military action.",
        "The shooting of the drone underscores how fragile diplomacy remains.",
        "Arab leaders' appeal to the White House appears to have kept the meeting alive.",
        "If the talks fail, the region may face further escalation.",
        "The involvement of regional countries could influence the course of the negotiations.",
        "Kushner's presence signals that Trump takes the meeting seriously.",
        "The outcome hinges on whether Iran and the United States will compromise.",
        "The dispute over the location highlights the lack of trust between the two sides.",
        "Trump's approach seems to combine pressure and engagement.",
    ],
    "earnings": [
        "The results suggest that demand for electric vans could offset weaker sales in China.",
        "Closing the plant in Leeds may lower Halden's operating costs.",
        "The higher margin forecast indicates confidence at Halden.",
    ],
    "election": [
        "The loss of its majority may force the Civic Union into a coalition.",
        "Marek's rejection of Homeland appears to leave few ways to a government.",
        "Recounts could still change the final results.",
    ],
    "science": [
        "The damage to corals suggests that fishing may harm the seamounts.",
        "The findings could influence parliament's vote on protected waters.",
    ],
}
WRONG = {
    "talks": [
        "The talks will certainly collapse.",
        "The move to Oman proves that Iran controls the negotiations.",
        "Iran dominates the negotiations with the United States.",
        "The meeting is a defeat for Trump.",
        "The talks could be joined by Vladimir Putin.",
        "The drone incident may lead Germany to send ships.",
        "The 73 percent rise in tension suggests that war may follow.",
        "Better weather may help farmers to harvest more wheat and barley.",
        "War is inevitable.",
        "The outcome definitely depends on Oman.",
        "Marco Rubio's silence suggests that the talks may fail.",
    ],
    "earnings": [
        "Halden is doomed in China.",
        "Volkswagen could be hurt by Halden's results, and BMW may follow.",
        "Halden dominates the market for electric vans.",
    ],
    "election": ["The Civic Union rules no more.", "Marek's time is over for good."],
}


@pytest.mark.parametrize(("about", "text"), cases(HEDGED))
def test_hedged_analysis_passes(about: str, text: str) -> None:
    result = check(claim(text, article(about), "inference"), article(about))
    assert (result.outcome, result.detail) == ("pass", "")


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_more_than_an_inference_fails(about: str, text: str) -> None:
    result = check(claim(text, article(about), "inference"), article(about))
    assert result.outcome == "fail"
    assert result.detail


def test_reported_claims_are_skipped() -> None:
    assert check(claim("The talks may fail.", article("talks")), article("talks")).outcome == "skip"


def test_a_guarantee_is_a_thing_too() -> None:
    about = article("talks")
    text = "The dispute over guarantees may decide whether the talks between Iran and the United States go on."
    assert check(claim(text, about, "inference"), about).outcome == "pass"
