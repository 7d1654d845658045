"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): the same request again gives the same answer."""

from __future__ import annotations

import asyncio
import hashlib
from uuid import uuid4

import regex
from fastapi import Request

from newsbrief.api.problems import ProblemError
from newsbrief.store.keys import KeyedRequest
from newsbrief.workers import LIGHT_CHARACTERS

KEY_LENGTH = 255
"""Characters that a key may have."""
_QUOTED = regex.compile(r'"((?:[\x20-\x21\x23-\x5B\x5D-\x7E]|\\["\\])++)"')
_BARE = regex.compile(r"[\x21\x23-\x2B\x2D-\x7E]++")


def read_keyed_request(request: Request, body: bytes) -> KeyedRequest | None:
    """Return a request under its key; None where it has none. A key belongs to the caller who sent it.

    Raises:
        ProblemError: the header is no key, or more than one.
    """
    sent = request.headers.getlist("idempotency-key")
    if not sent:
        return None
    caller = request.scope.get("key_name") or request.headers.get("authorization", "")
    kind = request.headers.get("content-type", "")
    asked = (request.method, request.url.path, request.url.query, kind, body.decode("latin-1"))
    return KeyedRequest(_hash(caller, _parse_key(sent)), _hash(*asked), str(uuid4()))


async def find_keyed_request(request: Request, body: bytes) -> KeyedRequest | None:
    """Return the same without blocking the event loop.

    Raises:
        ProblemError: as `read_keyed_request`.
    """
    return (
        read_keyed_request(request, body)
        if len(body) <= LIGHT_CHARACTERS
        else await asyncio.to_thread(read_keyed_request, request, body)
    )


def make_keyed_request(*parts: str) -> KeyedRequest:
    """Return a request that is named by its content: the same parts are the same request."""
    return KeyedRequest(_hash(*parts), _hash(*parts), str(uuid4()))


def _parse_key(sent: list[str]) -> str:
    """Return the key in the lines of the header: a quoted string, as the draft asks, or a bare word."""
    line = sent[0].strip(" \t")
    if quoted := _QUOTED.fullmatch(line):
        key = regex.sub(r"\\(.)", r"\1", quoted[1])
    elif _BARE.fullmatch(line):
        key = line
    else:
        key = ""
    if len(sent) > 1 or not 0 < len(key) <= KEY_LENGTH:
        raise ProblemError(
            "malformed-request", f"Idempotency-Key holds one string of 1 to {KEY_LENGTH} ASCII characters."
        )
    return key


def _hash(*parts: str) -> str:
    mixed = hashlib.sha256()
    for part in parts:
        # A separator that UTF-8 never has: no two lists of parts hash alike.
        mixed.update(part.encode("utf-8", "surrogatepass") + b"\xff")
    return mixed.hexdigest()
