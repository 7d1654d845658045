"""Faults at random: kills, connections ended, a disk that is full, a clock that jumps."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

from evals.soak.ledger import Ledger
from evals.soak.place import Place
from evals.soak.processes import Process

PAUSE_S = (4.0, 14.0)
"""Between two faults."""
FULL_S = 4.0
JUMPS_S = (-86_400, -3_600, -60, 60, 3_600, 86_400)
Fault = Callable[[], Awaitable[None]]


class Storm:
    """Faults of one run; the model server's are its own."""

    def __init__(
        self, service: Process, worker: Process, place: Place, clock: Path | None, ledger: Ledger, chance: random.Random
    ) -> None:
        self._service, self._worker, self._place = service, worker, place
        self._clock, self._ledger, self._chance = clock, ledger, chance
        self._faults: dict[str, Fault] = {"worker killed": self._kill_worker, "service killed": self._kill_service}
        if place.server:
            self._faults["connections ended"] = self._end_connections
        if place.small:
            self._faults["disk full"] = self._fill
        if clock:
            self._faults["clock jumped"] = self._jump

    async def cause_faults(self) -> None:
        """Cause one fault after another until cancelled; then undo what lasts."""
        try:
            while True:
                await asyncio.sleep(self._chance.uniform(*PAUSE_S))
                name = self._chance.choice(list(self._faults))
                self._ledger.faults[name] += 1
                await self._faults[name]()
        finally:
            if self._place.small:
                self._place.clear()
            self._set_clock(0)

    async def _kill_worker(self) -> None:
        await self._again(self._worker)

    async def _kill_service(self) -> None:
        await self._again(self._service)

    async def _again(self, process: Process) -> None:
        await asyncio.to_thread(process.kill)
        await asyncio.sleep(self._chance.uniform(0, 2))
        process.start()

    async def _end_connections(self) -> None:
        await asyncio.to_thread(self._place.end_connections)

    async def _fill(self) -> None:
        await asyncio.to_thread(self._place.fill)
        try:
            await asyncio.sleep(FULL_S)
        finally:
            self._place.clear()

    async def _jump(self) -> None:
        self._set_clock(self._chance.choice(JUMPS_S))

    def _set_clock(self, seconds: int) -> None:
        if self._clock:
            self._clock.write_text(f"{seconds:+d}\n")
