"""Editions of digests: made when they are due, read from the newest versions of their briefings, delivered."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from newsbrief.feeds.choosing import build_choice, build_edition
from newsbrief.feeds.configuration import Channel, Digest, Feeds
from newsbrief.feeds.delivering import SCHEDULE_S, Deliverer, DeliveryResult
from newsbrief.feeds.edition import Edition
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.schedule import find_latest_due
from newsbrief.store import StoreUnavailable
from newsbrief.store.digests import Delivery
from newsbrief.store.store import Store

ATTEMPT_S = 90.0
"""How long an attempt may take until sending begins, and again from then on; less than its lease."""
log = logging.getLogger(__name__)


class Publisher:
    """Makes and delivers the editions of every digest of a file."""

    def __init__(self, store: Store, feeds: Feeds, deliverer: Deliverer, observer: FeedObserver) -> None:
        self._store, self._feeds, self._deliverer, self._observer = store, feeds, deliverer, observer
        self._made: dict[str, datetime] = {}

    async def begin(self) -> None:
        """Mark the beginning of digests that are new: no edition of an earlier time is made."""
        for name in self._feeds.digests:
            await self._store.ask(self._store.digests.begin, name, datetime.now(UTC))

    async def make(self, *, now: datetime | None = None, at_once: bool = False) -> int:
        """Make the editions that are due, and with `at_once` one of each digest; return how many have stories."""
        now, made = now or datetime.now(UTC), 0
        for name, digest in self._feeds.digests.items():
            due = now if at_once and digest.to else await self._due(name, digest, now)
            if due is None or self._made.get(name) == due:
                continue
            choice = build_choice(self._feeds, digest)
            stories = await self._store.ask(self._store.digests.make, name, due, choice, tuple(digest.to))
            self._made[name] = due
            if stories:
                log.info("an edition was made", extra={"digest": name, "stories": stories})
                made += 1
        return made

    async def _due(self, name: str, digest: Digest, now: datetime) -> datetime | None:
        due = find_latest_due(digest.times, digest.days, self._feeds.find_zone(digest), now)
        if due is None or due < now - timedelta(seconds=digest.late):
            return None
        began = await self._store.ask(self._store.digests.begin, name, now)
        return due if due > began else None

    async def deliver(self) -> bool:
        """Try one delivery that is due; return whether there was one."""
        table = self._store.digests
        if not await self._store.ask(table.has_due, tuple(self._feeds.digests)):
            return False
        delivery = await self._store.ask(table.take, tuple(self._feeds.digests))
        if delivery is None:
            return False
        channel = self._feeds.digests[delivery.digest].to.get(delivery.channel)
        if channel is None:
            await self._store.ask(table.give_up, delivery.id, "the file names no such channel any more")
            return True
        await self._settle(delivery, channel.kind, await self._attempt(delivery, channel))
        return True

    async def _attempt(self, delivery: Delivery, channel: Channel) -> DeliveryResult:
        """Return what an attempt came to: one that is cut short may have arrived if sending had begun, else not.

        Raises:
            StoreUnavailable: the store is away; nothing was sent.
        """
        begun = False

        async def begin_sending() -> None:
            nonlocal begun
            limit.reschedule(None)
            # To its end: a mark that is written after all would have what was never sent look as if it was.
            await self._store.ask_to_the_end(self._store.digests.mark_sending, delivery.id)
            begun = True
            limit.reschedule(asyncio.get_running_loop().time() + ATTEMPT_S)  # its lease begins anew, too

        try:
            async with asyncio.timeout(ATTEMPT_S) as limit:
                edition = await self._edition(delivery)
                if not edition.items:
                    return DeliveryResult("refused", "none of its briefings may go out any more")
                zone = self._feeds.find_zone(self._feeds.digests[delivery.digest])
                return await self._deliverer.send(delivery, edition, channel, zone, begin_sending)
        except StoreUnavailable:
            raise
        except TimeoutError:
            problem = "it took too long"
        except Exception as error:
            log.exception("an attempt to deliver a digest failed", extra={"digest": delivery.digest})
            problem = f"unexpected {type(error).__name__}"
        if begun:
            return DeliveryResult("unknown", f"{problem}: it may have arrived")
        return DeliveryResult("later", problem)

    async def _settle(self, delivery: Delivery, kind: str, result: DeliveryResult) -> None:
        table, detail = self._store.digests, result.detail or ""
        outcome: str = "failed" if result.outcome == "refused" else result.outcome
        if outcome == "sent":
            await self._store.ask(table.mark_sent, delivery.id, result.detail)
        elif outcome == "later" and delivery.attempts <= len(SCHEDULE_S):
            wait_s = max(SCHEDULE_S[delivery.attempts - 1], result.retry_after_s)
            await self._store.ask(table.retry, delivery.id, detail, wait_s)
        else:
            outcome = "unknown" if outcome == "unknown" else "failed"
            await self._store.ask(table.give_up, delivery.id, detail, outcome)
        self._observer.count_delivery(kind, outcome)
        if outcome != "sent":
            about = {"digest": delivery.digest, "channel": delivery.channel, "outcome": outcome}
            log.warning("a digest was not delivered: %s", detail, extra=about)

    async def _edition(self, delivery: Delivery) -> Edition:
        ids = await self._store.ask(self._store.digests.list_briefings, delivery.digest, delivery.due_at)
        return await build_edition(self._store, self._feeds, delivery.digest, delivery.due_at, ids)
