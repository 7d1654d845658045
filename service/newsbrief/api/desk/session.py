"""Sign people in at the desk: with a key, then by their own name. A signed cookie stands for both with every request.

The cookie holds a key's name, when it ends, a word of its own and the person's name, signed with a secret made of the
key's own hash: it holds no key, every process knows it again, and it ends with the key. Sessions that are ended before
their time are listed in the store.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from secrets import token_urlsafe

from fastapi import Request, Response

from newsbrief.api.gate import SAFE, is_own
from newsbrief.api.problems import ErrorAt, ProblemError
from newsbrief.api.state import read_state
from newsbrief.settings.keys import ANYBODY, Key, clean_name

COOKIE = "newsbrief_desk"
LASTS_S = 12 * 3600
"""How long one signs in for."""
LONGEST_NAME = 200
"""Characters of a person's name."""


@dataclass(frozen=True, slots=True)
class Session:
    """One stay at the desk: from signing in to signing out."""

    key: Key
    id: str
    ends_at: int
    """Seconds since 1970."""
    person: str = ""
    """The name that the person gave; empty if the key has a name, or none was given."""

    @property
    def name(self) -> str:
        """Return the person's name: as the key has it, else as they gave it."""
        named = self.key.reviewer if self.key.reviewer != ANYBODY else None
        return named or self.person

    @property
    def names_itself(self) -> bool:
        """Return whether the key leaves it to its holder to give a name."""
        return self.key.reviewer in (None, ANYBODY)


def seal(key: Key, *, now: float, person: str = "") -> str:
    """Return the cookie's value for the holder of `key`, in a session of its own."""
    return _seal(Session(key, token_urlsafe(16), int(now) + LASTS_S, person))


def _seal(session: Session) -> str:
    key = session.key
    said = f"{session.ends_at}:{key.name}:{session.id}:{session.person}".encode()
    return f"{urlsafe_b64encode(said).decode()}.{_signature(said, key)}"


def unseal(value: str, accepted: Iterable[Key], *, now: float) -> Session | None:
    """Return the session in the value of a cookie; None if the signature is wrong or the session has expired."""
    encoded, _, signature = value.partition(".")
    try:
        said = urlsafe_b64decode(encoded.encode("ascii"))
        ends, name, id, person = said.decode().split(":", 3)
        ends_at = int(ends)
    except ValueError:
        return None
    if ends_at <= now or not signature.isascii():
        return None
    for key in accepted:
        if key.name == name and hmac.compare_digest(_signature(said, key), signature):
            return Session(key, id, ends_at, person)
    return None


def start(request: Request, answer: Response, key: Key, person: str = "") -> None:
    """Let the answer sign its client in as the holder of `key`, and as the person of that name."""
    _send(request, answer, seal(key, now=time.time(), person=_plain(person)))


def rename(request: Request, answer: Response, session: Session, person: str) -> None:
    """Let the answer go on with the session under another person's name."""
    _send(request, answer, _seal(replace(session, person=_plain(person))))


def _plain(person: str) -> str:
    return clean_name(person)[:LONGEST_NAME]


def _send(request: Request, answer: Response, value: str) -> None:
    answer.set_cookie(
        COOKIE,
        value,
        path="/desk",
        httponly=True,
        samesite="strict",
        # As the browser sees it: a proxy may have ended TLS.
        secure=request.headers.get("origin", "").startswith("https:"),
    )


async def end(request: Request, answer: Response) -> None:
    """Sign the client out: no copy of its cookie is accepted any more.

    Raises:
        StoreUnavailable: that cannot be kept.
    """
    unsealed = unseal(request.cookies.get(COOKIE, ""), read_state(request).settings.api_keys, now=time.time())
    if unsealed:
        store = read_state(request).store
        await store.ask(store.sessions.end, unsealed.id, float(unsealed.ends_at))
    answer.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="strict")


async def find_session(request: Request) -> Session | None:
    """Return the session that the client is in; None where it never signed in, or was signed out.

    Raises:
        StoreUnavailable: it cannot be told whether it was.
    """
    if "session" not in request.scope:
        value = request.cookies.get(COOKIE, "")
        unsealed = unseal(value, read_state(request).settings.api_keys, now=time.time()) if value else None
        store = read_state(request).store
        ended = unsealed is not None and await store.ask(store.sessions.has_ended, unsealed.id)
        request.scope["session"] = None if ended else unsealed
    session: Session | None = request.scope["session"]
    return session


async def admit(request: Request) -> None:
    """Let in who is signed in, within the limits of the key; where no keys are set, everybody. The scope then has the
    `person` who gave their name.

    Raises:
        ProblemError: nobody is signed in, another site's page sent this, or too much was asked for.
    """
    refuse_foreign(request)
    session = await find_session(request)
    if read_state(request).settings.api_keys and session is None:
        raise ProblemError("unauthenticated", "Sign in at /desk/sign-in.")
    if session and session.names_itself:
        request.scope["person"] = session.person
    await read_state(request).gate.admit_signed_in(request, session.key if session else None)


def require_name(request: Request, sent: str) -> None:
    """Check that the change has a person's name: of the session, or sent now.

    Raises:
        ProblemError: nobody does.
    """
    session: Session | None = request.scope.get("session")
    if session and session.names_itself:
        request.scope["person"] = session.person or _plain(sent)
    if not (session.name if session and not session.names_itself else request.scope.get("person") or _plain(sent)):
        where = [ErrorAt(pointer="/by", detail="a name of characters that are seen")]
        raise ProblemError("invalid-request", "Put in your name first.", errors=where)


def refuse_foreign(request: Request) -> None:
    """Check that a request that changes something comes from a page of this service.

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
