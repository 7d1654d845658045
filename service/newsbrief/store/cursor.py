"""Cursors of lists: the id of the last briefing of a page, as an opaque text."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

PATTERN = r"^[A-Za-z0-9_-]{21}[AQgw]$"
"""Sixteen bytes in base64url without padding, whose last four bits are zero."""


def encode(last: UUID) -> str:
    """Return the cursor after the briefing `last`."""
    return urlsafe_b64encode(last.bytes).decode().rstrip("=")


def decode(cursor: str) -> UUID:
    """Return the briefing after which the next page begins.

    Raises:
        ValueError: `encode` never wrote that.
    """
    try:
        last = UUID(bytes=urlsafe_b64decode(cursor + "=="))
    except ValueError:
        raise ValueError("no cursor that this service gave out") from None
    if encode(last) != cursor:
        raise ValueError("no cursor that this service gave out")
    return last
