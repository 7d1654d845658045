"""Test the texts that are printed in place of claims that failed."""

import math

import pytest

from newsbrief.article.reading import read
from newsbrief.briefing.absence import write_absence
from newsbrief.extractive import ExtractiveEngine
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, CheckOutcome, CheckResult, Claim, Verdict
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.repair import RepairResult, repair_claims
from newsbrief.verification.verdict import report_faithfulness, with_judgement
from tests.support.scripted_judge import ScriptedChat, SoundJudge, panel

ARTICLE = read(
    "The ferry line will stop its service to the U.S.\n\n"
    "The ferry line will stop its service to the U.S. The last ship sails from Kress on Friday. Fares will be paid "
    "back, the company said.\n\n"
    "The harbour board had asked for new piers. It met on Tuesday, and no date was set for a second meeting."
)
SAILS, SAILED = "The last ship is to sail from Kress on Friday.", "The last ship is not to sail from Kress on Friday."


def judge_as(text: str, number: int, verdict: Verdict, fix: str = "") -> CheckedClaim:
    (checked,) = check_by_code([Claim(f"key_points.{number}", "key_points", text)], ARTICLE)
    outcome: CheckOutcome = "pass" if verdict == "supported" else "fail"
    found = CheckResult(name="judge", outcome=outcome, verdict=verdict, fix=fix, sentences=(2,))
    return with_judgement(checked, found, ARTICLE)


async def repair(*claims: CheckedClaim, rounds: int = 0) -> RepairResult:
    checker = Checker(panel(ScriptedChat(SoundJudge({}))), math.inf, rounds)
    return await repair_claims(claims, ARTICLE, checker=checker, extractive=ExtractiveEngine())


async def test_a_claim_that_stands_is_no_repeat_of_one_that_does_not() -> None:
    found = await repair(judge_as(SAILED, 0, "contradicted"), judge_as(SAILS, 1, "supported"))
    assert SAILS in [claim.text for claim in found.claims]
    assert [claim.text for claim in found.dropped] == [SAILED]


async def test_the_same_words_are_printed_where_they_stand() -> None:
    found = await repair(judge_as(SAILS, 0, "unsupported"), judge_as(SAILS, 1, "supported"))
    assert [claim.text for claim in found.claims].count(SAILS) == 1


async def test_a_fix_that_says_what_another_claim_says_is_not_printed_beside_it() -> None:
    found = await repair(judge_as(SAILED, 0, "contradicted", SAILS), judge_as(SAILS, 1, "supported"), rounds=1)
    assert [claim.text for claim in found.claims].count(SAILS) == 1


@pytest.mark.parametrize(
    ("failed", "fix", "is_tried"),
    [
        ("It cost $5 million.", "It cost €5 million.", True),
        ("It was 5 degrees.", "It was -5 degrees.", True),
        ("It cost 1.5 million.", "It cost 15 million.", True),
        ("राम का घर।", "राम कि घर।", True),
        ("The ship sails, on Friday.", "the ship sails on Friday", False),
    ],
)
async def test_a_fix_that_changes_a_sign_is_one(failed: str, fix: str, is_tried: bool) -> None:
    found = await repair(judge_as(failed, 0, "contradicted", fix), rounds=1)
    assert (found.usage.calls > 0) is is_tried


async def test_a_section_without_anything_is_no_claim_that_was_replaced() -> None:
    found = await repair()
    absent = [claim for claim in found.claims if claim.is_absence]
    assert absent
    assert "replaced" not in {claim.action for claim in absent}
    kept = [claim.model_copy(update={"action": "kept"}) for claim in found.claims if not claim.is_absence]
    assert report_faithfulness([*kept, *absent]).verdict == "pass"


async def test_a_fix_that_says_that_there_is_nothing_is_none() -> None:
    nothing = write_absence("key_points", "en")
    found = await repair(judge_as(SAILED, 0, "contradicted", nothing), judge_as(SAILS, 1, "supported"), rounds=1)
    fixed = [claim for claim in found.claims if claim.text == nothing]
    assert not any(claim.is_absence for claim in fixed)


async def test_a_title_made_of_the_lead_keeps_the_stop_of_an_abbreviation() -> None:
    lead = judge_as("The ferry line will stop its service to the U.S.", 0, "supported")
    story = lead.model_copy(update={"id": "the_story.0", "section": "the_story"})
    # In another language none gives way to the article's own words: the title is the lead's.
    found = await repair_claims(
        (story,), ARTICLE, checker=Checker(None, math.inf), extractive=ExtractiveEngine(), language="de"
    )
    assert next(claim.text for claim in found.claims if claim.section == "title") == story.text
