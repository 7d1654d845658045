"""Test the limit on concurrent requests, and clients that disconnect."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from newsbrief.api.admission import Turnstile, while_connected
from newsbrief.api.problems import ProblemError


async def test_a_full_queue_turns_away_and_a_slow_one_gives_up() -> None:
    turnstile = Turnstile(1, patience_s=0.05)
    async with turnstile.place():
        waiting = asyncio.create_task(_enter(turnstile))
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as refused:
            await _enter(turnstile)
        assert refused.value.reason == "busy"
        with pytest.raises(ProblemError):
            await waiting
    await _enter(turnstile)


async def _enter(turnstile: Turnstile) -> None:
    async with turnstile.place():
        pass


async def test_work_ends_when_the_client_is_gone() -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    async def receive() -> dict[str, str]:
        await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    with pytest.raises(ClientDisconnect):
        await while_connected(Request({"type": "http"}, receive), work())
    assert cancelled.is_set()


async def test_work_that_fails_says_so() -> None:
    async def work() -> None:
        raise ValueError("no")

    async def receive() -> Message:
        return await asyncio.Future()

    with pytest.raises(ValueError, match="no"):
        await while_connected(Request({"type": "http"}, receive), work())
