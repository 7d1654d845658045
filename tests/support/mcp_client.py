"""The MCP server on both transports, asked by the SDK's own client."""

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from newsbrief.api.app import create_app
from newsbrief.mcp.http import install
from newsbrief.settings import Settings
from tests.support.forked_process import COMMAND as COMMAND_CODE
from tests.support.forked_process import ForkedProcess
from tests.support.http_service import serving_app
from tests.support.settings import plain_settings

HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
ACCEPT = {"Accept": "application/json, text/event-stream"}

_ON_PIPE = f"import os, sys; os.dup2(os.open(sys.argv.pop(), os.O_RDONLY), 0); sys.stdin = open(0); {COMMAND_CODE}"
"""`newsbrief` with a pipe as its standard input."""
_RELAY = 'exec 3<&0; cat <&3 >"$1" & exec 3<&-; exec cat <"$2"'
"""Joins a client with a process that was forked: to start the command itself takes two seconds each time."""
COMMAND = str(Path(sys.executable).with_name("newsbrief"))


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Yield the service with its tools over real HTTP; the address of the tools."""
    app = create_app(settings)
    install(app, settings)
    with serving_app(app) as url:
        yield f"{url}/mcp"


@asynccontextmanager
async def open_client(address: str, mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
    """Yield a client over streamable HTTP: `auto` speaks the newest protocol, `legacy` the one with sessions."""
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(address, http_client=http), mode=mode) as client,
    ):
        yield client


@asynccontextmanager
async def over(transport: str, **chosen: Any) -> AsyncIterator[Client]:
    """Yield a client on `stdio`, or on HTTP in the mode after `http-`, of a service with the settings `chosen`."""
    settings = plain_settings(**chosen)
    if transport.startswith("http-"):
        with serve(settings) as address:
            async with open_client(address, transport.removeprefix("http-")) as client:
                yield client
        return
    own = {f"NEWSBRIEF_{name.upper()}": str(value) for name, value in chosen.items() if not name.startswith("openai")}
    own |= {name.upper(): str(value) for name, value in chosen.items() if name.startswith("openai")}
    own.setdefault("NEWSBRIEF_ENGINE", "extractive")
    own["NEWSBRIEF_DATABASE_URL"] = settings.database_url.get_secret_value() if settings.database_url else ""
    environment = {**os.environ, **own}
    with TemporaryDirectory() as folder:
        asked, said = Path(folder, "asked"), Path(folder, "said")
        for pipe in (asked, said):
            os.mkfifo(pipe)
        process = ForkedProcess(_ON_PIPE, ["mcp", str(asked)], environment, Path(folder, "log"), said)
        relay = StdioServerParameters(command="sh", args=["-c", _RELAY, "sh", str(asked), str(said)])
        try:
            async with Client(relay) as client:
                yield client
        finally:
            process.kill()


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def structured_content(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    found: dict[str, Any] = result.structured_content
    return found
