"""Leases: whoever works on something renews one, and whose lease ran out is dead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from newsbrief.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from newsbrief.store.store import Store


async def renew_lease(store: Store, renew: Callable[[], None], every_s: float) -> None:
    """Ask `store` to `renew` a lease every `every_s` seconds, until cancelled."""
    while True:
        await asyncio.sleep(every_s)
        with suppress(StoreUnavailable):
            await store.ask(renew)
