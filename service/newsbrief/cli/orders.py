"""Orders of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbrief.orders.order import Order
    from newsbrief.reply import Reply
    from newsbrief.settings import Settings


def run_order(order: Order, settings: Settings, status: str) -> Reply:
    """Return the reply to an order, with the line `status` meanwhile on a terminal."""
    import asyncio

    from rich.console import Console

    from newsbrief.service import open_service

    async def run() -> Reply:
        async with open_service(settings, keeps=False) as service:
            return (await service.fulfil(order)).reply

    with Console(stderr=True).status(status):
        return asyncio.run(run())
