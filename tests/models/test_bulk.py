"""Calls by the Batch API: together, paid for once, and whatever happens answered or told why not."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.bulk import BatchRun, Pace
from newsbrief.models.chat import Chat
from newsbrief.models.errors import EngineUnavailable, RateLimited, UpstreamFailed
from newsbrief.models.hooks import ModelHooks
from newsbrief.models.prices import Price
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from tests.support.batch_upstream import BatchUpstream
from tests.support.upstream import Answer, chat, draft, error, only
from tests.support.waiting import wait_until

PACE = Pace(quiet_s=0.05, poll_s=0.02)
Start = Callable[..., Chat]


@pytest.fixture
async def start(batches: BatchUpstream) -> AsyncIterator[Start]:
    """Make chats that ask in bulk."""
    made: list[Chat] = []

    def run(name: str = "run", **options: object) -> Chat:
        pace = options.pop("pace", PACE)
        hooks = ModelHooks(batch_run=BatchRun(name, pace))  # type: ignore[arg-type]
        patience = Patience(attempts=3, first_s=0.01, longest_s=0.02)
        chosen = {"base_url": batches.base_url, "patience": patience, "hooks": hooks, **options}
        made.append(Chat("gpt-5.4-mini", **chosen))  # type: ignore[arg-type]
        return made[-1]

    yield run
    for one in made:
        await one.aclose()


async def ask(chat: Chat, *questions: str, within_s: float = 20) -> list[Any]:
    deadline = time.monotonic() + within_s
    prompts = [RenderedPrompt("s", question, PromptStamp("test", "1", "")) for question in questions]
    asked = (chat.ask_structured(prompt, WholeDraft, deadline=deadline) for prompt in prompts)
    return await asyncio.gather(*asked, return_exceptions=True)


def answer_with_title(request: dict[str, Any]) -> Answer:
    """Return a draft whose title tells the question it answers."""
    question = request["messages"][-1]["content"].split("\n")[0].strip()
    return chat(draft(title={"text": f"Answer to {question}", "sources": [1], "kind": "reported"}), usage=(1000, 100))


async def test_calls_that_come_together_are_one_batch_and_each_gets_its_answer(
    start: Start, batches: BatchUpstream
) -> None:
    batches.says(answer_with_title)
    questions = [f"q{n} \u2028 ü" for n in range(20)]
    answers = await ask(start(price=Price(prompt=1, completion=2).times(0.5)), *questions)
    assert len(batches.batches) == 1
    for question, (answer, usage) in zip(questions, answers, strict=True):
        assert answer.title.text == " ".join(f"Answer to {question}".split())
        assert usage.cost_usd == pytest.approx((1000 * 1 + 100 * 2) / 2 / 1e6)
    (batch,) = batches.batches.values()
    assert (batch["completion_window"], batch["endpoint"]) == ("24h", "/v1/chat/completions")


async def test_equal_calls_are_paid_for_once(start: Start, batches: BatchUpstream) -> None:
    batches.says(answer_with_title)
    first, second = await ask(start(), "same", "same")
    assert first[0] == second[0]
    assert len(batches.requests) == 1


async def test_a_large_batch_is_sent_in_parts(start: Start, batches: BatchUpstream) -> None:
    batches.says(answer_with_title)
    answers = await ask(start(pace=Pace(quiet_s=0.05, poll_s=0.02, most=3)), *(f"q{n}" for n in range(8)))
    assert not [a for a in answers if isinstance(a, Exception)]
    assert len(batches.batches) == 3


async def test_what_an_earlier_run_sent_is_taken_up(start: Start, batches: BatchUpstream) -> None:
    batches.says(answer_with_title)
    batches.polls = 10**9
    killed = start()
    under_way = asyncio.create_task(ask(killed, "one", "two"))
    await asyncio.to_thread(wait_until, lambda: batches.batches)
    await killed.aclose()
    under_way.cancel()
    batches.polls = 1
    answers = await ask(start(), "two", "three")
    assert not [a for a in answers if isinstance(a, Exception)]
    assert len(batches.requests) == 3
    # Another run's work is none of its business.
    await ask(start("another"), "one")
    assert len(batches.requests) == 4


async def test_a_batch_whose_file_has_expired_is_passed_over(start: Start, batches: BatchUpstream) -> None:
    batches.says(answer_with_title)
    await ask(start(), "one")
    del batches.files[batches.batches["batch_0"]["input_file_id"]]
    await ask(start(), "two")
    answers = await ask(start(), "two", "three")
    assert not [a for a in answers if isinstance(a, Exception)]
    assert len(batches.requests) == 3


@pytest.mark.parametrize("status", ["expired", "failed", "cancelled"])
async def test_what_a_batch_leaves_out_is_asked_again(start: Start, batches: BatchUpstream, status: str) -> None:
    batches.says(answer_with_title)
    batches.status = status
    batches.left_out = lambda request: len(batches.batches) == 1 and "late" in json.dumps(request)
    answers = await ask(start(), "early", "late")
    assert not [a for a in answers if isinstance(a, Exception)]
    assert len(batches.batches) == 2


async def test_a_call_that_never_gets_an_answer_says_so(start: Start, batches: BatchUpstream) -> None:
    batches.left_out = lambda request: True
    (failed,) = await ask(start(), "lost")
    assert isinstance(failed, UpstreamFailed)
    assert len(batches.batches) == 3


async def test_errors_of_single_calls_mean_what_they_mean_elsewhere(start: Start, batches: BatchUpstream) -> None:
    batches.says(only("json_object", then=chat(draft())))
    ((answer, _),) = await ask(start(), "negotiated")
    assert answer.title.text
    batches.says(error(429))
    (failed,) = await ask(start("other"), "limited")
    assert isinstance(failed, RateLimited)


async def test_a_server_that_stumbles_is_asked_again(start: Start, batches: BatchUpstream) -> None:
    batches.says(answer_with_title)
    one = start()
    batches.failing = [503]
    answers = asyncio.create_task(ask(one, "q"))
    await asyncio.to_thread(wait_until, lambda: batches.batches)
    batches.failing = [500, 502, 429]
    assert not isinstance((await answers)[0], Exception)


async def test_a_server_without_a_batch_api_is_told_at_once(start: Start, batches: BatchUpstream) -> None:
    batches.failing = [404] * 100
    (failed,) = await ask(start(), "q")
    assert isinstance(failed, EngineUnavailable)
    assert "Batch API" in str(failed)
