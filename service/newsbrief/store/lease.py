"""Leases: whoever works on something renews one, and whose lease ran out is dead."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsbrief.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from newsbrief.store.store import Store

log = logging.getLogger(__name__)


async def renew_lease(store: Store, renew: Callable[[], None], every_s: float) -> None:
    """Ask `store` to `renew` a lease every `every_s` seconds, until cancelled, whatever an attempt came to."""
    while True:
        await asyncio.sleep(every_s)
        try:
            await store.ask(renew)
        except StoreUnavailable as error:
            log.warning("could not renew a lease: %s", error)
        except Exception:
            log.exception("could not renew a lease")
