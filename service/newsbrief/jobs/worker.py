"""Brief one article of a job; its result is recorded exactly once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from newsbrief.article.errors import ArticleError
from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.observer import JobObserver
from newsbrief.jobs.record import ArticleRecord
from newsbrief.models.errors import DeadlineExceeded, DraftingError, UpstreamFailed
from newsbrief.models.hooks import ModelHooks
from newsbrief.models.payer import payer
from newsbrief.models.record import record
from newsbrief.orders.budget import DailyTokens
from newsbrief.orders.order import Caller, Order, OrderContext, Outcome
from newsbrief.pipeline.shape import UnknownStyle
from newsbrief.problem import RecordedProblem
from newsbrief.service import Service, open_service
from newsbrief.settings import Settings
from newsbrief.store import StoreUnavailable
from newsbrief.store.jobs import Place, WaitingArticle
from newsbrief.store.store import Store
from newsbrief.style.reading import MalformedStyle
from newsbrief.telemetry import logs, tracing
from newsbrief.workers import DeadlinePassed

if TYPE_CHECKING:
    from newsbrief.models.bulk import BatchRun

PATIENCE_S = (1.0, 4.0, 15.0, 60.0)
"""Seconds between attempts to ask a model's server that fails; after the last the article fails or degrades."""
STORE_AWAY_S = 2.0
"""Seconds until a store that is away is asked again."""
log = logging.getLogger(__name__)


class BudgetSpent(Exception):
    """The owner of a job has no tokens left today."""

    reason = "token-budget-spent"


@dataclass(frozen=True, slots=True)
class Worker:
    """Briefs articles of jobs by the service."""

    service: Service
    observer: JobObserver = field(default_factory=JobObserver)
    budget: DailyTokens | None = None
    """The tokens that each owner of jobs has in a day; what the service's own work takes is not limited."""

    @property
    def store(self) -> Store:
        """Return the store of the service."""
        return self.service.store

    @property
    def settings(self) -> Settings:
        """Return the settings of the service."""
        return self.service.settings

    async def settle_article(self, place: Place) -> str | None:
        """Brief an article and record the outcome; return the event to announce, None where no address is named.

        If a process that died had finished the article, return the same event again.
        """
        # One for all attempts: it has what could not be written while the store was away.
        record.set(ArticleRecord(self.store, place))
        while True:
            try:
                waiting = await self.store.ask(self.store.jobs.find_waiting, place)
                if waiting:
                    if not waiting.started:
                        await self.store.ask(self.store.jobs.mark_started, place[0])
                    await self._settle_waiting(place, waiting)
                return await self._find_event(place) if waiting is None or waiting.callback_url else None
            except StoreUnavailable as error:
                log.warning("an article waits for the store: %s", error)
                await asyncio.sleep(STORE_AWAY_S)

    async def _settle_waiting(self, place: Place, waiting: WaitingArticle) -> None:
        try:
            id = await self._fulfil_assignment(place, waiting)
        except (ArticleError, DraftingError, MalformedStyle, DeadlinePassed, UnknownStyle, BudgetSpent) as error:
            await self._fail(place, error.reason, str(error), final=isinstance(error, ArticleError) and error.is_final)
        except StoreUnavailable:
            raise
        except Exception:
            if not await _has_threads():
                # The process ends, and took the article's threads: it is left as it is, for whoever takes it up.
                await asyncio.Event().wait()
            log.exception("an article of a job failed")
            await self._fail(place, "internal-error", "The service failed; its log has the cause.")
        else:
            await self.store.ask(self.store.jobs.record_outcome, place, briefing_id=id)
            self.observer.count_article("done")

    async def _fail(self, place: Place, reason: str, detail: str, *, final: bool = False) -> None:
        await self.store.ask(
            self.store.jobs.record_outcome, place, problem=RecordedProblem(reason, detail).to_text(), final=final
        )
        self.observer.count_article("failed")

    async def _fulfil_assignment(self, place: Place, waiting: WaitingArticle) -> UUID:
        """Return the id of the briefing: the one allotted, or that of an equal article."""
        if waiting.briefed:
            return waiting.briefing_id
        assignment = Assignment.from_json(waiting.assignment)
        order = Order(assignment.submission, assignment.options, caller=Caller(waiting.owner, waiting.team))
        context = OrderContext(has_place=True, id=waiting.briefing_id)
        if self.budget and not waiting.owner.startswith(" "):
            if not self.budget.count_left(waiting.owner):
                raise BudgetSpent(self.budget.describe_end())
            payer.set(partial(self.budget.spend, waiting.owner))
        with (
            logs.bind_fields(job=str(place[0]), index=place[1]),
            tracing.span("article of a job", parent=assignment.trace, attributes=_span_attributes(place)),
        ):
            outcome = await self._fulfil_patiently(order, context)
        if outcome.origin == "miss":
            self.observer.count_reply("summarize", outcome.reply)
        if not outcome.is_kept:
            raise StoreUnavailable("A briefing could not be kept.")
        return UUID(outcome.reply.id)

    async def _fulfil_patiently(self, order: Order, context: OrderContext) -> Outcome:
        """Return the outcome of an order, asked for again while a model's server fails; only then it may degrade."""
        strict = replace(order, options=replace(order.options, on_failure="error"))
        for wait_s in PATIENCE_S:
            try:
                return await self.service.fulfil(strict, context)
            except (UpstreamFailed, DeadlineExceeded) as error:
                await asyncio.sleep(max(wait_s, min(error.retry_after_s or 0, PATIENCE_S[-1])))
            except DraftingError:
                break
        return await self.service.fulfil(order, context)

    async def _find_event(self, place: Place) -> str | None:
        outcome = await self.store.ask(self.store.jobs.find_outcome, place)
        if not outcome or not outcome[1]:
            return None
        return {"done": "briefing.completed", "failed": "briefing.failed"}.get(outcome[0].state)


async def _has_threads() -> bool:
    """Return whether work can still be given to threads: an executor that is shut down takes none."""
    try:
        await asyncio.to_thread(int)
    except RuntimeError:
        return False
    return True


def _span_attributes(place: Place) -> dict[str, str | int]:
    return {"newsbrief.job.id": str(place[0]), "newsbrief.job.index": place[1]}


@asynccontextmanager
async def open_worker(
    settings: Settings,
    observer: JobObserver | None = None,
    batch_run: BatchRun | None = None,
) -> AsyncIterator[Worker]:
    """Yield a worker for a process that does nothing else. `batch_run`: ask its models by the Batch API.

    Raises:
        StoreUnavailable, EngineUnavailable: one of them cannot be had.
    """
    async with open_service(settings, hooks=ModelHooks(batch_run=batch_run)) as service:
        budget = DailyTokens(settings.tokens_per_day) if settings.tokens_per_day else None
        yield Worker(service, observer or JobObserver(), budget)
