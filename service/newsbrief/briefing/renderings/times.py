"""Instants as the formats write them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime


def format_instant(moment: datetime) -> str:
    """Return an instant in RFC 3339, in UTC, to the second: `2026-02-04T03:37:23Z`."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def format_rfc5322(moment: datetime) -> str:
    """Return an instant in RFC 5322, in UTC, as feeds have it: `Wed, 04 Feb 2026 03:37:23 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
