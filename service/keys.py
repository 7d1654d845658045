"""Keys that open the service: named, and held only as hashes."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe

import regex

_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_NAMED = regex.compile(rf"({_NAME}):(.+)", regex.DOTALL)
_HASHED = regex.compile(rf"(?:({_NAME}):)?sha256:([0-9a-fA-F]{{64}})")


@dataclass(frozen=True, slots=True)
class Key:
    """Who holds a key, and how it is known again. Keys of one name share their limits: one may replace another."""

    name: str
    digest: bytes = field(repr=False)


def keys(listed: str | Iterable[Key]) -> tuple[Key, ...]:
    """The keys of a comma-separated list of `name:key` or bare `key`; a bare one is named by its place, `key-1`.

    In place of a key its hash may stand, `sha256:` and 64 hexadecimal digits: nothing that opens is written down then.
    """
    if not isinstance(listed, str):
        return tuple(listed)
    sent = [entry for entry in map(str.strip, listed.split(",")) if entry]
    return tuple(_key(entry, place) for place, entry in enumerate(sent, start=1))


def holder(sent: bytes, accepted: Iterable[Key]) -> str | None:
    """Who sent this key; None where it is nobody's. Takes as long whether and wherever it matches."""
    found = accepted_key(sent, accepted)
    return found.name if found else None


def accepted_key(sent: bytes, accepted: Iterable[Key]) -> Key | None:
    """The key that was sent, where it is one of those accepted."""
    digest, found = sha256(sent).digest(), None
    for key in accepted:
        if hmac.compare_digest(digest, key.digest):
            found = key
    return found


def new(name: str) -> tuple[str, str]:
    """A new key of 256 random bits, and the entry that lets it in.

    Raises:
        ValueError: nobody can be called that.
    """
    if not regex.fullmatch(_NAME, name):
        raise ValueError(
            "a name is up to 64 letters, digits, dots, dashes and underscores, the first a letter or digit"
        )
    key = f"nb_{token_urlsafe(32)}"
    return key, f"{name}:sha256:{sha256(key.encode()).hexdigest()}"


def _key(entry: str, place: int) -> Key:
    if hashed := _HASHED.fullmatch(entry):
        name, digest = hashed.groups()
        return Key(name or f"key-{place}", bytes.fromhex(digest))
    named = _NAMED.fullmatch(entry)
    name, secret = named.groups() if named else (f"key-{place}", entry)
    return Key(name, sha256(secret.strip().encode()).digest())
