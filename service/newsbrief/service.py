"""The service: an article in, a verified briefing out. HTTP, jobs, the command line and Python call this one object.

A briefing takes four steps:

    key      SHA-256 of everything that the briefing follows from
    look up  the briefing kept under that key
    make     by the pipeline; concurrent requests with the same key share one run (single-flight)
    keep     in the store, under the key

An idempotency key goes before them: see `orders.idempotency`. Two context variables, which no signature names, go with
the work down to each call of a model: `models.payer`, who is told what it cost (set by `api.gate` for a request, by
`jobs.worker` for a job), and `models.record`, which keeps its answer (set by `jobs.worker`). A third, `workers.due`, is
its deadline (set by `api.envelope` on arrival, by the pipeline for an order).
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from newsbrief import pipeline
from newsbrief.article import ArticleError
from newsbrief.drafting.draft import Engine
from newsbrief.models.errors import DeadlineExceeded, DraftingError
from newsbrief.models.hooks import NO_HOOKS, ModelHooks
from newsbrief.orders.idempotency import fulfil_once
from newsbrief.orders.order import Order, OrderContext, Outcome
from newsbrief.orders.places import Places
from newsbrief.orders.recipe import make_key
from newsbrief.orders.single_flight import SingleFlight
from newsbrief.orders.source_texts import with_source_text
from newsbrief.pipeline import MakingRequest, Options, Submission
from newsbrief.pipeline.opening import open_engines
from newsbrief.reply import Reply, Verification
from newsbrief.settings import Settings
from newsbrief.store.errors import StoreUnavailable
from newsbrief.verification.itemise import Itemise
from newsbrief.verification.judge.panel import Panel

if TYPE_CHECKING:
    from newsbrief.store.store import Store

NOT_KEPT = "The briefing could not be stored: it has no address and cannot be fetched later."
log = logging.getLogger(__name__)


class Service:
    """One engine, the judges beside it, and a store; without a store nothing is looked up or kept."""

    def __init__(
        self,
        engine: Engine,
        judge: Panel | None,
        settings: Settings,
        store: Store | None = None,
        places: Places | None = None,
    ) -> None:
        """Start with nothing under way. `places`: those of work at once; without them it is unbounded."""
        self.engine, self.judge, self.settings = engine, judge, settings
        self._store, self._places = store, places
        self._flights: SingleFlight[Outcome] = SingleFlight()

    @property
    def store(self) -> Store:
        """Return the store.

        Raises:
            StoreUnavailable: the service was opened without one.
        """
        if self._store is None:
            raise StoreUnavailable("The service keeps nothing.")
        return self._store

    async def fulfil(self, order: Order, context: OrderContext | None = None) -> Outcome:
        """Return the briefing that `order` asks for: known under its idempotency key, kept, or made now.

        Raises:
            ArticleError: there is no article in what was sent, or too little of one.
            DraftingError: the engine failed, and the order or the settings ask for the error.
            KeyReused, KeyInUse, RefusedBefore: what the idempotency key came to.
        """
        context = context or OrderContext()
        find_or_make = partial(self._find_or_make, order, context)
        if order.keyed and self._store:
            outcome = await fulfil_once(self._store, order, order.keyed, context.deadline, find_or_make)
        else:
            outcome = await find_or_make()
        context.observer.count_order(outcome.origin)
        return outcome

    async def _find_or_make(self, order: Order, context: OrderContext) -> Outcome:
        """Return the outcome of an order: kept, made for an equal order that is under way, or made now."""
        if self._store is None:
            return Outcome(await self._make(order, context), "miss", is_kept=False)
        key = make_key(order, self.engine, self.settings)
        if order.fresh:
            return replace(await self._make_and_keep(order, context, key), origin="fresh")

        def is_tried_again(error: Exception) -> bool:
            # The first caller may have had less time, or no free place: that must not fail the callers who joined.
            return _is_of_one_caller(error) and time.monotonic() < context.deadline

        # A request that wants the error must not get a degraded answer.
        name = f"{key} {order.options.on_failure or self.settings.on_failure}"
        work = partial(self._look_up_or_make, order, context, key)
        outcome, has_joined = await self._flights.run(name, work, is_tried_again)
        return replace(outcome, origin="collapsed") if has_joined and outcome.origin == "miss" else outcome

    async def _look_up_or_make(self, order: Order, context: OrderContext, key: str) -> Outcome:
        return await self._look_up(order, key) or await self._make_and_keep(order, context, key)

    async def _make_and_keep(self, order: Order, context: OrderContext, key: str) -> Outcome:
        return await self._keep(order, await self._make(order, context), key)

    async def _look_up(self, order: Order, key: str) -> Outcome | None:
        """Return the briefing that is kept under `key`; None where there is none, or the store is away."""
        try:
            kept = await self.store.ask(self.store.briefings.find_by_recipe, key)
        except StoreUnavailable as error:
            log.warning("could not look for a kept briefing: %s", error)
            return None
        return Outcome(await with_source_text(kept, order.submission), "hit") if kept else None

    async def _make(self, order: Order, context: OrderContext) -> Reply:
        """Return a new briefing, made by the pipeline once there is a free place."""
        async with nullcontext() if context.has_place else self.hold_place(context.deadline):
            asked = self.build_request(order.options, context.deadline)
            try:
                if order.older:
                    reply: Reply = await pipeline.update(order.submission, order.older, asked)
                else:
                    reply = await pipeline.summarize(order.submission, asked, context.listener)
            except DraftingError as error:
                context.observer.count_failure(error)
                raise
        context.observer.count_reply("update" if order.older else "summarize", reply)
        return reply.model_copy(update={"id": str(context.id)}) if context.id else reply

    async def _keep(self, order: Order, reply: Reply, key: str) -> Outcome:
        """Keep a reply, under `key` if it may be given again, and return it; with a warning where it cannot be kept."""
        # The offsets of a briefing of several articles point into no single text: none is kept.
        keeps_text = self.settings.keep_text and not order.submission.further
        text = (reply.source_text or order.submission.text) if keeps_text else None
        # A degraded or partial briefing, or one by another model, is never reused for an equal article.
        meta = reply.meta
        known = key if meta.model == self.engine.model and not meta.degraded and not meta.partial else None
        keep = partial(self.store.briefings.keep, team=order.caller.team, owner=order.caller.name, keyed=order.keyed)
        try:
            await self.store.ask(keep, reply, recipe=known, text=text)
        except StoreUnavailable as error:
            log.warning("could not keep a briefing: %s", error, exc_info=error)
            return Outcome(reply, "miss", is_kept=False).with_warning(NOT_KEPT)
        return Outcome(reply, "miss")

    async def verify(
        self, submission: Submission, itemise: Itemise, options: Options | None = None, deadline: float = math.inf
    ) -> Verification:
        """Return the report on claims, which `itemise` gives for the article's language; nothing is repaired or kept.

        `deadline`: a `time.monotonic()` instant, as in `OrderContext`.

        Raises:
            ArticleError: there is no article in what was sent, or too little of one.
        """
        asked = self.build_request(options or Options(), deadline)
        return await pipeline.verify(submission, itemise, asked.checker, asked.options)

    async def check_pairs(self, pairs: Iterable[Mapping[str, Any]]) -> AsyncIterator[dict[str, Any]]:
        """Yield `id`, `score` and `verdict` for each pair of a source and a claim, in order."""
        from newsbrief.verification.pairs import check_pairs

        settings = self.settings
        async for checked in check_pairs(pairs, self.judge, settings.deadline_s, settings.entailment_model):
            yield checked

    def hold_place(self, until: float = math.inf) -> AbstractAsyncContextManager[None]:
        """Hold one of the places for work at once while the block runs; wait for it at most until the
        `time.monotonic()` instant `until`.

        Raises:
            Busy: too many wait already, or no place became free in time.
        """
        return self._places.hold(until) if self._places else nullcontext()

    def build_request(self, options: Options, deadline: float) -> MakingRequest:
        """Return what the pipeline works with until `deadline`, at least for a second."""
        return MakingRequest(self.engine, self.settings, options, self.judge, max(deadline, time.monotonic() + 1.0))


@asynccontextmanager
async def open_service(
    settings: Settings, *, keeps: bool = True, hooks: ModelHooks = NO_HOOKS, places: Places | None = None
) -> AsyncIterator[Service]:
    """Yield the service that `settings` ask for, open while the block runs.

    Args:
        keeps: with the store of `settings`; else nothing is looked up or kept.
        hooks: on its calls to models.
        places: those of work at once; without them it is unbounded.

    Raises:
        EngineUnavailable, EncoderError, StoreUnavailable: one of its parts cannot be had.
    """
    async with AsyncExitStack() as stack:
        engine, judge = await stack.enter_async_context(open_engines(settings, hooks))
        store = None
        if keeps:
            # Imported by need: a command that keeps nothing starts without the database's packages.
            from newsbrief.store.store import Store

            store = await asyncio.to_thread(Store, settings)
            stack.push_async_callback(asyncio.to_thread, store.close)
        yield Service(engine, judge, settings, store, places)


def _is_of_one_caller(error: Exception) -> bool:
    """Return whether an error came of one caller's deadline or place, not of the article or the model."""
    return isinstance(error, DeadlineExceeded) or not isinstance(error, ArticleError | DraftingError)
