"""The LlamaIndex example, with a model of one's own in its terms, against the real service."""

import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.integrations.texts import ARTICLE, INVENTED

HONEST = "- Oil prices rose by 3 percent on Wednesday.\n- The talks were first planned for Istanbul."


@pytest.fixture(scope="module")
def llamaindex(example: Callable[[str], ModuleType]) -> ModuleType:
    with warnings.catch_warnings():
        # Deprecations of the dependencies of LlamaIndex, which is imported here: all other tests do without it.
        warnings.simplefilter("ignore")
        return example("llamaindex/newsbrief_evaluator.py")


def engine(text: str) -> Any:
    from llama_index.core import Document, SummaryIndex

    from tests.integrations.scripted_llm import ScriptedLLM

    index = SummaryIndex.from_documents([Document(text=ARTICLE)])
    return index.as_query_engine(llm=ScriptedLLM(text=text), response_mode="tree_summarize")


def test_a_response_that_its_sources_carry_passes(llamaindex: ModuleType, address: str) -> None:
    response = engine(HONEST).query("What happened?")
    result = llamaindex.NewsbriefEvaluator(address).evaluate_response(query="What happened?", response=response)
    assert (result.passing, result.score, result.feedback) == (True, 1.0, "")


def test_what_is_invented_does_not(llamaindex: ModuleType, address: str) -> None:
    response = engine(f"{HONEST}\n- {INVENTED}").query("What happened?")
    result = llamaindex.NewsbriefEvaluator(address).evaluate_response(response=response)
    assert result.passing is False
    assert result.score == pytest.approx(2 / 3, abs=0.01)
    assert result.feedback == f"unsupported: {INVENTED}"


def test_what_cannot_be_checked_is_no_result(llamaindex: ModuleType, address: str) -> None:
    result = llamaindex.NewsbriefEvaluator(address).evaluate(response="Yes.", contexts=["Too short."])
    assert result.invalid_result
    assert "too short" in (result.invalid_reason or "").lower() or "words" in (result.invalid_reason or "")
    with pytest.raises(ValueError, match="contexts"):
        llamaindex.NewsbriefEvaluator(address).evaluate(response="Yes.")


@pytest.mark.filterwarnings("ignore:asyncio_module:DeprecationWarning")
async def test_it_runs_among_other_evaluators(llamaindex: ModuleType, address: str) -> None:
    from llama_index.core.evaluation import BatchEvalRunner

    runner = BatchEvalRunner({"newsbrief": llamaindex.NewsbriefEvaluator(address)}, workers=2)
    response = engine(HONEST).query("What happened?")
    found = await runner.aevaluate_responses(queries=["What happened?"] * 2, responses=[response] * 2)
    assert [result.passing for result in found["newsbrief"]] == [True, True]
