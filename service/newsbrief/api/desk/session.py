"""Who sits at the desk: a signed cookie instead of a key with every request.

The cookie tells a key's name, when it ends and a word of its own, signed with a secret made of the key's own hash: it
holds no key, every process knows it again, and it ends with the key. Sessions that are ended before are kept in the
store.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_urlsafe

from fastapi import Request, Response

from newsbrief.api.gate import SAFE, is_own
from newsbrief.api.problems import ProblemError
from newsbrief.keys import Key
from newsbrief.store.store import Store

COOKIE = "newsbrief_desk"
LASTS_S = 12 * 3600
"""How long one signs in for."""


@dataclass(frozen=True, slots=True)
class Session:
    """One stay at the desk: from signing in to signing out."""

    key: Key
    id: str
    ends_at: int
    """Seconds since 1970."""


def sealed(key: Key, *, now: float) -> str:
    """The cookie's value for the holder of `key`, in a session of its own."""
    said = f"{int(now) + LASTS_S}:{key.name}:{token_urlsafe(16)}".encode()
    return f"{urlsafe_b64encode(said).decode()}.{_signature(said, key)}"


def opened(value: str, accepted: Iterable[Key], *, now: float) -> Session | None:
    """The session in a cookie's value; None where nobody signed it, or its time is over."""
    encoded, _, signature = value.partition(".")
    try:
        said = urlsafe_b64decode(encoded.encode("ascii"))
        ends, name, id = said.decode().split(":")
        ends_at = int(ends)
    except ValueError:
        return None
    if ends_at <= now or not signature.isascii():
        return None
    for key in accepted:
        if key.name == name and hmac.compare_digest(_signature(said, key), signature):
            return Session(key, id, ends_at)
    return None


def start(request: Request, answer: Response, key: Key) -> None:
    """Let the answer sign its client in as the holder of `key`."""
    answer.set_cookie(
        COOKIE,
        sealed(key, now=time.time()),
        path="/desk",
        httponly=True,
        samesite="strict",
        # As the browser sees it: a proxy may have ended TLS.
        secure=request.headers.get("origin", "").startswith("https:"),
    )


async def end(request: Request, answer: Response) -> None:
    """Sign the client out: no copy of its cookie opens anything any more.

    Raises:
        StoreUnavailable: that cannot be kept.
    """
    found = opened(request.cookies.get(COOKIE, ""), request.app.state.settings.api_keys, now=time.time())
    if found:
        store: Store = request.app.state.store
        await store.ask(store.sessions.end, found.id, float(found.ends_at))
    answer.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="strict")


async def current(request: Request) -> Session | None:
    """The session that the client is in; None where it never signed in, or was signed out.

    Raises:
        StoreUnavailable: it cannot be told whether it was.
    """
    if "session" not in request.scope:
        value = request.cookies.get(COOKIE, "")
        found = opened(value, request.app.state.settings.api_keys, now=time.time()) if value else None
        store: Store = request.app.state.store
        ended = found is not None and await store.ask(store.sessions.has_ended, found.id)
        request.scope["session"] = None if ended else found
    session: Session | None = request.scope["session"]
    return session


async def admitted(request: Request) -> None:
    """Let in who is signed in, within the limits of the key; where no keys are set, everybody.

    Raises:
        ProblemError: nobody is signed in, another site's page sent this, or too much was asked for.
    """
    refuse_foreign(request)
    session = await current(request)
    if request.app.state.settings.api_keys and session is None:
        raise ProblemError("unauthenticated", "Sign in at /desk/sign-in.")
    await request.app.state.gate.admit_signed_in(request, session and session.key)


def refuse_foreign(request: Request) -> None:
    """See to it that what changes something comes from a page of this service.

    Raises:
        ProblemError: it comes from elsewhere, or does not say where from, as every browser does.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    same = site in (None, "same-origin") and origin is not None and is_own(request, origin)
    if not same:
        raise ProblemError("cross-origin", "Only the desk's own pages may send this.")


def _signature(said: bytes, key: Key) -> str:
    secret = hmac.digest(key.digest, b"newsbrief desk session", hashlib.sha256)
    return hmac.digest(secret, said, hashlib.sha256).hex()
