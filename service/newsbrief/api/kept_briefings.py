"""Stored briefings and their versions: find the newest, check the one that a request is based on, append the next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import regex
from fastapi import Request, Response

from newsbrief.api import responses
from newsbrief.api.gate import read_key, read_team
from newsbrief.api.problems import ProblemError
from newsbrief.api.state import read_state
from newsbrief.reply import Reply
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.versions import Version
from newsbrief.verification.editing import is_overridden

_ETAG = regex.compile(r'\s*(?:W/)?"([^"]*)"\s*')
"""One of `If-Match`. Who compresses answers on their way makes tags weak: ours are of whole versions all the same."""


async def find_briefing(request: Request, id: UUID) -> KeptBriefing:
    """Return the newest version of the briefing `id`.

    Raises:
        ProblemError: it is not kept.
    """
    store = read_state(request).store
    kept = await store.ask(store.briefings.find, id, read_team(request))
    if kept is None:
        raise briefing_not_found()
    return kept


def respond_with_version(reply: Reply, number: int) -> Response:
    """Return the reply as JSON, with the `ETag` to send in `If-Match`."""
    return responses.respond_json(reply, headers={"ETag": format_etag(number)})


def format_etag(number: int) -> str:
    """Return the `ETag` of a version."""
    return f'"{number}"'


def check_if_match(request: Request, kept: KeptBriefing, *, needed: bool) -> None:
    """Check that `If-Match` names the stored version.

    Raises:
        ProblemError: it names another, or holds no tag; or is missing, where it is `needed`.
    """
    lines = request.headers.getlist("if-match")
    if not lines:
        if needed:
            raise ProblemError(
                "version-required", "Send the ETag of the version that this is based on in If-Match, or *."
            )
        return
    tags = [part for line in lines for part in line.split(",")]
    if "*" in map(str.strip, tags):
        return
    named = [found[1] for part in tags if (found := _ETAG.fullmatch(part))]
    if not named:
        raise ProblemError("malformed-request", "If-Match holds the ETag as it was sent, in quotes, or *.")
    if str(kept.version) not in named:
        raise _version_changed(kept.version)


def require_version(kept: KeptBriefing, versions: Collection[int]) -> None:
    """Check that one of `versions` is the newest.

    Raises:
        ProblemError: none is.
    """
    if kept.version not in versions:
        raise _version_changed(kept.version)


async def append_version(
    request: Request, kept: KeptBriefing, reply: Reply, by: str, at: datetime, note: str
) -> tuple[Reply, int]:
    """Return `reply`, kept as the next version of `kept`, and the number of that.

    Raises:
        ProblemError: somebody else was faster, or deleted it; or it prints words that their check refused and that the
            version before did not print, and the caller's key may not approve.
    """
    key = read_key(request)
    if key and "review" not in key.scopes and not _list_overridden(reply) <= _list_overridden(kept.reply):
        raise ProblemError("not-permitted", "Only a key with the scope 'review' saves words against the checks.")
    store = read_state(request).store
    number = kept.version + 1
    added = Version(number=number, created_at=at, author=by, note=note, status=reply.review.status)
    if not await store.ask(store.versions.append, reply, added):
        raise _version_changed((await find_briefing(request, UUID(reply.id))).version)
    return reply, number


def _list_overridden(reply: Reply) -> frozenset[str]:
    """Return the printed texts that a person saved against their checks."""
    return frozenset(claim.text for claim in reply.faithfulness.claims if is_overridden(claim))


def _version_changed(version: int) -> ProblemError:
    return ProblemError("version-changed", f"Somebody else changed the briefing: read version {version} first.")


def briefing_not_found() -> ProblemError:
    """Return the problem for a briefing that is not stored."""
    return ProblemError("not-found", "No briefing with that id is kept.")
