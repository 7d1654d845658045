"""Calls of the tools into the service: of the only client (standard input and output), or of an HTTP request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from starlette.requests import Request

from newsbrief.api import orders
from newsbrief.api.kept_briefings import find_briefing
from newsbrief.api.problems import ProblemError
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.api.verifying import verify_claims
from newsbrief.orders.order import Order, OrderContext
from newsbrief.pipeline import Listener, Options, Submission
from newsbrief.reply import Reply, Verification
from newsbrief.service import Service
from newsbrief.settings import Settings
from newsbrief.verification.itemise import Itemise


class Calls(Protocol):
    """The calls that tools make to the service."""

    @property
    def settings(self) -> Settings:
        """Return the settings of the service."""

    async def fulfil(self, order: Order, listener: Listener | None = None) -> Reply:
        """Return the briefing of an article, or the revision of the order's `older` one."""

    async def verify(self, submission: Submission, itemise: Itemise) -> Verification:
        """Return the report on claims."""

    async def find(self, id: UUID) -> Reply:
        """Return a kept briefing.

        Raises:
            ProblemError: none is kept under that id.
        """


@dataclass(frozen=True, slots=True)
class OwnCalls:
    """Calls of the one who started the process: nobody else shares it, and no key is needed."""

    service: Service

    @property
    def settings(self) -> Settings:
        return self.service.settings

    async def fulfil(self, order: Order, listener: Listener | None = None) -> Reply:
        context = OrderContext(time.monotonic() + self.settings.deadline_s, listener)
        return (await self.service.fulfil(order, context)).reply

    async def verify(self, submission: Submission, itemise: Itemise) -> Verification:
        return await self.service.verify(submission, itemise)

    async def find(self, id: UUID) -> Reply:
        store = self.service.store
        kept = await store.ask(store.briefings.find, id)
        if kept is None:
            raise ProblemError("not-found", "No such briefing is kept.")
        return kept.reply


@dataclass(frozen=True, slots=True)
class RequestCalls:
    """Calls of an admitted HTTP request: in its turn among others, on its key's budget, of its newsroom."""

    request: Request

    @property
    def settings(self) -> Settings:
        return read_state(self.request).settings

    async def fulfil(self, order: Order, listener: Listener | None = None) -> Reply:
        self._bill()
        options = settle_options(self.request, order.options)
        order = orders.build_order(self.request, order.submission, options, None, order.older)
        return (await orders.fulfil_order(self.request, order, listener)).reply

    async def verify(self, submission: Submission, itemise: Itemise) -> Verification:
        self._bill()
        return await verify_claims(self.request, submission, itemise, Options())

    async def find(self, id: UUID) -> Reply:
        return (await find_briefing(self.request, id)).reply

    def _bill(self) -> None:
        # A session works in a context of its own, not in that of the request which was let in.
        read_state(self.request).gate.bill(self.request)
