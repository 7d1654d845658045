"""The routes of review: a kept briefing is approved, edited, and every version of it found again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from newsbrief.api import documentation, responses
from newsbrief.api.gate import needs_scope, read_key, spends_nothing, within_budget
from newsbrief.api.kept_briefings import (
    append_version,
    briefing_not_found,
    check_if_match,
    find_briefing,
    respond_with_version,
)
from newsbrief.api.lifetime import read_deadline, while_connected
from newsbrief.api.problems import ErrorAt, ProblemError
from newsbrief.api.request_body import read_json
from newsbrief.api.review_bodies import EditBody, RestoreBody, ReviewBody
from newsbrief.api.state import read_state
from newsbrief.editorial.edits import apply_edits
from newsbrief.editorial.notes import describe_edits
from newsbrief.editorial.original import rebuild_submission
from newsbrief.editorial.redraft import redraft
from newsbrief.editorial.review import apply_review, restore_version
from newsbrief.pipeline import Options
from newsbrief.pipeline.shape import NONE
from newsbrief.reply import Meta, Reply, Together, Update
from newsbrief.settings import Settings
from newsbrief.settings.keys import ANYBODY, clean_name
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.versions import Version
from newsbrief.style.reading import read_styles
from newsbrief.verification.edits import EditError, TextNeeded

routes = APIRouter(prefix="/briefings", tags=["review"])
"""Included behind the gate by the application."""


class VersionList(BaseModel):
    """The versions of a briefing, oldest first."""

    versions: tuple[Version, ...]


@routes.post("/{id}/review", response_model=Reply | Together | Update, **documentation.REVIEW)
@needs_scope("review")
@spends_nothing
async def review(request: Request, id: UUID) -> Response:
    """Approve a briefing, mark it as published, or make it a draft again. Each step is a version."""
    sent = await read_json(request, ReviewBody)
    kept = await find_briefing(request, id)
    check_if_match(request, kept, needed=False)
    return respond_with_version(*await review_briefing(request, kept, sent))


@routes.patch("/{id}", response_model=Reply | Together | Update, **documentation.EDIT)
async def edit(request: Request, id: UUID) -> Response:
    """Edit a briefing. New words are checked at once, and refused where the article does not carry them.

    An edited briefing becomes a draft. An equal article still gets the briefing as it was first made.
    """
    sent = await read_json(request, EditBody)
    kept = await find_briefing(request, id)
    check_if_match(request, kept, needed=True)
    return respond_with_version(*await edit_briefing(request, kept, sent))


@routes.get(
    "/{id}/versions",
    response_model=VersionList,
    operation_id="versions_briefings__id__versions_get",
    **documentation.VERSIONS,
)
async def list_versions(request: Request, id: UUID) -> Response:
    """List the versions of a briefing: when, by whom, and what changed. The first is the briefing as it was made."""
    store = read_state(request).store
    await find_briefing(request, id)
    listed = await store.ask(store.versions.list_versions, id)
    if not listed:
        raise briefing_not_found()
    return responses.respond_json(VersionList(versions=listed))


@routes.get(
    "/{id}/versions/{number}",
    response_model=Reply | Together | Update,
    operation_id="version_briefings__id__versions__number__get",
    **documentation.VERSION,
)
async def read_version(request: Request, id: UUID, number: Annotated[int, Path(ge=1, le=10**9)]) -> Response:
    """Return one version of a briefing, whole."""
    store = read_state(request).store
    await find_briefing(request, id)
    reply = await store.ask(store.versions.find, id, number)
    if reply is None:
        raise ProblemError("not-found", "No such version of that briefing is kept.")
    return respond_with_version(reply, number)


@routes.post(
    "/{id}/versions/{number}/restore", response_model=Reply | Together | Update, **documentation.RESTORE_VERSION
)
@spends_nothing
async def restore(request: Request, id: UUID, number: Annotated[int, Path(ge=1, le=10**9)]) -> Response:
    """Restore a version as a new version, which is a draft."""
    sent = await read_json(request, RestoreBody)
    kept = await find_briefing(request, id)
    check_if_match(request, kept, needed=True)
    return respond_with_version(*await restore_kept_version(request, kept, number, sent.by))


async def restore_kept_version(request: Request, kept: KeptBriefing, number: int, by: str | None) -> tuple[Reply, int]:
    """Restore version `number` of a briefing as a new version; return that and its number.

    Raises:
        ProblemError: there is no such version, or somebody else was faster.
    """
    name, store = name_author(request, by), read_state(request).store
    then = await store.ask(store.versions.find, UUID(kept.reply.id), number)
    if then is None:
        raise ProblemError("not-found", "No such version of that briefing is kept.")
    return await append_version(
        request, kept, restore_version(then), name, datetime.now(UTC), f"back to version {number}"
    )


async def review_briefing(request: Request, kept: KeptBriefing, step: ReviewBody) -> tuple[Reply, int]:
    """Take a step of the review; return the stored briefing and the number of its version.

    Raises:
        NotReviewed: a draft cannot be published.
        ProblemError: somebody else was faster.
    """
    unreviewed, by, now = (
        read_state(request).settings.publish_unreviewed,
        name_author(request, step.by),
        datetime.now(UTC),
    )
    reply = apply_review(kept.reply, step.status, by=by, at=now, unreviewed=unreviewed)
    said = {"reviewed": "approved", "published": "published", "draft": "back to draft"}[step.status]
    return await append_version(request, kept, reply, by, now, said)


async def edit_briefing(request: Request, kept: KeptBriefing, sent: EditBody) -> tuple[Reply, int]:
    """Edit a briefing; return the stored briefing and the number of its version.

    Raises:
        EditError: they cannot be made, or the article does not carry them.
        ProblemError: somebody else was faster.
    """
    by = name_author(request, sent.by)
    text = sent.text if sent.text is not None else kept.reply.source_text
    submission = None if text is None else rebuild_submission(kept.reply, text)
    deadline = read_deadline(request)

    async def work() -> Reply:
        async with read_state(request).service.hold_place(deadline):
            asked = read_state(request).service.build_request(within_budget(request, Options()), deadline)
            return await apply_edits(kept.reply, sent.edits, submission, by=by, checker=asked.checker)

    reply = await while_connected(request, work())
    return await append_version(
        request, kept, reply, by, datetime.now(UTC), describe_edits(kept.reply, sent.edits, reply)
    )


async def redraft_briefing(
    request: Request, kept: KeptBriefing, target: str, text: str | None, by: str | None
) -> tuple[Reply, int]:
    """Redraft a section or a claim of a briefing; return the stored briefing and the number of its version.

    Raises:
        EditError: there is no such part, the new draft has the same text, or the briefing cannot be redrafted.
        ProblemError: somebody else was faster.
        DraftingError: the engine failed.
    """
    name, state = name_author(request, by), read_state(request)
    if text is None:
        raise TextNeeded
    deadline = read_deadline(request)
    submission = rebuild_submission(kept.reply, text)

    async def work() -> Reply:
        async with state.service.hold_place(deadline):
            options = within_budget(request, _as_made(kept.reply.meta, state.settings))
            asked = state.service.build_request(options, deadline)
            return await redraft(kept.reply, target, submission, asked, by=name)

    reply = await while_connected(request, work())
    return await append_version(request, kept, reply, name, datetime.now(UTC), f"{target}: written anew")


def _as_made(meta: Meta, settings: Settings) -> Options:
    """Return the options under which a briefing keeps its language and its house style.

    Raises:
        EditError: its style is not among those of the settings any more.
    """
    language = meta.translated_into or None
    if meta.style is None:
        return Options(on_failure="error", output_language=language, style=NONE)
    known = read_styles(settings.style)
    style = next((style for style in known.values() if style.sha256 == meta.style.sha256), None)
    if style is None:
        said = f"The briefing follows the house style {meta.style.name}, which the service does not have as it was."
        raise EditError(f"{said} Edit it by hand, or brief the article anew.")
    return Options(on_failure="error", output_language=language, style=style)


def name_author(request: Request, sent: str | None) -> str:
    """Return the name that is recorded for what an admitted caller approves or edits.

    Raises:
        ProblemError: one is needed, and none was sent.
    """
    by = read_name(request, sent)
    if by is None:
        where = [ErrorAt(pointer="/by", detail="a name of characters that are seen")]
        raise ProblemError(
            "invalid-request", "Wrong or missing: /by, the name of the person who makes the change.", errors=where
        )
    return by


def read_name(request: Request, sent: str | None = None) -> str | None:
    """Return the name of an admitted caller: that of its key, whatever was sent; None if nobody is known.

    The name that was sent counts only without keys, or if the holder of the key signs people in itself. A person who
    signed in at the desk with a key that names nobody has their own name, followed by the key's.
    """
    key = read_key(request)
    person = clean_name(request.scope.get("person", ""))
    if key is not None and key.reviewer != ANYBODY:
        return key.reviewer or (f"{person} ({key.name})" if person else key.name)
    return person or clean_name(sent or "") or None
