"""Claims of an older briefing against a newer article: what holds, what is out of date, what it is silent on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.cases.case import load
from service.article.reading import read
from service.briefing.markdown import parse
from service.verification.claim import Claim
from service.verification.itemise import of_briefing
from service.stories.standing import Standing, standing
from service.verification.verification import examine

MORE = (
    " Officials gave no further details on Tuesday evening. A spokeswoman for the ministry said that more would be "
    "known by the weekend."
)
STORIES = yaml.safe_load((Path(__file__).parent / "standings.yaml").read_text(encoding="utf-8"))


def stood(text: str, article: str) -> Standing:
    newer = read(article)
    (checked,) = examine([Claim("key_points.0", "key_points", text)], newer)
    found = standing(checked, newer)
    for evidence in found.evidence:
        assert newer.source[evidence.start : evidence.end] == evidence.quote
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["says"])
def test_how_a_claim_stands(story: dict[str, Any]) -> None:
    found = stood(story["says"], story["newer"] + MORE)
    assert found.standing in story["stands"]
    # What is out of date is never only said to be: there is the sentence that overtakes it, and why.
    assert (found.standing == "out_of_date") <= bool(found.evidence and found.detail)
    assert (found.standing == "unconfirmed") <= (not found.evidence and not found.detail)


def test_a_figure_in_another_language() -> None:
    newer = (
        "Bei dem Erdbeben in der Region sind nach Angaben der Behörden vom Dienstag 31 Menschen getötet worden. "
        "Die Suche nach weiteren Opfern dauert an, sagte ein Sprecher des Innenministeriums. Hilfe ist unterwegs."
    )
    assert stood("Bei dem Erdbeben in der Region sind 12 Menschen getötet worden.", newer).standing == "out_of_date"
    assert stood("Das Königreich hat zwei Millionen Einwohner.", newer).standing == "unconfirmed"


def test_no_claim_is_out_of_date_in_another_story() -> None:
    cases = load()
    for case, other in zip(cases, cases[7:] + cases[:7], strict=True):
        article, claims = other.read(), [claim for claim, carried, _ in case.claims() if carried]
        wrong = [c.text for c in examine(claims, article) if standing(c, article).standing == "out_of_date"]
        assert not wrong, (case.name, other.name)


def test_the_talks_that_moved() -> None:
    (case,) = (c for c in load() if c.earlier and c.earlier.briefing)
    assert case.earlier
    older, _ = parse(case.beside(case.earlier.briefing).read_text(encoding="utf-8"))
    article, claims = case.read(), of_briefing(older, "en")
    found = {c.id: standing(c, article, k.kind) for k, c in zip(claims, examine(claims, article), strict=True)}
    assert {id for id, s in found.items() if s.standing == "out_of_date"} == {
        "the_story.2",
        "key_points.2",
        "key_points.3",
    }
    assert "Oman" in found["key_points.2"].detail
    assert any("will be held in Oman this Friday" in e.quote for e in found["key_points.2"].evidence)
    assert "nuclear issue" in found["key_points.3"].detail
    assert found["key_points.0"].standing == "holds"
    assert found["key_points.1"].standing == "unconfirmed"
