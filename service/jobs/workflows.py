"""The durable workflows: an article of a job, and a webhook. What they take and give is ids; the store has the rest.

DBOS finds a workflow again by its name and by `VERSION`, and each is safe to run again from its start: a change of the
software leaves both alone, so that a new version takes up what an old one left.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

if TYPE_CHECKING:
    from service.jobs.desk import Desk
    from service.jobs.seats import Seats
    from service.jobs.webhooks import Webhooks
    from service.store.jobs import Place

VERSION = "1"
"""Of the names and arguments of the workflows."""
WEBHOOKS = "webhooks"
"""The queue of webhooks."""
_FOR_EVER = 1_000_000


class Office:
    """What the workflows of this process work with; DBOS has one set of workflows in a process."""

    desk: Desk
    seats: Seats
    webhooks: Webhooks


@DBOS.workflow(name="article", max_recovery_attempts=_FOR_EVER)
async def article(job: str, number: int) -> None:
    """Brief one article of a job, and have told what is to be told."""
    place = UUID(job), number
    async with Office.seats.taken():
        event = await Office.desk.brief(place)
    if event is None:
        return
    await announce(event, place)
    store = Office.desk.store
    if await store.ask(store.jobs.complete, place[0]):
        await announce("job.completed", (place[0], -1))


@DBOS.workflow(name="webhook", max_recovery_attempts=_FOR_EVER)
async def webhook(event: str, job: str, number: int, happened_at: str, attempt: int) -> None:
    """Try to tell an event; where that fails, the next attempt is a workflow that waits in the queue."""
    place = UUID(job), number
    wait_s = await Office.webhooks.tell(event, place, datetime.fromisoformat(happened_at), attempt)
    if wait_s is not None:
        await _told(event, place, happened_at, attempt + 1, wait_s)


async def announce(event: str, place: Place) -> None:
    """Have an event told, once however often this is called."""
    await _told(event, place, datetime.now(UTC).isoformat(), 1, None)


async def _told(event: str, place: Place, happened_at: str, attempt: int, wait_s: float | None) -> None:
    job, number = place
    with SetWorkflowID(f"{event}.{job}.{number}.{attempt}"), SetEnqueueOptions(delay_seconds=wait_s):
        await DBOS.enqueue_workflow_async(WEBHOOKS, webhook, event, str(job), number, happened_at, attempt)


async def enqueue(queue: str, place: Place) -> None:
    """Put an article in the queue, once however often this is called."""
    job, number = place
    with SetWorkflowID(f"article.{job}.{number}"):
        await DBOS.enqueue_workflow_async(queue, article, str(job), number)
