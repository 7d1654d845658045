"""Work beside the event loop: what is due first is done first, and one at a time."""

import asyncio
import contextlib
import os
import threading
import time

import pytest

from newsbrief.workers import LIGHT_CHARACTERS, SLOW_S, DeadlinePassed, _WorkQueue, due, run_in_worker


async def occupy(weight: int, held: threading.Event) -> asyncio.Task[None]:
    """Start work that lasts until `held` is set; return it when its thread is at it."""
    begun = threading.Event()

    def work() -> None:
        begun.set()
        held.wait()

    task = asyncio.create_task(run_in_worker(weight, work))
    assert await asyncio.to_thread(begun.wait, 20)
    return task


async def test_what_is_due_first_is_done_first() -> None:
    blocked, order = threading.Event(), list[float]()
    first = await occupy(1, blocked)

    async def append_due(when: float) -> None:
        due.set(when)
        await run_in_worker(1, order.append, when)

    tasks = [asyncio.create_task(append_due(when)) for when in (3.0, 1.0, 2.0, 1.0)]
    await asyncio.sleep(0.05)
    blocked.set()
    await asyncio.gather(first, *tasks)
    assert order == [1.0, 1.0, 2.0, 3.0]


async def test_what_nobody_waits_for_any_more_is_not_done() -> None:
    blocked, done = threading.Event(), list[str]()
    first = await occupy(1, blocked)
    given_up = asyncio.create_task(run_in_worker(1, done.append, "never"))
    await asyncio.sleep(0.05)
    given_up.cancel()
    await asyncio.sleep(0.05)
    blocked.set()
    await first
    await run_in_worker(1, done.append, "last")
    assert done == ["last"]


async def test_errors_come_back_and_the_next_is_done() -> None:
    with pytest.raises(ZeroDivisionError):
        await run_in_worker(1, lambda: 1 // 0)
    assert await run_in_worker(1, lambda: 7) == 7


async def test_heavy_work_holds_up_nothing_light() -> None:
    held = threading.Event()
    heavy = await occupy(LIGHT_CHARACTERS + 1, held)
    assert await run_in_worker(1, threading.current_thread) is not threading.main_thread()
    assert not heavy.done()
    held.set()
    await heavy


def _busy_until(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(1000))


@pytest.mark.parametrize("weight", [1, LIGHT_CHARACTERS + 1])
async def test_what_is_slow_stops_nobody(monkeypatch: pytest.MonkeyPatch, weight: int) -> None:
    monkeypatch.setattr("newsbrief.workers._heavy", _WorkQueue(SLOW_S))
    stop = threading.Event()
    slow = [asyncio.create_task(run_in_worker(weight, _busy_until, stop)) for _ in range(3)]
    await asyncio.sleep(0.05)
    assert await run_in_worker(weight, lambda: 7) == 7
    assert not any(task.done() for task in slow)
    stop.set()
    await asyncio.gather(*slow)
    assert await run_in_worker(weight, lambda: 8) == 8


@pytest.mark.parametrize("weight", [1, LIGHT_CHARACTERS + 1])
async def test_work_is_done_one_after_another(weight: int) -> None:
    at_once, most = 0, 0

    def work() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        sum(range(200_000))
        at_once -= 1

    await asyncio.gather(*(run_in_worker(weight, work) for _ in range(8)))
    assert most == 1


@pytest.mark.parametrize("weight", [1, LIGHT_CHARACTERS + 1])
async def test_the_deadline_ends_what_goes_on(monkeypatch: pytest.MonkeyPatch, weight: int) -> None:
    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.2)
    stop, ended = threading.Event(), threading.Event()

    def stubborn() -> None:
        try:
            with contextlib.suppress(Exception):
                _busy_until(stop)
        finally:
            ended.set()

    due.set(time.monotonic() + 0.2)
    with pytest.raises(DeadlinePassed):
        await run_in_worker(weight, stubborn)
    assert await asyncio.to_thread(ended.wait, 20), "the thread computes on though nobody waits"
    assert await run_in_worker(weight, lambda: 7) == 7


async def test_what_its_client_gave_up_is_ended() -> None:
    stop, ended = threading.Event(), threading.Event()

    def work() -> None:
        try:
            _busy_until(stop)
        finally:
            ended.set()

    task = asyncio.create_task(run_in_worker(LIGHT_CHARACTERS + 1, work))
    await asyncio.sleep(0.1)
    task.cancel()
    assert await asyncio.to_thread(ended.wait, 15)


async def test_work_in_a_finalizer_is_ended_without_a_word() -> None:
    # Python drops what is raised there; that it reports it would fail this test.
    stop, ended = threading.Event(), threading.Event()

    class Slow:
        def __del__(self) -> None:
            _busy_until(stop)

    def work() -> None:
        try:
            Slow()
            _busy_until(stop)
        finally:
            ended.set()

    task = asyncio.create_task(run_in_worker(1, work))
    await asyncio.sleep(0.1)
    task.cancel()
    assert await asyncio.to_thread(ended.wait, 15)


async def test_an_end_that_comes_too_late_ends_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.0)

    async def one(seconds: float) -> str:
        due.set(time.monotonic() + 0.01)
        try:
            await run_in_worker(1, lambda: [sum(range(500)) for _ in range(round(seconds * 10_000))])
        except DeadlinePassed:
            return "overdue"
        return "done"

    ends = await asyncio.gather(*(one(number % 20 / 500) for number in range(100)))
    assert set(ends) <= {"done", "overdue"}
    due.set(float("inf"))
    assert [await run_in_worker(1, lambda: 7) for _ in range(20)] == [7] * 20


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
async def test_a_process_that_was_forked_does_its_own_work() -> None:
    assert await run_in_worker(1, lambda: 7) == 7
    await asyncio.sleep(0.1)  # its thread waits again
    child = os.fork()
    if not child:
        found = 1
        try:
            asyncio._set_running_loop(None)
            due.set(time.monotonic())
            found = asyncio.new_event_loop().run_until_complete(run_in_worker(1, lambda: 7))
        finally:
            os._exit(found)
    _, status = await asyncio.to_thread(os.waitpid, child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
