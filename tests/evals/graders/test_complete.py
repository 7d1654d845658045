import pytest

from newsbrief.briefing.schema import SECTIONS
from newsbrief.evals.case import Case, Fact
from newsbrief.evals.graders.complete import Complete, list_findings
from tests.evals.graders.replies import grade_answer, replace_section, reply
from tests.support.cases import shipped_case


def facts(*weights: str) -> Case:
    found = tuple(
        Fact.model_validate({"says": f"{w} {n}", "weight": w, "rests_on": ("x",), "keys": (f"word{n}", "told")})
        for n, w in enumerate(weights)
    )
    return shipped_case("two_garcias").model_copy(update={"facts": found})


CASE = facts("essential", "useful", "minor")


@pytest.mark.parametrize(
    ("texts", "recall", "essential"),
    [
        (("It told word0.",), 3 / 6, 1),
        (("It told word1.", "And word2."), 3 / 6, 0),
        (("It told.", "Nothing.", "Of word0."), 0, 0),
        (("word0 word1 word2 told",), 1, 1),
        (("word0 untold",), 0, 0),
    ],
)
def test_recall_is_weighed_and_two_claims_that_follow_may_share_a_fact(
    texts: tuple[str, ...], recall: float, essential: float
) -> None:
    found = grade_answer(Complete(), CASE, replace_section(reply("two_garcias"), "key_points", *texts))
    assert found["fact_recall"] == pytest.approx(recall)
    assert found["essential_recall"] == essential
    assert found["fact_recall.key_points"] == pytest.approx(recall)
    assert found["fact_recall.the_story"] == 0


def test_essential_facts_that_are_not_told_are_findings() -> None:
    said = replace_section(reply("two_garcias"), "key_points", "It told word1.")
    (finding,) = list_findings(CASE, said)
    assert (finding.fault, finding.text, finding.evidence) == ("not covered", "essential 0", ("x",))
    assert list(list_findings(CASE, replace_section(said, "the_story", "It told word0."))) == []


def test_without_facts_nothing_is_graded() -> None:
    assert grade_answer(Complete(), facts(), reply("two_garcias")) == {}
    assert "essential_recall" not in grade_answer(Complete(), facts("minor"), reply("two_garcias"))


def test_a_real_briefing_tells_some_of_it() -> None:
    found = grade_answer(Complete(), shipped_case("two_garcias"), reply("two_garcias"))
    assert set(found) == {"fact_recall", "essential_recall", *(f"fact_recall.{s}" for s in SECTIONS)}
    assert 0 < found["fact_recall"] <= 1


def test_another_language_has_grades_of_its_own() -> None:
    found = grade_answer(Complete(), shipped_case("pl_most"), reply("pl_most"))
    assert set(found) == {"fact_recall.other_languages", "essential_recall.other_languages"}
    assert found["essential_recall.other_languages"] > 0
