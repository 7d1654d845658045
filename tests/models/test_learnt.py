"""Test that a parameter a server refuses is left out alone, and remembered for a bounded time."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.chat import Chat
from newsbrief.models.errors import EngineUnavailable, ModelNotFound, UpstreamFailed
from newsbrief.models.learnt import KEPT_S, LearntTerms
from newsbrief.models.options import parse_options
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from newsbrief.models.terms import Terms
from tests.support.upstream import Answer, Reply, Upstream, chat, draft, error, mode

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))


@pytest.fixture
async def model(upstream: Upstream) -> AsyncIterator[Chat]:
    opened = Chat("m", base_url=upstream.base_url, patience=Patience(3, 0.01, 0.05, loading_s=0.05))
    yield opened
    await opened.aclose()


async def ask(model: Chat) -> WholeDraft:
    answer, _ = await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 10)
    return answer


def unless(wrong: Any, no: Answer) -> Reply:
    return lambda request: no if wrong(request) else chat(draft())


def has_system(request: dict[str, Any]) -> bool:
    return any(message["role"] == "system" for message in request["messages"])


@pytest.mark.parametrize(
    ("wrong", "no", "first"),
    [
        (lambda r: "temperature" in r, error(400, "temperature is not supported"), 2),
        (lambda r: mode(r) == "json_schema", error(400, "response_format is unavailable"), 2),
        (lambda r: mode(r) in ("json_schema", "tool"), error(404, "No endpoint has tool use or response_format"), 3),
        (has_system, error(400, "System role not supported"), 2),
        (has_system, error(500, "Jinja exception: System role not supported"), 2),
        (lambda r: r.get("max_completion_tokens", 0) > 2_048, error(400, "max_completion_tokens must be <= 2048"), 2),
        (lambda r: mode(r) == "json_schema", chat(""), 2),
        (lambda r: mode(r) != "text", chat(" \n" * 4_000, "length"), 3),
        (lambda r: "temperature" in r, chat("<think>Wait. Wait. Wait.", "length"), 2),
        (lambda r: r.get("max_completion_tokens", 10**6) < 9_000, chat("", "length"), 2),
    ],
)
async def test_it_is_met_once(upstream: Upstream, model: Chat, wrong: Any, no: Answer, first: int) -> None:
    upstream.says(unless(wrong, no))
    assert (await ask(model)).key_points
    assert len(upstream.requests) == first
    assert (await ask(model)).key_points
    assert len(upstream.requests) == first + 1
    assert not wrong(upstream.requests[-1])


@pytest.mark.parametrize(
    "no",
    [
        error(400, "logprobs not allowed: unknown parameter `seed`"),
        error(400, "Unrecognized request argument supplied: seed"),
        Answer({"error": {"message": "Unknown parameter", "param": "seed"}}, 400),
        Answer({"error": "seed is not supported"}, 404),
        Answer({"error": "seed is not supported"}, 405),
        Answer("seed is not supported".join('""'), 404),
        Answer({"error": None, "message": "seed is not supported"}, 405),
        Answer({"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}, 422),
    ],
)
async def test_an_option_that_is_named_is_left_out_alone(upstream: Upstream, no: Answer) -> None:
    model = Chat("m", base_url=upstream.base_url, options=parse_options({"seed": 7, "top_k": 5}))
    upstream.says(unless(lambda r: "seed" in r, no))
    for _ in range(2):
        assert (await ask(model)).key_points
    assert [request.get("seed") for request in upstream.requests] == [7, None, None]
    assert all((r["top_k"], r["temperature"], mode(r)) == (5, 0, "json_schema") for r in upstream.requests)
    await model.aclose()


async def test_the_text_of_the_system_stands_before_the_users(upstream: Upstream, model: Chat) -> None:
    upstream.says(unless(has_system, error(400, "Conversation roles must alternate user/assistant/user/assistant")))
    await ask(model)
    (message,) = upstream.requests[-1]["messages"]
    assert message["content"].startswith("Be brief.\n\nThe article.")


@pytest.mark.parametrize(
    "once",
    [
        error(400, "Upstream request failed"),
        error(400, "Failed to generate JSON", "json_validate_failed"),
        chat("I am sorry, what was the question?"),
    ],
)
async def test_what_went_wrong_once_is_not_remembered(upstream: Upstream, model: Chat, once: Answer) -> None:
    upstream.says(once, chat(draft()))
    await ask(model)
    await ask(model)
    assert mode(upstream.requests[-1]) == "json_schema"
    assert model.terms == Terms()


async def test_one_bad_sample_is_asked_again_in_the_same_form(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(400, "Failed to generate JSON", "json_validate_failed"), chat(draft()))
    await ask(model)
    assert [mode(request) for request in upstream.requests] == ["json_schema", "json_schema"]


async def test_a_form_at_which_a_server_fails_within_is_avoided(upstream: Upstream, model: Chat) -> None:
    upstream.says(unless(lambda r: mode(r) == "json_schema", error(500, "Internal server error")))
    for calls in (3, 6, 7):  # no reason was given, so it is kept once it was needed twice
        assert (await ask(model)).key_points
        assert len(upstream.requests) == calls


async def test_a_form_that_worked_is_not_blamed_for_a_failure(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat(draft()), error(500, "Internal server error"))
    await ask(model)
    with pytest.raises(UpstreamFailed):
        await ask(model)
    assert {mode(request) for request in upstream.requests} == {"json_schema"}


async def test_a_page_that_is_not_there_ends_it_at_once(upstream: Upstream, model: Chat) -> None:
    upstream.says(Answer("404 page not found", 404, {"content-type": "text/plain"}))
    with pytest.raises(EngineUnavailable, match=r"end in /v1 .*OPENAI_BASE_URL"):
        await ask(model)
    assert len(upstream.requests) == 1


async def test_a_wrong_address_is_told_as_one(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(404, "Not Found"))
    with pytest.raises(ModelNotFound, match=r"another address .*NEWSBRIEF_MODEL"):
        await ask(model)
    assert model.terms == Terms()


async def test_a_model_that_loads_is_waited_for(upstream: Upstream, model: Chat) -> None:
    loading = error(503, "Loading model")
    upstream.says(*[loading] * 8, chat(draft()))
    assert (await ask(model)).key_points
    upstream.says(error(503, "busy"))
    with pytest.raises(UpstreamFailed):
        await ask(model)
    assert len(upstream.requests) == 9 + 3


async def test_a_wait_in_the_body_is_waited_for(upstream: Upstream, model: Chat) -> None:
    upstream.says(*[error(429, "You exceeded your current quota. Please retry in 100ms.")] * 5, chat(draft()))
    began = time.monotonic()
    assert (await ask(model)).key_points
    assert time.monotonic() - began >= 0.5


def test_an_hour_later_the_best_is_tried_again() -> None:
    now = 0.0
    learnt = LearntTerms(Terms(), lambda: now)
    learnt.note(Terms(), Terms(mode="tool", system=False), {})
    assert learnt.terms == Terms(mode="tool", system=False)
    now = KEPT_S - 1
    learnt.note(learnt.terms, Terms(mode="text", system=False), {})
    now = KEPT_S + 1
    assert learnt.terms == Terms(mode="text")


def test_what_has_no_reason_is_kept_when_it_is_needed_twice_running() -> None:
    learnt = LearntTerms(Terms())
    lower, unsaid = Terms(mode="tool"), {"mode": "tool"}
    learnt.note(Terms(), lower, unsaid)
    assert learnt.terms == Terms()
    assert learnt.suspected_terms == lower
    learnt.note(Terms(), Terms(), {})
    assert learnt.suspected_terms is None
    learnt.note(Terms(), lower, unsaid)
    learnt.note(Terms(), lower, unsaid)
    assert learnt.terms == lower
