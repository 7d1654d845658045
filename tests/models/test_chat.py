import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.bounded import MOST_BYTES
from newsbrief.models.chat import Chat
from newsbrief.models.complaint import parse_retry_after
from newsbrief.models.errors import (
    ContentFiltered,
    ContextTooLong,
    DeadlineExceeded,
    DraftingError,
    EngineUnavailable,
    MalformedDraft,
    ModelNotFound,
    OutOfCredit,
    RateLimited,
    Refused,
    Unauthorised,
    UpstreamFailed,
)
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from newsbrief.models.usage import CallUsage
from tests.support.upstream import Answer, Upstream, chat, draft, error, mode, only, stream, tool

PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))


@pytest.fixture
async def model(upstream: Upstream) -> AsyncIterator[Chat]:
    opened = Chat("m", base_url=upstream.base_url, patience=Patience(attempts=4, first_s=0.01, longest_s=0.05))
    yield opened
    await opened.aclose()


async def ask(model: Chat, within_s: float = 10) -> tuple[WholeDraft, CallUsage]:
    return await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + within_s)


async def test_strict_schema_first_and_one_call(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat(draft()))
    answer, usage = await ask(model)
    assert answer.title.text == "Talks move to Oman"
    assert usage == CallUsage(1, 100, 50)
    (request,) = upstream.requests
    assert request["response_format"]["json_schema"]["strict"] is True
    assert '"the_story"' in request["messages"][-1]["content"]  # this server does not show the schema by itself


@pytest.mark.parametrize(
    ("supported", "reply"),
    [
        ("tool", tool(draft())),
        ("json_object", chat(draft())),
        ("text", chat(f"Sure! Here it is:\n```json\n{draft()}\n```\nAnything else?".replace("'", '"'))),
    ],
)
async def test_negotiates_down_once_and_remembers(
    upstream: Upstream, model: Chat, supported: str, reply: Answer
) -> None:
    upstream.says(only(supported, then=reply))
    await ask(model)
    # Whatever was wrong may have passed, as the server gave no reason: the best is tried once more.
    await ask(model)
    seen = len(upstream.requests)
    _, usage = await ask(model)
    assert len(upstream.requests) == seen + 1
    assert mode(upstream.requests[-1]) == supported
    assert usage.calls == 1


async def test_parameters_that_a_server_rejects_are_left_out(upstream: Upstream, model: Chat) -> None:
    upstream.says(
        error(400, "Unsupported value: 'temperature' must be 1"),
        error(400, "Unrecognized request argument: max_completion_tokens"),
        chat(draft()),
    )
    await ask(model)
    assert "temperature" not in upstream.requests[-1]
    assert upstream.requests[-1]["max_tokens"] > 0
    assert mode(upstream.requests[-1]) == "json_schema"


async def test_server_that_rejects_everything(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(400, "no"))
    with pytest.raises(UpstreamFailed, match="400"):
        await ask(model)


@pytest.mark.parametrize(
    "wrong",
    [
        chat("I cannot say."),
        chat({"title": 3}),
        chat(draft(the_story=[])),
        chat('{"title": {"text": "Talks', "length"),
    ],
    ids=["prose", "wrong shape", "no story", "cut off"],
)
async def test_one_corrective_turn_that_shows_the_error(upstream: Upstream, model: Chat, wrong: Answer) -> None:
    upstream.says(wrong, chat(draft()))
    _, usage = await ask(model)
    assert usage == CallUsage(2, 200, 100)
    assert "cannot be used" in upstream.requests[1]["messages"][-1]["content"]
    upstream.says(wrong)
    upstream.requests.clear()
    with pytest.raises(MalformedDraft) as failed:
        await ask(model)
    assert len(upstream.requests) == 2
    assert failed.value.usage.calls == 2


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (error(401, "bad key sk-secret"), Unauthorised),
        (error(403), Unauthorised),
        (error(404, "The model `m` does not exist"), ModelNotFound),
        (error(400, "This model's maximum context length is 8192 tokens"), ContextTooLong),
        (error(400, "request (9000 tokens) exceeds the available context size"), ContextTooLong),
        (error(400, "filtered", "content_filter"), ContentFiltered),
        (error(429, "You exceeded your quota", "insufficient_quota"), OutOfCredit),
        (chat(None, refusal="I won't."), Refused),
        (chat("", "content_filter"), ContentFiltered),
    ],
)
async def test_what_cannot_succeed_is_not_tried_again(
    upstream: Upstream, model: Chat, reply: Answer, outcome: type[DraftingError]
) -> None:
    upstream.says(reply)
    with pytest.raises(outcome) as failed:
        await ask(model)
    assert type(failed.value) is outcome
    assert len(upstream.requests) == 1
    assert "secret" not in str(failed.value)


async def test_billed_refusal_is_counted(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat(None, refusal="I won't."))
    with pytest.raises(Refused) as failed:
        await ask(model)
    assert failed.value.usage == CallUsage(1, 100, 50)


@pytest.mark.parametrize(
    "trouble",
    [
        error(500), error(503), error(429), Answer('{"choi', reset=True),
        Answer("<html>", headers={"content-type": "text/html"}),
        Answer("{nonsense"), Answer({}), Answer({"error": {"message": "overloaded", "code": 502}}),
    ],
)  # fmt: skip
async def test_passing_trouble_is_tried_again(upstream: Upstream, model: Chat, trouble: Answer) -> None:
    upstream.says(trouble, trouble, chat(draft()))
    _, usage = await ask(model)
    assert usage.calls == 1
    assert len(upstream.requests) == 3


async def test_lasting_trouble(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(500))
    with pytest.raises(UpstreamFailed):
        await ask(model)
    # Two in a form that may be what it fails at, and as many as there is patience for in plain text.
    assert len(upstream.requests) == 2 + 4


async def test_retry_after_is_waited_for(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(429, retry_after="0.3"), chat(draft()))
    began = time.monotonic()
    await ask(model)
    assert time.monotonic() - began >= 0.3


async def test_retry_after_beyond_the_deadline_ends_at_once(upstream: Upstream, model: Chat) -> None:
    upstream.says(error(429, retry_after="30"))
    began = time.monotonic()
    with pytest.raises(RateLimited) as failed:
        await ask(model, 20)
    assert failed.value.retry_after_s == 30
    assert time.monotonic() - began < 10


def test_retry_after_forms() -> None:
    assert parse_retry_after({"retry-after": "1.5"}) == 1.5
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=10), usegmt=True)
    assert 8 < (parse_retry_after({"retry-after": date}) or 0) <= 10
    assert parse_retry_after({"retry-after": "soon"}) is None
    assert parse_retry_after({}) is None


@pytest.mark.parametrize("steps", [[Answer({}, wait_s=30)], [error(500)]])
async def test_deadline(upstream: Upstream, steps: list[Answer]) -> None:
    model = Chat("m", base_url=upstream.base_url, patience=Patience(attempts=100, first_s=0.1, longest_s=0.2))
    upstream.says(*steps)
    began = time.monotonic()
    with pytest.raises((DeadlineExceeded, UpstreamFailed)):
        await ask(model, 0.5)
    assert time.monotonic() - began < 15
    await model.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_no_server() -> None:
    model = Chat("m", base_url="http://127.0.0.1:9/v1", patience=Patience(2, 0.01, 0.01))
    with pytest.raises(EngineUnavailable):
        await ask(model)
    await model.aclose()


async def test_usage_is_counted_where_the_server_does_not(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat(draft(), usage=None))
    _, usage = await ask(model)
    assert usage.calls == 1
    assert usage.prompt_tokens > 5
    assert usage.completion_tokens > 50


async def test_lenient_intake(upstream: Upstream, model: Chat) -> None:
    wild = {"text": "* 1. Iran  asked\nfor Oman.", "sources": ["[3]", "sentence 4"], "note": 1}
    upstream.says(chat(draft(key_points=[wild, "- Plain.", {"text": ""}])))
    answer, _ = await ask(model)
    first, second = answer.key_points
    assert (first.text, first.sources, first.kind) == ("1. Iran asked for Oman.", (3, 4), "reported")
    assert (second.text, second.sources) == ("Plain.", ())


@pytest.mark.parametrize("streams", [False, True])
async def test_an_endless_answer_is_broken_off(upstream: Upstream, model: Chat, streams: bool) -> None:
    endless = chat("x" * (MOST_BYTES + 1))
    upstream.says(stream(endless, size=1_000_000) if streams else endless)
    heard = (lambda _: None) if streams else None
    with pytest.raises(EngineUnavailable):
        await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 120, on_partial=heard)


async def test_an_answer_that_unfolds_is_not_unfolded(upstream: Upstream, model: Chat) -> None:
    upstream.says(replace(chat(draft()), headers={"content-encoding": "gzip"}))
    with pytest.raises(EngineUnavailable):
        await ask(model)
    assert {headers["accept-encoding"] for headers in upstream.headers} == {"identity"}


async def test_what_a_server_does_not_count_is_counted_beside_the_loop(upstream: Upstream, model: Chat) -> None:
    upstream.says(chat("many words " * 1_000_000, usage=None))
    longest, last = 0.0, time.monotonic()

    async def beat() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    beating = asyncio.create_task(beat())
    with pytest.raises(DraftingError):
        await ask(model, within_s=20)
    beating.cancel()
    assert longest < 2


@pytest.mark.parametrize("wrong", [{"the_story": ["word " * 500]}, {"key_points": ["It moved."] * 300}])
async def test_a_draft_of_no_bounds_is_none(upstream: Upstream, model: Chat, wrong: dict[str, list[str]]) -> None:
    upstream.says(chat(draft(**wrong)))
    with pytest.raises(MalformedDraft):
        await ask(model)
