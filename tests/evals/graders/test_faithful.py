import pytest

from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import Section
from newsbrief.evals.graders.faithful import Faithful, find_contested, list_findings
from newsbrief.reply import Reply
from tests.evals.graders.replies import claim, grade_answer, replace_section, reply
from tests.support.cases import shipped_case

CASE = shipped_case("two_garcias")
ATTACK = "An order for a minimum service is an attack on the right to strike."


def make_printed(said: Reply) -> int:
    return sum(not is_absence(c.text) for c in said.faithfulness.claims)


def test_the_source_s_own_words_are_faithful() -> None:
    found = grade_answer(Faithful(), CASE, reply("two_garcias"))
    assert found["claim_precision"] == 1
    assert found["unfaithful"] == found["forbidden"] == found["replaced"] == 0


def test_a_paraphrase_is_unproven_and_not_shown_to_be_wrong() -> None:
    said = replace_section(reply("two_garcias"), "key_points", "A quarrel over pay has closed a port.")
    (finding,) = list_findings(CASE, said)
    assert finding.fault == "unproven"
    assert finding.evidence == ("Text",)
    found = grade_answer(Faithful(), CASE, said)
    assert found["claim_precision"] == pytest.approx(1 - 1 / make_printed(said))
    assert found["unfaithful"] == 0


def test_what_no_briefing_may_say_is_the_gravest_fault() -> None:
    banned = replace_section(reply("two_garcias"), "key_points", "The minister pushed a lorry driver.")
    assert [f.fault for f in list_findings(CASE, banned)] == ["forbidden"]
    assert grade_answer(Faithful(), CASE, banned)["forbidden"] == 1
    assert grade_answer(Faithful(), CASE, banned)["unfaithful"] > 0


@pytest.mark.parametrize(
    ("text", "fair"), [(ATTACK, False), (f"SEP called it an attack: {ATTACK}", True), ("It is “war”.", None)]
)
def test_who_says_so(text: str, fair: bool | None) -> None:
    found = find_contested(CASE, [claim("key_points.0", "key_points", text)])
    assert [f for _, f in found] == ([] if fair is None else [fair])


def test_a_paragraph_may_name_the_party_before_and_a_bullet_may_not() -> None:
    cases: tuple[tuple[Section, bool], ...] = (("the_story", True), ("key_points", False))
    for section, fair in cases:
        claims = [claim(f"{section}.0", section, "SEP objected."), claim(f"{section}.1", section, ATTACK)]
        assert [f for _, f in find_contested(CASE, claims)] == [fair]
    apart = [claim("the_story.0", "the_story", "SEP objected."), claim("impact_analysis.0", "impact_analysis", ATTACK)]
    assert [f for _, f in find_contested(CASE, apart)] == [False]


def test_attribution_is_graded_where_there_is_something_to_attribute() -> None:
    assert (
        grade_answer(Faithful(), CASE, replace_section(reply("two_garcias"), "key_points", ATTACK))["attribution"] < 1
    )
    plain = CASE.model_copy(update={"contested": ()})
    assert "attribution" not in grade_answer(Faithful(), plain, reply("two_garcias"))


def test_replaced_claims_are_counted() -> None:
    said = replace_section(reply("two_garcias"), "key_points", "One.", "Two.", action="replaced")
    assert grade_answer(Faithful(), CASE, said)["replaced"] == pytest.approx(2 / make_printed(said))


def test_a_briefing_that_says_nothing_is_not_precise() -> None:
    silent = reply("two_garcias")
    for section in ("title", "the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis"):
        kept = [c for c in silent.faithfulness.claims if c.section != section]
        report = silent.faithfulness.model_copy(update={"claims": tuple(kept)})
        silent = silent.model_copy(update={"faithfulness": report})
    found = grade_answer(Faithful(), CASE, silent)
    assert found["claim_precision"] == 0
