"""Processes that work on a queue beside the one that started them, for as long as it lives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbrief.settings import Settings


@asynccontextmanager
async def run_worker_processes(number: int, settings: Settings, queue: str, at_once: int) -> AsyncIterator[None]:
    """Run `number` more processes that work on `queue`, `at_once` articles each, while the block runs.

    What one that dies leaves is taken up by the others. They see for themselves when this process dies.
    """
    import asyncio
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=_work, args=(settings, queue, at_once), daemon=True) for _ in range(number)]
    for process in started:
        process.start()
    try:
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            await asyncio.to_thread(process.join)


def _work(settings: Settings, queue: str, at_once: int) -> None:
    import asyncio
    import logging
    import sys

    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    asyncio.run(_work_until_told(settings, queue, at_once))


async def _work_until_told(settings: Settings, queue: str, at_once: int) -> None:
    import asyncio
    import signal
    from multiprocessing import parent_process

    from newsbrief.jobs.executor import work_on_queue
    from newsbrief.jobs.worker import open_worker
    from newsbrief.telemetry import interpreter

    left, loop, parent = asyncio.Event(), asyncio.get_running_loop(), parent_process()
    loop.add_signal_handler(signal.SIGTERM, left.set)
    # A terminal sends it to all; who started this process says when it ends.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    if parent:
        # Readable once the parent is no more.
        loop.add_reader(parent.sentinel, left.set)
    async with open_worker(settings) as worker, work_on_queue(worker, queue, at_once=at_once, stop_s=0):
        interpreter.tune()
        await left.wait()
        if parent:
            loop.remove_reader(parent.sentinel)
