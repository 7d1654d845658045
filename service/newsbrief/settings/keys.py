"""API keys: named, stored only as hashes, each with what it permits."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal, get_args

import regex

Scope = Literal["read", "write", "review", "admin"]
"""`read` what is kept; `write`: make and edit briefings, and delete one's own; `review`: approve and publish; `admin`:
delete anybody's, and see the metrics."""
SCOPES: frozenset[Scope] = frozenset(get_args(Scope))
ANYBODY = "*"
"""As a key's reviewer: its holder signs people in itself, and names them."""

_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_NAMED = regex.compile(rf"({_NAME}):(.+)", regex.DOTALL)
_HASHED = regex.compile(rf"(?:({_NAME}):)?sha256:([0-9a-fA-F]{{64}})((?::[a-z]+=[^:]*)*+)")
_HASH_MEANT = regex.compile(r"(?i)\bsha-?256\s*:")
_UNSEEN = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")
_ODD = regex.compile(r"[\p{Cf}\p{Co}\p{Cs}\p{Cn}--[\u200C\u200D]]", regex.VERSION1)


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its holder, its hash and its scopes. Keys of one name share their limits: one may replace another."""

    name: str
    digest: bytes = field(repr=False)
    scopes: frozenset[Scope] = SCOPES
    team: str | None = None
    """The newsroom whose briefings it sees, and that what it makes belongs to; None: it sees those of all."""
    style: str | None = None
    """The house style, by its name in `NEWSBRIEF_STYLE`, that its briefings follow where a request names none."""
    reviewer: str | None = None
    """The name that is recorded for its approvals; None: its own name; `ANYBODY`: the name that its holder sends."""
    judge: Literal["off", "once"] | None = None
    """The most that is judged for it: nothing, or the draft but no fixes of it; None: whatever a request asks for."""


def parse_keys(listed: str | Iterable[Key]) -> tuple[Key, ...]:
    """Parse a comma-separated list of `name:key` or `key`; an unnamed key is called `key-1` by its place.

    You can give the hash of a key instead of the key: `sha256:` and 64 hexadecimal digits.
    A hash may be followed by `:scopes=read+write`, `:team=sports`, `:style=sports`, `:reviewer=Ada Lovelace` and
    `:judge=once` or `:judge=off`; without scopes a key has all of them.

    Raises:
        ValueError: an entry has another scope, team or field.
    """
    if not isinstance(listed, str):
        return tuple(listed)
    sent = [entry for entry in map(str.strip, listed.split(",")) if entry]
    return tuple(_parse_entry(entry, place) for place, entry in enumerate(sent, start=1))


def find_key(sent: bytes, accepted: Iterable[Key]) -> Key | None:
    """Return the accepted key that equals `sent`, or None. Runs in constant time."""
    digest, match = sha256(sent).digest(), None
    for key in accepted:
        if hmac.compare_digest(digest, key.digest):
            match = key
    return match


def clean_name(text: str) -> str:
    """Return `text` as a person's name on one line, without control or invisible characters, except joiners."""
    return " ".join(_ODD.sub("", _UNSEEN.sub(" ", text)).split())


def create_key(
    name: str,
    *,
    scopes: Iterable[str] = (),
    team: str | None = None,
    style: str | None = None,
    reviewer: str | None = None,
    judge: str | None = None,
) -> tuple[str, str]:
    """Return a new key of 256 random bits, and its entry for `NEWSBRIEF_API_KEYS`.

    Raises:
        ValueError: nobody can be called that, there is no such scope, or `judge` is neither `off` nor `once`.
    """
    if not regex.fullmatch(_NAME, name):
        raise ValueError(
            "a name is up to 64 letters, digits, dots, dashes and underscores, the first a letter or digit"
        )
    key = f"nb_{token_urlsafe(32)}"
    given = {"scopes": "+".join(scopes), "team": team, "style": style, "reviewer": reviewer, "judge": judge}
    more = "".join(f":{field}={value}" for field, value in given.items() if value)
    entry = f"{name}:sha256:{sha256(key.encode()).hexdigest()}{more}"
    if any(mark in value for value in given.values() if value for mark in ",:"):
        raise ValueError("neither a team, a style nor a reviewer has a comma or a colon in it")
    _parse_fields(more)
    return key, entry


def _parse_entry(entry: str, place: int) -> Key:
    if hashed := _HASHED.fullmatch(entry):
        name, digest, more = hashed.groups()
        return _with_fields(Key(name or f"key-{place}", bytes.fromhex(digest)), _parse_fields(more))
    if _HASH_MEANT.search(entry):
        # Read as a plain key, the hash itself would be accepted, with every scope.
        raise ValueError("a key's hash is NAME:sha256: and 64 hexadecimal digits, then fields such as :scopes=read")
    if entry in SCOPES:
        raise ValueError("the scopes of a key are joined by +, since a comma begins another key")
    named = _NAMED.fullmatch(entry)
    name, secret = named.groups() if named else (f"key-{place}", entry)
    return Key(name, sha256(secret.strip().encode()).digest())


def _parse_fields(more: str) -> dict[str, str]:
    """Parse the fields after a hash, such as `:scopes=read+write:team=sports`.

    Raises:
        ValueError: there is no such field, or it has no such value.
    """
    parts = [part.partition("=") for part in more.split(":") if part]
    given = {name: value.strip() for name, _, value in parts}
    if len(given) < len(parts) or not given.keys() <= {"scopes", "team", "style", "reviewer", "judge"}:
        raise ValueError("a key's hash is followed by scopes=, team=, style=, reviewer= and judge=, each once")
    if given.get("judge", "off") not in ("off", "once"):
        raise ValueError("the judge of a key is off (nothing is judged) or once (drafts, but no fixes)")
    if not frozenset(given.get("scopes", "read").split("+")) <= SCOPES:
        raise ValueError(f"the scopes of a key are {'+'.join(get_args(Scope))}, or some of them")
    if "team" in given and not regex.fullmatch(_NAME, given["team"]):
        raise ValueError("a team is called by up to 64 letters, digits, dots, dashes and underscores")
    if "style" in given and not regex.fullmatch(_NAME, given["style"]):
        raise ValueError("a style is called by up to 64 letters, digits, dots, dashes and underscores")
    if "reviewer" in given and not clean_name(given["reviewer"]):
        raise ValueError("a reviewer has a name")
    return given


def _with_fields(key: Key, fields: dict[str, str]) -> Key:
    scopes = (
        frozenset(scope for scope in SCOPES if scope in fields["scopes"].split("+")) if "scopes" in fields else SCOPES
    )
    reviewer = fields.get("reviewer")
    named = reviewer and clean_name(reviewer)
    judge: Literal["off", "once"] | None = {"off": "off", "once": "once"}.get(fields.get("judge", ""))  # type: ignore[assignment]
    team, style = fields.get("team"), fields.get("style")
    return replace(key, scopes=scopes, team=team, style=style, reviewer=named, judge=judge)
