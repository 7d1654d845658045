"""`python -m evals.soak --minutes N [--postgres URL] [--seed S]`; exit code 1 where anything was lost, doubled, stuck,
late or leaked.

Half of the time on PostgreSQL, where a server is named, the rest on SQLite. Clients ask for everything, mixed; of the
model server's answers 30 % are faults; the service and a worker are killed at random, connections of PostgreSQL ended,
the disk filled (where a small file system can be mounted) and the clock set to another time (with time-machine).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from evals.ports import find_free_port
from evals.soak.audit import audit, leaks
from evals.soak.ledger import Ledger
from evals.soak.load import DEADLINE_S, Load
from evals.soak.place import Place, postgresql, sqlite
from evals.soak.processes import Process, await_answer, can_fake_clock
from evals.soak.storm import Storm

CLIENTS = 5
FAILING = 0.3
LATENCY_S = 0.1
_LAST_S = 60.0
"""Of each run, without kills: what a process leaks shows only while it lives."""
_NEWSBRIEF = ["-c", "from newsbrief.cli import main; raise SystemExit(main())"]


async def run(place: Place, seconds: float, seed: int, folder: Path) -> Ledger:
    """Run once, and return the ledger, which holds what went wrong."""
    ledger, chance, clock = Ledger(), random.Random(seed), folder / "clock"
    clock.write_text("+0\n")
    is_faked = can_fake_clock()
    newsbrief = ["-m", "evals.soak.served", str(clock)] if is_faked else _NEWSBRIEF
    model, port = find_free_port(), find_free_port()
    url = f"http://127.0.0.1:{port}"
    environment = _settings(place, model)
    speed = [str(LATENCY_S), "0", str(FAILING)]
    upstream = Process("model", ["-m", "evals.performance.upstream", str(model), *speed], {}, folder)
    service = Process("service", [*newsbrief, "serve", "--port", str(port)], environment, folder)
    worker = Process("worker", [*newsbrief, "worker", "--concurrency", "4"], environment, folder)
    load = Load(url, ledger, chance)
    storm = Storm(service, worker, place, clock if is_faked else None, ledger, chance)
    try:
        upstream.start()
        await asyncio.to_thread(await_answer, f"http://127.0.0.1:{model}/")
        service.start()
        await asyncio.to_thread(await_answer, f"{url}/healthz")
        worker.start()
        faults = asyncio.create_task(storm.cause_faults())
        await load.ask(CLIENTS, max(10.0, seconds - _LAST_S))
        faults.cancel()
        (ended,) = await asyncio.gather(faults, return_exceptions=True)
        if not isinstance(ended, asyncio.CancelledError):
            ledger.note("wrong", f"the storm ended early: {ended!r}")
        # A process of whom nothing but its own load is to be seen, at a clock that is right again.
        await asyncio.to_thread(service.stop)
        service.start()
        if not worker.pid:
            worker.start()
        await asyncio.to_thread(await_answer, f"{url}/readyz")
        memory = await leaks(url, service, load, ledger, min(_LAST_S, seconds))
        await audit(url, ledger, load)
        print(f"  memory taken in the last {min(_LAST_S, seconds):g} s: {memory:.0f} MB")
    finally:
        for process in (service, worker, upstream):
            await asyncio.to_thread(process.kill)
    return ledger


def _settings(place: Place, model: int) -> dict[str, str]:
    return {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{model}/v1",
        "NEWSBRIEF_ENGINE": "openai",
        "NEWSBRIEF_MODEL": "soak",
        "NEWSBRIEF_JUDGE_MODEL": "",
        "NEWSBRIEF_DATABASE_URL": place.url,
        "NEWSBRIEF_DEADLINE_S": str(DEADLINE_S),
    }


def _summarize(place: Place, ledger: Ledger, took_s: float) -> None:
    print(f"{place.name}, {took_s / 60:.1f} minutes: {sum(ledger.answers.values()):,} requests")
    print("  faults: " + (", ".join(f"{name} {n}" for name, n in sorted(ledger.faults.items())) or "none"))
    print("  answers: " + ", ".join(f"{name}: {n}" for name, n in sorted(ledger.answers.items())))
    print(f"  promised: {len(ledger.summaries):,} briefings, {len(ledger.jobs):,} jobs")
    print("  " + ", ".join(f"{kind} {len(found)}" for kind, found in ledger.wrongs.items()))
    for kind, found in ledger.wrongs.items():
        for what in found[:10]:
            print(f"    {kind}: {what}")
    sys.stdout.flush()


def main() -> int:
    """Run, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--postgres", help="a server on which databases may be made, postgresql://user@host:port")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--logs", type=Path, help="keep what the processes write in this folder")
    asked = parser.parse_args()
    places: list[AbstractContextManager[Place]] = [sqlite()]
    if asked.postgres:
        places.insert(0, postgresql(asked.postgres))
    if not can_fake_clock():
        print("time-machine is not installed: the clock never jumps")
    clean = True
    for number, opened in enumerate(places):
        with opened as place, tempfile.TemporaryDirectory(prefix="newsbrief-soak-logs-") as scratch:
            folder = (asked.logs or Path(scratch)) / place.name
            folder.mkdir(parents=True, exist_ok=True)
            began = time.monotonic()
            ledger = asyncio.run(run(place, asked.minutes * 60 / len(places), asked.seed + number, folder))
            _summarize(place, ledger, time.monotonic() - began)
            clean = clean and ledger.is_clean
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
