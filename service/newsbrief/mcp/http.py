"""Streamable HTTP: the server as one more route of the service, behind the same gate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.mcpserver import Context
from mcp.server.streamable_http import MCP_SESSION_ID_HEADER
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from newsbrief.api.gate import Credentials, is_own, read_key
from newsbrief.api.problems import ProblemError
from newsbrief.api.state import read_state
from newsbrief.mcp.calls import RequestCalls
from newsbrief.mcp.server import create_server
from newsbrief.settings import Settings

PATH = "/mcp"
MOST_SESSIONS = 1_000
MOST_OF_A_KEY = 100
"""Sessions open at once of the keys of one name: nobody takes the places of all."""
IDLE_S = 30 * 60.0
"""Seconds after which a session that nobody uses is closed."""


def install(app: FastAPI, settings: Settings) -> None:
    """Serve the tools at `PATH` of the service `app`."""
    server = create_server(_calls_of)
    server.streamable_http_app(
        max_request_body_size=settings.max_body_bytes, max_sessions=MOST_SESSIONS, session_idle_timeout=IDLE_S
    )
    manager = server.session_manager
    # Which hosts and origins may ask is for the gate to say.
    manager.security_settings = None
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        async with inner(app) as state, manager.run():
            yield state

    app.router.lifespan_context = lifespan
    routes = APIRouter()

    @routes.api_route(PATH, methods=["GET", "POST", "DELETE"], include_in_schema=False)
    async def serve(request: Request) -> Response:
        _limit_sessions(request, manager)
        return _HandedResponse(manager)

    app.include_router(routes, dependencies=[Depends(_admit)])


class _HandedResponse(Response):
    """An answer that the SDK sends."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        super().__init__()
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._manager.handle_request(scope, receive, send)


async def _admit(request: Request, credentials: Credentials) -> None:
    """Let the request in as on any route, and check its origin, which the protocol demands with keys too.

    Source: https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning
    """
    await read_state(request).gate.admit(request, credentials)
    origin, allowed = request.headers.get("origin"), read_state(request).settings.cors_origins
    if origin is not None and not is_own(request, origin) and not {origin, "*"} & set(allowed):
        raise ProblemError("cross-origin", "A page of another site sent this: set NEWSBRIEF_CORS_ORIGINS to allow it.")
    key = read_key(request)
    if key is not None:
        # A session belongs to the key that opened it.
        token = AccessToken(token="", client_id=key.name, scopes=sorted(key.scopes), subject=key.digest.hex())
        request.scope["user"] = AuthenticatedUser(token)


def _limit_sessions(request: Request, manager: StreamableHTTPSessionManager) -> None:
    """Refuse to open another session for a key that has too many.

    Raises:
        ProblemError: `too-many-requests`.
    """
    key = read_key(request)
    if key is None or MCP_SESSION_ID_HEADER in request.headers:
        return
    # The SDK bounds the sessions of all together, and tells nobody whose they are.
    if sum(owner["client_id"] == key.name for owner in manager._session_owners.values()) >= MOST_OF_A_KEY:
        raise ProblemError(
            "too-many-requests",
            f"This key has {MOST_OF_A_KEY} sessions open: end some (DELETE {PATH}).",
            headers={"Retry-After": str(int(IDLE_S))},
        )


def _calls_of(context: Context[Any, Any]) -> RequestCalls:
    request = context.request_context.request
    assert isinstance(request, Request)  # noqa: S101 - over HTTP each message comes in a request
    return RequestCalls(request)
