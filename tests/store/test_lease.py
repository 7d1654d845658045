"""A lease goes on being renewed, whatever an attempt came to."""

import asyncio
from pathlib import Path

import pytest

from newsbrief.store.lease import renew_lease
from newsbrief.store.store import Store
from tests.support.settings import settings_for


@pytest.mark.parametrize("failure", [ValueError, OSError])
async def test_an_attempt_that_fails_is_not_the_last(tmp_path: Path, failure: type[Exception]) -> None:
    store, renewed = Store(settings_for(f"sqlite:///{tmp_path / 'store.sqlite3'}")), asyncio.Event()
    loop, failures = asyncio.get_running_loop(), [failure("of the driver")]

    def renew() -> None:
        if failures:
            raise failures.pop()
        loop.call_soon_threadsafe(renewed.set)

    renewing = asyncio.create_task(renew_lease(store, renew, 0.01))
    async with asyncio.timeout(20):
        await renewed.wait()
    renewing.cancel()
    store.close()
