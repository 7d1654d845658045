"""Webhooks by Standard Webhooks 1.0: sign and send events of jobs, and retry those that were not accepted."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import httpcore2
from standardwebhooks import Webhook

from newsbrief.fetching.posting import NoAnswer, post_json, sign_headers
from newsbrief.fetching.targets import CheckingBackend, TargetRefused
from newsbrief.problem import PREFIX, RecordedProblem
from newsbrief.store import StoreUnavailable
from newsbrief.store.jobs import WHOLE_JOB, Place
from newsbrief.store.store import Store

SCHEDULE_S: tuple[float, ...] = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Waits between the attempts, as the standard proposes: ten attempts in some 75 hours."""
STORE_AWAY_S = 5.0
_GONE = 410
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One event for one address."""

    id: str
    url: str
    payload: str


class Webhooks:
    """Sends events of jobs to the addresses that were named for them."""

    def __init__(
        self, store: Store, secret: str | None, *, private: bool, on_attempt: Callable[[str], None] = lambda _: None
    ) -> None:
        """Open the connections. `secret` signs events; without one nothing is sent. `private`: see `CheckingBackend`.

        `on_attempt`: `JobObserver.count_webhook`.
        """
        self._store, self._signer, self._on_attempt = store, Webhook(secret) if secret else None, on_attempt
        self._pool = httpcore2.AsyncConnectionPool(
            network_backend=CheckingBackend(private=private), max_connections=100
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._pool.aclose()

    async def try_to_send(self, event: str, place: Place, happened_at: datetime, attempt: int) -> float | None:
        """Send an event, for the `attempt`th time; return the seconds until the next attempt, None for no more.

        While the store is away it waits: that is no attempt.
        """
        while True:
            try:
                return await self._try_once(event, place, happened_at, attempt)
            except StoreUnavailable as error:
                log.warning("a webhook waits for the store: %s", error)
                await asyncio.sleep(STORE_AWAY_S)

    async def _try_once(self, event: str, place: Place, happened_at: datetime, attempt: int) -> float | None:
        message = await self._build_message(event, place, happened_at)
        if message is None or self._signer is None:
            return None
        status = await self._post(message, self._signer)
        if status == _GONE:
            await self._store.ask(self._store.jobs.stop_webhooks, place[0])
        taken = status is not None and 200 <= status < 300
        self._on_attempt("taken" if taken else "refused" if status else "no answer")
        if taken or status == _GONE:
            return None
        last = attempt > len(SCHEDULE_S)
        log.warning("a webhook was not taken", extra={"event": message.id, "status": status, "given_up": last})
        return None if last else SCHEDULE_S[attempt - 1]

    async def _post(self, message: Message, signer: Webhook) -> int | None:
        """Return the status of the answer; None where there was none."""
        try:
            headers = sign_headers(signer, message.id, message.payload)
            return (await post_json(self._pool, message.url, headers, message.payload)).status
        except TargetRefused as refused:
            log.warning("a webhook was refused: %s", refused, extra={"event": message.id})
            return None
        except NoAnswer:
            return None

    async def _build_message(self, event: str, place: Place, happened_at: datetime) -> Message | None:
        job, number = place
        callback = await self._store.ask(self._store.jobs.find_callback, job)
        if callback is None:
            return None
        owner, url = callback
        data = await (self._describe_job(place, owner) if number == WHOLE_JOB else self._describe_article(place))
        if data is None:
            return None
        payload = json.dumps({"type": event, "timestamp": happened_at.isoformat(), "data": data}, ensure_ascii=False)
        return Message(f"{event}.{job}" + ("" if number == WHOLE_JOB else f".{number}"), url, payload)

    async def _describe_job(self, place: Place, owner: str) -> dict[str, Any] | None:
        job = await self._store.ask(self._store.jobs.find_progress, place[0], owner)
        links = {"job": f"/jobs/{place[0]}", "results": f"/jobs/{place[0]}/results"}
        return {**asdict(job), "id": str(job.id), "links": links} if job else None

    async def _describe_article(self, place: Place) -> dict[str, Any] | None:
        ended = await self._store.ask(self._store.jobs.find_outcome, place)
        if ended is None:
            return None
        outcome, _ = ended
        data: dict[str, Any] = {"job_id": str(place[0]), "index": place[1], "links": {"job": f"/jobs/{place[0]}"}}
        if outcome.state == "done":
            data["briefing_id"] = str(outcome.briefing_id)
            data["links"]["briefing"] = f"/briefings/{outcome.briefing_id}"
        elif outcome.problem:
            problem = RecordedProblem.from_text(outcome.problem)
            data["problem"] = {"type": PREFIX + problem.reason, "detail": problem.detail[:2000]}
        return data
