"""Test the limit on work at once."""

import asyncio

import pytest

from newsbrief.orders.places import Busy, Places


async def test_a_full_queue_turns_away_and_a_slow_one_gives_up() -> None:
    places = Places(1, patience_s=0.05)
    async with places.hold():
        waiting = asyncio.create_task(_enter(places))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await _enter(places)
        with pytest.raises(Busy):
            await waiting
    await _enter(places)


async def _enter(places: Places) -> None:
    async with places.hold():
        pass
