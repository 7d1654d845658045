"""The durable workflows: a batch of articles of a job, and a webhook. They take and return ids; the store has the rest.

DBOS finds a workflow again by its name and by `VERSION`, and each is safe to run again from its start: a change of the
software leaves both alone, so that a new version takes up what an old one left.
"""

from __future__ import annotations

import asyncio
import logging
from contextvars import Context
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from newsbrief.store.jobs import WHOLE_JOB

if TYPE_CHECKING:
    from newsbrief.jobs.slots import Slots
    from newsbrief.jobs.webhooks import Webhooks
    from newsbrief.jobs.worker import Worker
    from newsbrief.store.jobs import Place

VERSION = "1"
"""Of the names and arguments of the workflows."""
WEBHOOKS = "webhooks of owners"
"""The queue of webhooks; its partitions are the owners of jobs, or the hosts of addresses where there are no keys."""
ARTICLES_PER_WORKFLOW = 4
"""Articles of one workflow: those of a job from a multiple of it on. Changing it changes what a kept workflow means, as
with `VERSION`."""
AGAIN_S = 10.0
"""Seconds until what failed in a way that nobody foresaw is tried again."""
_FOR_EVER = 1_000_000
log = logging.getLogger(__name__)


class Runtime:
    """The parts that the workflows of this process use; DBOS has one set of workflows in a process."""

    worker: Worker
    slots: Slots
    webhooks: Webhooks


@DBOS.workflow(name="articles", max_recovery_attempts=_FOR_EVER)
async def work_on_batch(job: str, first: int) -> None:
    """Brief the waiting articles of a batch, and enqueue their webhooks.

    DBOS records every workflow in five steps of its own: the articles of a batch share them.
    """
    while True:
        try:
            return await _work_on_articles(UUID(job), first)
        except Exception:
            # Nobody takes up what DBOS writes down as failed.
            log.exception("a batch of articles failed, and is done again")
            await asyncio.sleep(AGAIN_S)


async def _work_on_articles(id: UUID, first: int) -> None:
    places = [(id, number) for number in range(first, first + ARTICLES_PER_WORKFLOW)]
    ended = await asyncio.gather(*map(_work_on_article, places), return_exceptions=True)
    if any(isinstance(end, asyncio.CancelledError) for end in ended):
        # What was not begun is left to another process: of a batch that ends so DBOS writes down no end.
        raise asyncio.CancelledError
    for end in ended:
        if isinstance(end, BaseException):
            raise end
    store = Runtime.worker.store
    if any(ended) and await store.ask(store.jobs.is_complete, id):
        await announce("job.completed", (id, WHOLE_JOB))


async def _work_on_article(place: Place) -> str | None:
    """Brief an article; return the event that was announced of it, None where no address is named."""
    async with Runtime.slots.take():
        event = await Runtime.worker.settle_article(place)
    if event is not None:
        await announce(event, place)
    return event


@DBOS.workflow(name="webhook", max_recovery_attempts=_FOR_EVER)
async def try_webhook(event: str, job: str, number: int, happened_at: str, attempt: int) -> None:
    """Try to send an event; where that fails, enqueue the next attempt with its delay."""
    place = UUID(job), number
    wait_s = await Runtime.webhooks.try_to_send(event, place, datetime.fromisoformat(happened_at), attempt)
    if wait_s is not None:
        await _send_event(event, place, happened_at, attempt + 1, wait_s)


async def announce(event: str, place: Place) -> None:
    """Enqueue an event for its address: once, however often this is called."""
    await _send_event(event, place, datetime.now(UTC).isoformat(), 1, None)


async def _send_event(event: str, place: Place, happened_at: str, attempt: int, wait_s: float | None) -> None:
    # Outside of the workflow that is running: DBOS would number the steps of that, and a batch has them in any order.
    enqueued = _enqueue_event(event, place, happened_at, attempt, wait_s)
    await asyncio.get_running_loop().create_task(enqueued, context=Context())


async def _enqueue_event(event: str, place: Place, happened_at: str, attempt: int, wait_s: float | None) -> None:
    (job, number), store = place, Runtime.worker.store
    while True:
        try:
            if not (callback := await store.ask(store.jobs.find_callback, job)):
                return
            partition = callback[0] or urlsplit(callback[1]).netloc
            options = SetEnqueueOptions(delay_seconds=wait_s, queue_partition_key=partition)
            with SetWorkflowID(f"{event}.{job}.{number}.{attempt}"), options:
                await DBOS.enqueue_workflow_async(WEBHOOKS, try_webhook, event, str(job), number, happened_at, attempt)
            return
        except Exception:
            log.exception("a webhook could not be put in its queue, and is put there again")
            await asyncio.sleep(AGAIN_S)


async def enqueue_batch(queue: str, batch: Place) -> None:
    """Put a batch of articles, named by its first, in the queue: once, however often this is called."""
    job, first = batch
    with SetWorkflowID(f"articles.{job}.{first}"):
        await DBOS.enqueue_workflow_async(queue, work_on_batch, str(job), first)
