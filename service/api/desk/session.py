"""Who sits at the desk: a signed cookie instead of a key with every request.

The cookie tells a key's name and when it ends, signed with a secret made of the key's own hash: it holds no key, every
process knows it again, and it ends with the key.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi import Request, Response

from service.api.problems import ProblemError
from service.keys import Key

COOKIE = "newsbrief_desk"
LASTS_S = 12 * 3600
"""How long one signs in for."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def sealed(key: Key, *, now: float) -> str:
    """The cookie's value for the holder of `key`."""
    said = f"{int(now) + LASTS_S}:{key.name}".encode()
    return f"{urlsafe_b64encode(said).decode()}.{_signature(said, key)}"


def opened(value: str, accepted: Iterable[Key], *, now: float) -> str | None:
    """The name in a cookie's value; None where nobody signed it, or it has ended."""
    encoded, _, signature = value.partition(".")
    try:
        said = urlsafe_b64decode(encoded.encode("ascii"))
        ends, name = said.decode().split(":", 1)
        alive = int(ends) > now
    except ValueError:
        return None
    known = [key for key in accepted if key.name == name]
    signed = [hmac.compare_digest(_signature(said, key), signature) for key in known if signature.isascii()]
    return name if alive and any(signed) else None


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


def end(answer: Response) -> None:
    """Let the answer sign its client out."""
    answer.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="strict")


def holder(request: Request) -> str | None:
    """The name of the key that the client signed in with."""
    value = request.cookies.get(COOKIE, "")
    return opened(value, request.app.state.settings.api_keys, now=time.time())


async def admitted(request: Request) -> None:
    """Let in who is signed in, within the limits of the key; where no keys are set, everybody.

    Raises:
        ProblemError: nobody is signed in, another site's page sent this, or too much was asked for.
    """
    refuse_foreign(request)
    name = holder(request)
    if request.app.state.settings.api_keys and name is None:
        raise ProblemError("unauthenticated", "Sign in at /desk/sign-in.")
    await request.app.state.gate.admit_signed_in(request, name)


def refuse_foreign(request: Request) -> None:
    """See to it that what changes something comes from a page of this service.

    Raises:
        ProblemError: it comes from elsewhere, or does not say where from, as every browser does.
    """
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    here = request.headers.get("host", "")
    same = site in (None, "same-origin") and origin is not None and urlsplit(origin).netloc == here
    if not same:
        raise ProblemError("cross-origin", "Only the desk's own pages may send this.")


def _signature(said: bytes, key: Key) -> str:
    secret = hmac.digest(key.digest, b"newsbrief desk session", hashlib.sha256)
    return hmac.digest(secret, said, hashlib.sha256).hex()
