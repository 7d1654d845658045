"""HTTP/1.1 of uvicorn, with bounds on the head of a request, which uvicorn has no settings for."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from newsbrief.api.problems import MEDIA_TYPE, PROBLEMS
from newsbrief.problem import PREFIX

MOST_HEADER_BYTES = 64 * 1024
"""Bytes of a request line and all headers together."""
HEADER_S = 10.0
"""How long they may take to arrive, from the connection or from their first byte on."""

SERVER: dict[str, Any] = {
    "http": f"{__name__}:BoundedProtocol",
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    # Whose forwarded headers are believed is a setting of ours: uvicorn would believe everybody on this machine.
    "proxy_headers": False,
}
"""How uvicorn is run, by the command and by tests alike."""


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 to headers that are too large and 408 to those that do not end in time, and closes the connection."""

    _waiting: asyncio.TimerHandle | None = None
    _is_in_head = True
    """Between two requests and until the headers of one are whole."""
    _has_begun = False
    """From the first byte of a request, which no stray line end is (RFC 9112, section 2.2), until its headers end."""
    _head_bytes = 0
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._has_begun and self._waiting is None and not self._is_answering():
            self._wait()
        # Where the head ended in this piece, its bytes are no longer counted.
        if self._head_bytes > MOST_HEADER_BYTES:
            self._refuse("headers-too-large")

    def on_message_begin(self) -> None:
        self._has_begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_head, self._has_begun, self._head_bytes = False, False, 0
        self._stop_waiting()
        # Four more for each line: the colon, the space and its end.
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > MOST_HEADER_BYTES:
            self._refuse("headers-too-large")
        if not self._is_refused:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_head = True
        if not self._is_refused:
            super().on_message_complete()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEADER_S, self._refuse, "request-timeout")

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _refuse(self, reason: str) -> None:
        """Answer with a problem where no answer is under way, and close the connection."""
        self._stop_waiting()
        self._is_refused = True
        if self.transport.is_closing():
            return
        if not self._is_answering():
            status, title = PROBLEMS[reason]
            body = json.dumps({"type": PREFIX + reason, "title": title, "status": status, "detail": f"{title}."})
            head = f"HTTP/1.1 {status} {title}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            self.transport.write(f"{head}connection: close\r\n\r\n{body}".encode())
        self.transport.close()
