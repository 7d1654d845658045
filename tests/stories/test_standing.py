"""Claims of an older briefing against a newer article: what holds, what is out of date, what it is silent on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from newsbrief.article.reading import read
from newsbrief.briefing.markdown import parse_markdown
from newsbrief.stories.standing import Standing, find_standing
from newsbrief.verification.claim import CheckOutcome, CheckResult, Claim, Verdict
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.itemise import itemise_briefing
from newsbrief.verification.verdict import with_judgement
from tests.support.cases import shipped_cases

MORE = (
    " Officials gave no further details on Tuesday evening. A spokeswoman for the ministry said that more would be "
    "known by the weekend."
)
STORIES = yaml.safe_load((Path(__file__).parent / "standings.yaml").read_text(encoding="utf-8"))


def stood(text: str, article: str) -> Standing:
    newer = read(article)
    (checked,) = check_by_code([Claim("key_points.0", "key_points", text)], newer)
    found = find_standing(checked, newer)
    for evidence in found.evidence:
        assert newer.source[evidence.start : evidence.end] == evidence.quote
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["says"])
def test_without_a_judge_no_claim_stands_otherwise_than_it_does(story: dict[str, Any]) -> None:
    found = stood(story["says"], story["newer"] + MORE)
    # Code alone need not see it, and must not see what is not there.
    assert found.standing in (*story["stands"], "unconfirmed")
    # A claim that is out of date is never only said to be: there is the sentence that overtakes it, and why.
    assert (found.standing == "out_of_date") <= bool(found.evidence and found.detail)
    assert (found.standing == "unconfirmed") <= (not found.evidence and not found.detail)


@pytest.mark.parametrize(
    ("verdict", "stands"),
    [("supported", "holds"), ("contradicted", "out_of_date"), ("unsupported", "unconfirmed")],
)
def test_a_judges_verdict_decides(verdict: Verdict, stands: str) -> None:
    newer = read(STORIES[0]["newer"] + MORE)
    (checked,) = check_by_code([Claim("key_points.0", "key_points", "Rescuers have given up hope.")], newer)
    outcome: CheckOutcome = "pass" if verdict == "supported" else "fail"
    finding = CheckResult(name="judge", outcome=outcome, detail="so it is", verdict=verdict, sentences=(1,))
    found = find_standing(with_judgement(checked, finding, newer), newer)
    assert found.standing == stands
    assert [e.sentence for e in found.evidence] == ([] if stands == "unconfirmed" else [1])


def test_a_figure_in_another_language() -> None:
    newer = (
        "Bei dem Erdbeben in der Region sind 31 Menschen getötet worden, sagte ein Sprecher der Behörden am Dienstag. "
        "Die Suche nach weiteren Opfern dauert an, sagte ein Sprecher des Innenministeriums. Hilfe ist unterwegs."
    )
    assert stood("Bei dem Erdbeben in der Region sind 12 Menschen getötet worden.", newer).standing == "out_of_date"
    assert stood("Das Königreich hat zwei Millionen Einwohner.", newer).standing == "unconfirmed"


def test_no_claim_is_out_of_date_in_another_story() -> None:
    cases = shipped_cases()
    for case, other in zip(cases, cases[7:] + cases[:7], strict=True):
        article, claims = other.read(), [claim for claim, carried, _ in case.claims() if carried]
        wrong = [c.text for c in check_by_code(claims, article) if find_standing(c, article).standing == "out_of_date"]
        assert not wrong, (case.name, other.name)


def test_the_talks_that_moved() -> None:
    (case,) = (c for c in shipped_cases() if c.earlier and c.earlier.briefing)
    assert case.earlier
    older, _ = parse_markdown(case.beside(case.earlier.briefing).read_text(encoding="utf-8"))
    article, claims = case.read(), itemise_briefing(older, "en")
    found = {
        c.id: find_standing(c, article, k.kind) for k, c in zip(claims, check_by_code(claims, article), strict=True)
    }
    assert {id for id, s in found.items() if s.standing == "out_of_date"} == {
        "the_story.2",
        "key_points.2",
        "key_points.3",
    }
    assert "Oman" in found["key_points.2"].detail
    assert any("will be held in Oman this Friday" in e.quote for e in found["key_points.2"].evidence)
    assert "nuclear issue" in found["key_points.3"].detail
    assert found["key_points.0"].standing == found["key_points.1"].standing == "unconfirmed"
