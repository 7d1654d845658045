"""Work beside the event loop: what is due first is done first, and one at a time."""

import asyncio
import threading
import time

import pytest

from service.aside import LIGHT, aside, due


async def test_what_is_due_first_is_done_first() -> None:
    blocked, order = threading.Event(), []
    first = asyncio.create_task(aside(1, blocked.wait))
    await asyncio.sleep(0.05)

    async def wanted(when: float) -> None:
        due.set(when)
        await aside(1, order.append, when)

    tasks = [asyncio.create_task(wanted(when)) for when in (3.0, 1.0, 2.0, 1.0)]
    await asyncio.sleep(0.05)
    blocked.set()
    await asyncio.gather(first, *tasks)
    assert order == [1.0, 1.0, 2.0, 3.0]


async def test_what_nobody_waits_for_any_more_is_not_done() -> None:
    blocked, done = threading.Event(), []
    first = asyncio.create_task(aside(1, blocked.wait))
    given_up = asyncio.create_task(aside(1, done.append, "never"))
    await asyncio.sleep(0.05)
    given_up.cancel()
    await asyncio.sleep(0.05)
    blocked.set()
    await first
    await aside(1, done.append, "last")
    assert done == ["last"]


async def test_errors_come_back_and_the_next_is_done() -> None:
    with pytest.raises(ZeroDivisionError):
        await aside(1, lambda: 1 // 0)
    assert await aside(1, lambda: 7) == 7


async def test_heavy_work_holds_up_nothing_light() -> None:
    began = time.monotonic()
    heavy = asyncio.create_task(aside(LIGHT + 1, time.sleep, 1))
    await asyncio.sleep(0.05)
    assert await aside(1, threading.current_thread) is not threading.main_thread()
    assert time.monotonic() - began < 0.9
    await heavy
