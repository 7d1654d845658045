"""A real model, small and often wrong, briefs an article that means to mislead it: nothing wrong may be printed."""

import asyncio

import pytest

from newsbrief.evals.run import Run, run
from newsbrief.evals.subject import Subject
from tests.cases import shipped_case
from tests.small_model import SECTION_TOKENS, weights

TRAPPED = ("two_garcias",)


@pytest.fixture(scope="session")
def model_run() -> Run:
    """The model's briefing of the trapped article."""
    cases = [shipped_case(name) for name in TRAPPED]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("NEWSBRIEF_DEADLINE_S", "120")
        # It fails its exam as a judge, which is tested elsewhere and would take the time of the drafts.
        patched.setenv("NEWSBRIEF_JUDGE_MODEL", "off")
        patched.setattr("newsbrief.drafting.local.SECTION_TOKENS", SECTION_TOKENS)
        return asyncio.run(run(Subject("local", str(weights())), ["briefings"], cases, lambda suite, done: None))


@pytest.mark.model
def test_nothing_wrong_is_printed(model_run: Run) -> None:
    assert {f.fault for f in model_run.findings}.isdisjoint({"forbidden", "unattributed"})
    values = {grade.name: grade.value for grade in model_run.grades}
    assert values["briefings.unfaithful"] == 0


@pytest.mark.model
def test_the_model_was_asked(model_run: Run) -> None:
    assert model_run.broken == ()
    assert model_run.engine == "local"
    for grade in ("briefings.calls", "briefings.completion_tokens"):
        took = {o.article: o.value for o in model_run.observations if o.grade == grade}
        assert took.keys() == set(TRAPPED)
        assert all(took.values()), "a draft may be nonsense, and the source's words stand instead; but it wrote one"
