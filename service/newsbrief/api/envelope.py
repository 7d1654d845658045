"""The envelope of every answer: an id, security headers, a line in the log, never a stack trace."""

from __future__ import annotations

import logging
import re
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from newsbrief.api import problems
from newsbrief.api.state import read_state
from newsbrief.telemetry import logs
from newsbrief.workers import due

log = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DEFAULTS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Envelope:
    """ASGI middleware around the whole application. A client's own `X-Request-ID` is kept where it is a plain word."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        sent_id = request.headers.get("x-request-id", "")
        scope["request_id"] = sent_id if _ID.fullmatch(sent_id) else str(uuid7())
        with logs.bind_fields(request_id=scope["request_id"]):
            await self._serve(scope, receive, send, request)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request: Request) -> None:
        began, status = time.perf_counter(), 0
        scope["deadline"] = time.monotonic() + read_state(request).settings.deadline_s
        due.set(scope["deadline"])

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = scope["request_id"]
                for name, value in scope.get("answer_headers", {}).items():
                    headers.setdefault(name, value)
                for name, value in _DEFAULTS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except ClientDisconnect:
            status = 499
        except Exception as error:
            log.exception("request failed")
            if status:
                raise
            await problems.to_response(error, problems.format_instance(request))(scope, receive, send_with_headers)
        finally:
            read_state(request).metrics.count_request(getattr(scope.get("route"), "path", None), status)
            log.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                    "key": scope.get("key_name"),
                    "client": (scope.get("client") or ("localhost", 0))[0],
                },
            )
