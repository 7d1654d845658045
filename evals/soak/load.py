"""Clients that ask for everything, mixed, and write down what they were promised."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx2
import regex

from evals.soak.ledger import Job, Ledger, Summary

DEADLINE_S = 10
LATE_S = DEADLINE_S + 5 + 5
"""The deadline, the grace that work past it has, and what this machine may be busy with."""
STUCK_S = 90.0
"""After which nobody waits for an answer any more."""
AGAIN_S = 0.5
ARTICLES = 4
"""Of a job."""
RETRIED = frozenset({409, 429, 500, 502, 503})
_TEXT = (
    "The harbour board of {place} agreed on Monday to buy a second crane, its spokesman said in the hall. It will cost "
    "{n} million euros. The first ships are to be unloaded with it in March, the port's director told the council. A "
    "union of dockers said that it had asked for the crane for six years. The board meets again on Thursday. "
    "Report {id}."
)
_ENDED = regex.compile(r"^event: (?:done|problem)$", regex.MULTILINE)
Step = Callable[[httpx2.AsyncClient], Awaitable[None]]


def article(chance: random.Random) -> str:
    """Return an article that nobody sent before."""
    place = chance.choice(["Osterhaven", "Kirkwick", "Port Lenz", "Marrow Bay"])
    return _TEXT.format(place=place, n=chance.randint(2, 90), id=uuid4().hex)


class Load:
    """Clients of the service at `url`."""

    def __init__(self, url: str, ledger: Ledger, chance: random.Random) -> None:
        self._url, self._ledger, self._chance = url, ledger, chance
        steps: dict[Step, int] = {
            self._summarize: 6, self._stream: 3, self._twins: 2, self._job: 2, self._verify: 3, self._edit: 2,
            self._look: 3, self._nonsense: 1, self._go_away: 1,
        }  # fmt: skip
        self._steps, self._weights = list(steps), list(steps.values())

    async def ask(self, clients: int, seconds: float) -> None:
        """Ask for so many seconds, and let what was begun then end."""
        until = time.monotonic() + seconds
        await asyncio.gather(*(self._client(until) for _ in range(clients)))

    async def ask_once(self, url: str) -> None:
        """Send one article to `/summarize`."""
        async with httpx2.AsyncClient(base_url=url, timeout=STUCK_S) as client:
            await self.send(client, "once", "POST", "/summarize", json={"text": article(self._chance)})

    async def _client(self, until: float) -> None:
        async with httpx2.AsyncClient(base_url=self._url, timeout=STUCK_S) as client:
            while time.monotonic() < until:
                (step,) = self._chance.choices(self._steps, self._weights)
                await step(client)
                await asyncio.sleep(self._chance.uniform(0, 0.3))

    async def send(
        self, client: httpx2.AsyncClient, what: str, method: str, path: str, **more: Any
    ) -> httpx2.Response | None:
        """Return an answer, on time; None where the connection broke, as it does when the service is killed."""
        began = time.monotonic()
        try:
            answer = await client.request(method, path, **more)
        except httpx2.TimeoutException:
            self._ledger.note("stuck", f"{what}: no answer in {STUCK_S:g} s")
            return None
        except httpx2.TransportError:
            self._ledger.answers[f"{what} cut"] += 1
            return None
        took = time.monotonic() - began
        self._ledger.answers[f"{what} {answer.status_code}"] += 1
        if took > LATE_S:
            self._ledger.note("late", f"{what} {answer.status_code}: {took:.1f} s")
        return answer

    async def insist(
        self, client: httpx2.AsyncClient, what: str, method: str, path: str, **more: Any
    ) -> httpx2.Response | None:
        """Return an answer that is no passing trouble, asked for under the same idempotency key until it comes."""
        until = time.monotonic() + 2 * STUCK_S
        while time.monotonic() < until:
            answer = await self.send(client, what, method, path, **more)
            if answer is not None and answer.status_code not in RETRIED:
                return answer
            await asyncio.sleep(AGAIN_S)
        self._ledger.note("stuck", f"{what}: only trouble in {2 * STUCK_S:g} s")
        return None

    async def summary(self, client: httpx2.AsyncClient, text: str, key: str, what: str = "summarize") -> str | None:
        """Return the id of a briefing, once it is promised that it is kept."""
        headers = {"Idempotency-Key": key}
        answer = await self.insist(client, what, "POST", "/summarize", json={"text": text}, headers=headers)
        if answer is None:
            return None
        if answer.status_code != 200:
            self._ledger.note("wrong", f"{what}: {answer.status_code} {answer.text[:200]}")
            return None
        reply = answer.json()
        kept = not any("could not be" in warning for warning in reply["meta"]["warnings"])
        return str(reply["id"]) if kept else None

    async def _summarize(self, client: httpx2.AsyncClient) -> None:
        text, key = article(self._chance), uuid4().hex
        if id := await self.summary(client, text, key):
            self._ledger.summaries.append(Summary(key, text, id))

    async def _twins(self, client: httpx2.AsyncClient) -> None:
        text, key = article(self._chance), uuid4().hex
        ids = await asyncio.gather(*(self.summary(client, text, key, "twins") for _ in range(4)))
        kept = {id for id in ids if id}
        if len(kept) > 1 and len(kept) == len(ids):
            self._ledger.note("doubled", f"one key was answered by {len(kept)} briefings")

    async def _stream(self, client: httpx2.AsyncClient) -> None:
        headers = {"Accept": "text/event-stream"}
        sent = {"text": article(self._chance)}
        answer = await self.send(client, "stream", "POST", "/summarize", json=sent, headers=headers)
        ended = answer is None or answer.status_code != 200 or _ENDED.search(answer.text)
        if not ended and answer is not None:
            self._ledger.note("wrong", f"a stream ended without an end: {answer.text[-100:]!r}")

    async def _job(self, client: httpx2.AsyncClient) -> None:
        texts = tuple(article(self._chance) for _ in range(ARTICLES))
        sent = {"articles": [{"text": text} for text in texts]}
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await self.insist(client, "job", "POST", "/jobs", json=sent, headers=headers)
        if answer is not None and answer.status_code == 202:
            self._ledger.jobs.append(Job(answer.headers["location"], texts))
        elif answer is not None:
            self._ledger.note("wrong", f"job: {answer.status_code} {answer.text[:200]}")

    async def _verify(self, client: httpx2.AsyncClient) -> None:
        sent = {"text": article(self._chance), "claims": ["The board bought a crane.", "It cost 900 million euros."]}
        await self.send(client, "verify", "POST", "/verify", json=sent)

    async def _edit(self, client: httpx2.AsyncClient) -> None:
        if not self._ledger.summaries:
            return
        where = f"/briefings/{self._chance.choice(self._ledger.summaries).id}"
        edit = {"edits": [{"op": "move", "claim": "key_points.0", "to": 0}], "by": "Ada"}
        await self.send(client, "edit", "PATCH", where, json=edit, headers={"If-Match": "*"})
        step = {"status": "reviewed", "by": "Ada"}
        await self.send(client, "review", "POST", f"{where}/review", json=step)

    async def _look(self, client: httpx2.AsyncClient) -> None:
        path = self._chance.choice(["/briefings", "/desk/briefings", "/readyz", "/metrics"])
        await self.send(client, "look", "GET", path)

    async def _nonsense(self, client: httpx2.AsyncClient) -> None:
        body = self._chance.choice([b"{", b"\xff" * 100, json.dumps({"text": "short"}).encode(), b"[" * 10_000])
        headers = {"Content-Type": "application/json"}
        answer = await self.send(client, "nonsense", "POST", "/summarize", content=body, headers=headers)
        if answer is not None and answer.status_code not in (400, 422):
            self._ledger.note("wrong", f"nonsense: {answer.status_code}")

    async def _go_away(self, client: httpx2.AsyncClient) -> None:
        try:
            async with asyncio.timeout(self._chance.uniform(0.01, 0.5)):
                await client.post("/summarize", json={"text": article(self._chance)})
        except (TimeoutError, httpx2.HTTPError):
            self._ledger.answers["gone away"] += 1
