"""Send JSON to an address, signed by Standard Webhooks 1.0."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpcore2
from standardwebhooks import Webhook

TIMEOUT_S = 20.0
"""Seconds that an address has to answer."""


class NoAnswer(Exception):
    """An address did not answer within `TIMEOUT_S`, or broke off."""


class Unreachable(NoAnswer):
    """An address cannot be connected to: nothing was sent."""


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """The answer of an address to a POST; `retry_after` is the header as it was sent."""

    status: int
    retry_after: str | None = None


def sign_headers(signer: Webhook, id: str, payload: str, at: datetime | None = None) -> dict[str, str]:
    """Return the headers that sign `payload` under the message id `id`, by Standard Webhooks 1.0. `at`: now."""
    now = at or datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signer.sign(id, now, payload),
    }


async def post_json(
    pool: httpcore2.AsyncConnectionPool, url: str, headers: Mapping[str, str], payload: str, agent: str = "newsbrief"
) -> PostAnswer:
    """Send JSON to an address. A redirect is not followed: it is an answer.

    Raises:
        TargetRefused: the address is not one that may be reached.
        Unreachable, NoAnswer: there was none in time.
    """
    sent: dict[bytes | str, bytes | str] = {"content-type": "application/json", "user-agent": agent}
    sent.update(headers.items())
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            pool.stream("POST", url, headers=sent, content=payload.encode()) as answer,
        ):
            named = {name.lower(): value for name, value in answer.headers}
            after = named.get(b"retry-after")
            return PostAnswer(int(answer.status), after.decode("latin-1") if after else None)
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
        raise Unreachable from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, TimeoutError, OSError):
        raise NoAnswer from None
