"""When a server is given a rest, and how it comes back."""

import asyncio
import time
from contextlib import ExitStack, nullcontext, suppress

import pytest

from newsbrief.drafting.answers import WholeDraft
from newsbrief.models.breaker import Breaker, Tolerance
from newsbrief.models.chat import Chat
from newsbrief.models.complaint import Complaint
from newsbrief.models.errors import CircuitOpen, DeadlineExceeded, Refused, UpstreamFailed
from newsbrief.models.failures import RequestRejected, TransientFailure
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.retrying import Patience
from tests.support.upstream import Answer, Upstream, chat, draft, error

FAILED = TransientFailure(UpstreamFailed("no"))
NEVER = float("inf")
PROMPT = RenderedPrompt("Be brief.", "The article.", PromptStamp("test", "1", ""))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("test", Tolerance(share=0.8, latest=10, fewest=5, within_s=60, rest_s=30), clock)


def call(breaker: Breaker, failure: BaseException | None = None, deadline: float = NEVER) -> None:
    with suppress(type(failure)) if failure else nullcontext(), breaker.watch(deadline):
        if failure:
            raise failure


def open_breaker(breaker: Breaker) -> None:
    for _ in range(5):
        call(breaker, FAILED)
    assert breaker.open


def test_it_opens_when_most_of_the_latest_calls_failed(breaker: Breaker) -> None:
    for _ in range(4):
        call(breaker, FAILED)
    call(breaker)
    assert not breaker.open
    call(breaker, FAILED)
    assert breaker.open
    with pytest.raises(CircuitOpen) as refused:
        call(breaker)
    assert refused.value.retry_after_s == 30


def test_every_third_failure_is_borne(breaker: Breaker) -> None:
    for turn in range(300):
        call(breaker, FAILED if turn % 3 == 0 else None)
    assert not breaker.open


def test_old_failures_are_forgotten(breaker: Breaker, clock: Clock) -> None:
    for _ in range(50):
        call(breaker, FAILED)
        clock.now += 20
    assert not breaker.open


@pytest.mark.parametrize("answer", [RequestRejected(400, Complaint("no")), Refused("no")])
def test_a_server_that_answers_is_there(breaker: Breaker, answer: Exception) -> None:
    for _ in range(10):
        call(breaker, answer)
        call(breaker, FAILED)
    assert not breaker.open


def test_a_cancelled_call_says_nothing_but_one_cut_off_by_the_deadline_does(breaker: Breaker, clock: Clock) -> None:
    for _ in range(20):
        call(breaker, asyncio.CancelledError(), deadline=clock.now + 60)
        call(breaker, asyncio.CancelledError(), deadline=clock.now)  # began too late
    assert not breaker.open
    for _ in range(5):
        with suppress(asyncio.CancelledError), breaker.watch(clock.now + 5):
            clock.now += 5
            raise asyncio.CancelledError
    assert breaker.open


def test_one_call_at_a_time_finds_out_if_it_is_back(breaker: Breaker, clock: Clock) -> None:
    open_breaker(breaker)
    clock.now += 31
    with breaker.watch(NEVER), pytest.raises(CircuitOpen):
        call(breaker)
    assert not breaker.open
    call(breaker)


def test_a_trial_that_fails_means_another_rest(breaker: Breaker, clock: Clock) -> None:
    open_breaker(breaker)
    clock.now += 31
    call(breaker, FAILED)
    with pytest.raises(CircuitOpen):
        call(breaker)
    clock.now += 31
    call(breaker, asyncio.CancelledError(), deadline=NEVER)  # its client went away: the next one is the trial
    call(breaker)
    assert not breaker.open


def test_what_hung_while_others_went_well_tells_nothing_of_now(breaker: Breaker, clock: Clock) -> None:
    with ExitStack() as hung:
        for _ in range(10):
            hung.enter_context(suppress(TransientFailure))
            hung.enter_context(breaker.watch(NEVER))
        clock.now += 1
        call(breaker)
        clock.now += 59
        hung.push(_fail)
    assert not breaker.open


def _fail(*_: object) -> None:
    raise FAILED


def test_calls_from_before_the_rest_change_nothing(breaker: Breaker) -> None:
    with breaker.watch(NEVER):
        open_breaker(breaker)
    assert breaker.open


async def test_a_server_that_is_down_is_left_alone_until_it_is_back(upstream: Upstream) -> None:
    model = Chat(
        "m",
        base_url=upstream.base_url,
        patience=Patience(attempts=4, first_s=0.01, longest_s=0.02),
        tolerance=Tolerance(fewest=4, rest_s=1),
    )
    upstream.says(error(503))
    for failure in (UpstreamFailed, CircuitOpen):
        with pytest.raises(failure):
            await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)
    assert len(upstream.requests) == 4
    upstream.says(chat(draft()))
    await asyncio.sleep(1)
    await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)
    assert len(upstream.requests) == 5
    await model.aclose()


@pytest.mark.parametrize("hang", [Answer({}, wait_s=30), Answer(chat(draft()).body, drip_s=30)])
async def test_a_server_that_hangs_is_given_a_rest(upstream: Upstream, hang: Answer) -> None:
    model = Chat("m", base_url=upstream.base_url, tolerance=Tolerance(fewest=3, hung_s=0.1))
    upstream.says(hang)
    asked = [model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 0.3) for _ in range(3)]
    assert [type(e) for e in await asyncio.gather(*asked, return_exceptions=True)] == [DeadlineExceeded] * 3
    with pytest.raises(CircuitOpen):
        await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)
    await model.aclose()


async def test_a_server_that_drips_is_waited_for(upstream: Upstream) -> None:
    model = Chat("m", base_url=upstream.base_url)
    upstream.says(Answer(chat(draft()).body, drip_s=0.03))
    await model.ask_structured(PROMPT, WholeDraft, deadline=time.monotonic() + 30)
    await model.aclose()
