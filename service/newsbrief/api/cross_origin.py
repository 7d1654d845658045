"""Cross-origin requests: pages of other sites call the service from a browser only where they are set."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

_SENT = (
    "Accept",
    "Authorization",
    "Cache-Control",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "Prefer",
    "X-Request-ID",
)
_READ = ("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID")
_REMEMBERED_S = 600


def allow(app: FastAPI, origins: Sequence[str]) -> None:
    """Let pages of `origins` call. They send their key themselves: cookies play no part, so none are allowed."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "POST", "PATCH", "DELETE"),
            allow_headers=_SENT,
            expose_headers=_READ,
            max_age=_REMEMBERED_S,
        )
