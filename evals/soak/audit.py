"""Audit: every promise is kept once the faults are over."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time

import httpx2
import regex

from evals.soak.ledger import Job, Ledger
from evals.soak.load import Load
from evals.soak.processes import Process

ENDS_S = 180.0
"""How long jobs may take to end after the last fault."""
SETTLES_S = 8.0
"""After which connections that are no longer needed are closed."""
_PLACES = regex.compile(r'^newsbrief_places\{[^}]*state="(\w+)"[^}]*\} (\S+)$', regex.MULTILINE)
_WAITING = regex.compile(r"^newsbrief_job_articles_waiting (\S+)$", regex.MULTILINE)


async def audit(url: str, ledger: Ledger, load: Load) -> None:
    """Note every promise in the ledger that was not kept."""
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        await _jobs(client, ledger)
        for summary in ledger.summaries:
            found = await client.get(f"/briefings/{summary.id}")
            if found.status_code != 200:
                ledger.note("lost", f"briefing {summary.id}: {found.status_code}")
        for summary in ledger.summaries[:: max(1, len(ledger.summaries) // 200)]:
            again = await load.summary(client, summary.text, summary.key, "again")
            if again is not None and again != summary.id:
                ledger.note("doubled", f"a key of {summary.id} was answered by {again}")


async def _jobs(client: httpx2.AsyncClient, ledger: Ledger) -> None:
    until = time.monotonic() + ENDS_S
    for job in ledger.jobs:
        while (standing := (await client.get(job.location)).json()).get("status") != "completed":
            if time.monotonic() > until or standing.get("status") not in ("queued", "running"):
                ledger.note("stuck", f"job {job.location}: {standing}")
                break
            await asyncio.sleep(0.5)
        else:
            await _articles(client, job, ledger)


async def _articles(client: httpx2.AsyncClient, job: Job, ledger: Ledger) -> None:
    lines = [json.loads(line) for line in (await client.get(f"{job.location}/results")).text.splitlines()]
    ids = [line["id"] for line in lines if "briefing" in line]
    lost = len(job.texts) - len(ids)
    if lost:
        ledger.note("lost", f"{lost} articles of {job.location}: {[x.get('type') for x in lines if 'id' not in x]}")
    if len(set(ids)) != len(ids) or len(lines) > len(job.texts):
        ledger.note("doubled", f"articles of {job.location}")
    for text in job.texts:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        kept = (await client.get("/briefings", params={"source_sha256": sha256})).json()["briefings"]
        if len(kept) > 1:
            ledger.note("doubled", f"an article of {job.location} was briefed {len(kept)} times")


async def leaks(url: str, service: Process, load: Load, ledger: Ledger, seconds: float) -> float:
    """Return what one process holds after `seconds` of load that it did not before; the megabytes that it took."""
    # More at once than is measured, jobs among it: pools of connections are then as large as they get.
    await load.ask(8, 30)
    before, memory = await _held(url, service, load), service.resident_mb()
    await load.ask(4, seconds)
    if (more := await _held(url, service, load) - before) > 0:
        ledger.note("leaked", f"{more} files and sockets")
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        held: dict[str, float] = {}
        for _ in range(round(ENDS_S)):
            if not (held := _find_unfinished((await client.get("/metrics")).text)):
                break
            await asyncio.sleep(1)
    for what, count in held.items():
        ledger.note("leaked", f"{count:g} {what}")
    return service.resident_mb() - memory


async def _held(url: str, service: Process, load: Load) -> int:
    await asyncio.sleep(SETTLES_S)
    # Connections that have been idle for long are closed with the next call to a model, not before.
    await load.ask_once(url)
    await asyncio.sleep(1)
    return service.count_open_files()


def _find_unfinished(metrics: str) -> dict[str, float]:
    held = {f"places {state}": float(count) for state, count in _PLACES.findall(metrics)}
    if found := _WAITING.search(metrics):
        held["articles waiting"] = float(found[1])
    return {what: count for what, count in held.items() if count}
