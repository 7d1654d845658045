from newsbrief.evals.graders.spent import Cost
from newsbrief.reply import Usage
from tests.evals.graders.replies import grade_answer, reply
from tests.support.cases import shipped_case

CASE = shipped_case("two_garcias")


def test_what_a_model_took() -> None:
    written = reply("two_garcias")
    usage = Usage(calls=2, prompt_tokens=900, completion_tokens=100, cost_usd=0.02)
    found = grade_answer(
        Cost(), CASE, written.model_copy(update={"meta": written.meta.model_copy(update={"usage": usage})})
    )
    expected = {"calls": 2, "prompt_tokens": 900, "completion_tokens": 100, "cost_usd": 0.02, "written": 1}
    assert expected.items() <= found.items()


def test_a_cost_that_is_not_known_is_no_cost_of_nothing() -> None:
    found = grade_answer(Cost(), CASE, reply("two_garcias"))
    assert "cost_usd" not in found
    assert found["calls"] == 0
    assert found["seconds"] > 0


def test_a_briefing_that_another_engine_wrote() -> None:
    written = reply("two_garcias")
    degraded = written.model_copy(update={"meta": written.meta.model_copy(update={"degraded": True})})
    assert grade_answer(Cost(), CASE, degraded)["written"] == 0
