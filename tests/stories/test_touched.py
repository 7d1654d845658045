"""Test which claims of an older briefing keep their verdict without a judge."""

import pytest

from newsbrief.article.reading import read
from newsbrief.stories.touched import settle
from newsbrief.verification.claim import TITLE, CheckResult, Claim
from newsbrief.verification.code_checks import check_by_code

TEXT = """The council of Kelby voted on Tuesday to close the old bridge for 35 days. The repair costs 2.4bn crowns.

The ferry goes on, and 1,200 commuters will take buses from the station. Nobody objected to the plan in the hall."""
CLAIM = "The old bridge of Kelby closes for weeks by a vote of its council."


@pytest.mark.parametrize(
    ("finding", "settles"),
    [
        (CheckResult(name=TITLE, outcome="pass", detail="the article's title"), False),
        (CheckResult(name="judge", outcome="pass", verdict="supported"), True),
    ],
)
def test_a_verdict_is_kept_where_words_or_a_judge_gave_it(finding: CheckResult, settles: bool) -> None:
    article = read(TEXT, language="en")
    claim = check_by_code([Claim("title.0", "title", CLAIM)], article)[0]
    before = claim.model_copy(update={"verdict": "supported", "checks": (*claim.checks, finding)})
    assert claim.evidence
    (kept,), needless = settle([claim], {claim.id: before}, article)
    assert kept.verdict == ("supported" if settles else "unverified")
    assert (claim.id in needless) is settles
