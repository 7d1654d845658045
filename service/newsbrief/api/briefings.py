"""The routes of stored briefings: list, read and delete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from newsbrief.api import documentation, responses
from newsbrief.api.accept_header import negotiate_media_type
from newsbrief.api.bodies import Moment
from newsbrief.api.gate import read_key, read_team
from newsbrief.api.kept_briefings import briefing_not_found, find_briefing, format_etag
from newsbrief.api.problems import ProblemError
from newsbrief.api.state import read_state
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.briefing.review import Status
from newsbrief.drafting.draft import EngineName
from newsbrief.reply import Reply, Together, Update
from newsbrief.store.briefings import Entry, Filters
from newsbrief.store.cursor import PATTERN

MOST_LISTED = 200
"""Briefings on a page."""
SEARCHED = r"^[^\x00]*$"
"""What can be searched for: no text in a database has U+0000 in it."""
routes = APIRouter(prefix="/briefings", tags=["briefings"])
"""Included behind the gate by the application."""


class BriefingQuery(BaseModel):
    """Filters of the list of briefings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Literal["pass", "review", "fail"] | None = None
    engine: EngineName | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,8}$", examples=["en"])] | None = None
    since: Annotated[Moment | None, Field(description="RFC 3339; made at this instant or later.")] = None
    until: Annotated[Moment | None, Field(description="RFC 3339; made before this instant.")] = None
    source_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    status: Status | None = None
    outlet: Annotated[str, Field(min_length=1, max_length=2000, pattern=SEARCHED)] | None = None
    words: (
        Annotated[
            str,
            Field(
                max_length=200,
                pattern=SEARCHED,
                description="All of which stand in the title, the text or the outlet's name.",
            ),
        ]
        | None
    ) = None
    cursor: Annotated[str | None, Field(pattern=PATTERN, description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50

    def filters(self) -> Filters:
        return Filters(**{name: getattr(self, name) for name in Filters.__slots__ if name in type(self).model_fields})


class BriefingPage(BaseModel):
    """Briefings, newest first."""

    briefings: tuple[Entry, ...]
    next: str | None = Field(description="The `cursor` of the next page; null on the last.")


@routes.get("", response_model=BriefingPage, **documentation.LIST)
async def list_briefings(request: Request, wanted: Annotated[BriefingQuery, Query()]) -> Response:
    """List the stored briefings, newest first. `Link` with `rel="next"` (RFC 8288) leads to the next page."""
    negotiate_media_type(request, (responses.JSON,))
    store = read_state(request).store
    filters = replace(wanted.filters(), team=read_team(request))
    shown, cursor = await store.ask(store.briefings.find_page, filters, wanted.cursor, wanted.limit)
    page = BriefingPage(briefings=shown, next=cursor)
    return responses.respond_json(page, headers={"Link": _link_next_page(request, wanted, cursor)} if cursor else None)


def _make_rendering_route(rendering: Rendering) -> Callable[[Request, UUID], Awaitable[Response]]:
    async def read_rendering(request: Request, id: UUID) -> Response:
        return responses.respond_rendered((await find_briefing(request, id)).reply, rendering)

    return read_rendering


# Before the route of the bare id, which would take the suffix for a part of it.
for _rendering in RENDERINGS:
    routes.add_api_route(
        f"/{{id}}.{_rendering.name}",
        _make_rendering_route(_rendering),
        methods=["GET"],
        name=f"as_{_rendering.name}",
        summary=f"As {_rendering.name}",
        response_class=Response,
        **documentation.document_rendering(_rendering),
    )


@routes.get("/{id}", response_model=Reply | Together | Update, **documentation.KEPT)
async def read_briefing(request: Request, id: UUID) -> Response:
    """Return the newest version of a reply. It has `source_text` only if the service stores the texts of articles."""
    media_type = negotiate_media_type(request, responses.KEPT)
    kept = await find_briefing(request, id)
    # Edits are based on the JSON; an ETag shared by several forms would not tell them apart.
    headers = {"ETag": format_etag(kept.version)} if media_type == responses.JSON else None
    return responses.respond(kept.reply, media_type, headers=headers)


@routes.delete("/{id}", status_code=204, response_class=Response, **documentation.DELETED)
async def delete_briefing(request: Request, id: UUID) -> Response:
    """Delete a briefing, and free the idempotency key that led to it. Without the scope `admin` a key deletes only the
    briefings that it made."""
    store = read_state(request).store
    kept, key = await find_briefing(request, id), read_key(request)
    if key and "admin" not in key.scopes and kept.owner != key.name:
        raise ProblemError("not-permitted", "Another key made this briefing: deleting it needs the scope 'admin'.")
    if not await store.ask(store.briefings.delete, id):
        raise briefing_not_found()
    return Response(status_code=204)


def _link_next_page(request: Request, wanted: BriefingQuery, cursor: str) -> str:
    """Return the `Link` to the next page, relative, so that it works behind any proxy."""
    asked = wanted.model_dump(mode="json", exclude_none=True, exclude_unset=True) | {"cursor": cursor}
    return f'<{request.url.path}?{urlencode(asked)}>; rel="next"'
