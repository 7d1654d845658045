"""Standard input and output: the server as a process of the assistant that started it."""

from __future__ import annotations

from newsbrief.mcp.calls import OwnCalls
from newsbrief.mcp.server import create_server
from newsbrief.service import open_service
from newsbrief.settings import Settings


async def serve(settings: Settings) -> None:
    """Serve the tools until standard input ends. Briefings are kept in the database of `settings`.

    Raises:
        EngineUnavailable, EncoderError, StoreUnavailable: a part of the service cannot be had.
    """
    async with open_service(settings) as service:
        calls = OwnCalls(service)
        await create_server(lambda _: calls).run_stdio_async()
