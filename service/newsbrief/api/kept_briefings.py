"""Kept briefings and their versions: the newest, the one that a request is about, and the next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import regex
from fastapi import Request, Response

from newsbrief.api import answers
from newsbrief.api.gate import team_of
from newsbrief.api.problems import ProblemError
from newsbrief.reply import Reply
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.store import Store
from newsbrief.store.versions import Version

_ETAG = regex.compile(r'\s*"([1-9][0-9]{0,8})"\s*')


async def find_briefing(request: Request, id: UUID) -> KeptBriefing:
    """The briefing `id` in its newest version.

    Raises:
        ProblemError: it is not kept.
    """
    store: Store = request.app.state.store
    kept = await store.ask(store.briefings.find, id, team_of(request))
    if kept is None:
        raise briefing_not_found()
    return kept


def as_version(reply: Reply, number: int) -> Response:
    """The reply as JSON, with the `ETag` that `If-Match` wants to hear again."""
    return answers.as_json(reply, headers={"ETag": tag(number)})


def tag(number: int) -> str:
    """The `ETag` of a version."""
    return f'"{number}"'


def based_on(request: Request, kept: KeptBriefing, *, needed: bool) -> None:
    """See to it that the request is about the version that is kept.

    Raises:
        ProblemError: it is about another; or does not say, where that is `needed`.
    """
    lines = request.headers.getlist("if-match")
    if not lines:
        if needed:
            raise ProblemError("version-required", "Say which version this is based on: If-Match with its ETag, or *.")
        return
    tags = [part for line in lines for part in line.split(",")]
    if "*" in map(str.strip, tags):
        return
    require_version(kept, {int(named[1]) for part in tags if (named := _ETAG.fullmatch(part))})


def require_version(kept: KeptBriefing, versions: Collection[int]) -> None:
    """See to it that one of `versions` is the newest.

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
        ProblemError: somebody else was faster.
    """
    store: Store = request.app.state.store
    number = kept.version + 1
    added = Version(number=number, created_at=at, author=by, note=note, status=reply.review.status)
    if not await store.ask(store.versions.append, reply, added):
        raise _version_changed(kept.version)
    return reply, number


def _version_changed(version: int) -> ProblemError:
    return ProblemError("version-changed", f"Somebody changed the briefing meanwhile: look at version {version} first.")


def briefing_not_found() -> ProblemError:
    """The problem of a briefing that is not kept."""
    return ProblemError("not-found", "No briefing with that id is kept.")
