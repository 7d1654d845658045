"""The routes of the list of kept briefings: found by words, date, outlet, status and language; deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from newsbrief.api import briefings
from newsbrief.api.desk.responses import DeskRoute, render_page
from newsbrief.api.gate import read_team
from newsbrief.api.state import read_state
from newsbrief.briefing.review import Status
from newsbrief.store.briefings import Filters
from newsbrief.store.cursor import PATTERN

_A_PAGE = 50
_YEARS = range(1900, 2200)
routes = APIRouter(prefix="/desk", route_class=DeskRoute, include_in_schema=False)


def _day(sent: Any) -> Any:
    """Return a day of a form; none where it is none that a briefing was made on."""
    try:
        day = datetime.strptime(sent, "%Y-%m-%d").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    return day if day.year in _YEARS else None


Day = Annotated[datetime | None, BeforeValidator(_day)]
Chosen = BeforeValidator(lambda sent: sent or None)


class ListForm(BaseModel):
    """The fields of the list's form; an empty field asks for nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    words: Annotated[str, Field(max_length=200, pattern=briefings.SEARCHED)] = ""
    since: Day = None
    until: Day = None
    """The last day."""
    outlet: Annotated[Annotated[str, Field(max_length=2000, pattern=briefings.SEARCHED)] | None, Chosen] = None
    status: Annotated[Status | None, Chosen] = None
    language: Annotated[Annotated[str, Field(pattern=r"^[a-z]{2,8}$")] | None, Chosen] = None
    cursor: Annotated[str | None, Field(pattern=PATTERN)] = None
    deleted: bool = False
    """Whether one was deleted just now."""

    def filters(self, team: str | None) -> Filters:
        until = self.until and datetime.combine(self.until.date() + timedelta(days=1), time(), UTC)
        return replace(
            Filters(words=self.words or None, since=self.since, until=until, outlet=self.outlet),
            status=self.status,
            language=self.language,
            team=team,
        )

    def address(self, cursor: str) -> str:
        """Return the address of the page from `cursor` on."""
        days = {name: f"{day:%Y-%m-%d}" for name in ("since", "until") if (day := getattr(self, name))}
        asked = self.model_dump(exclude_none=True, include={"words", "outlet", "status", "language"})
        return "/desk/briefings?" + urlencode({**asked, **days, "cursor": cursor})


@routes.get("/briefings")
async def show_list(request: Request, wanted: Annotated[ListForm, Query()]) -> Response:
    """Show the briefings that are kept, newest first."""
    store = read_state(request).store
    team = read_team(request)
    shown, cursor = await store.ask(store.briefings.find_page, wanted.filters(team), wanted.cursor, _A_PAGE)
    more = wanted.address(cursor) if cursor else None
    outlets = await store.ask(store.briefings.list_outlets, team)
    languages = await store.ask(store.briefings.list_languages, team)
    return render_page(request, "list", entries=shown, wanted=wanted, more=more, outlets=outlets, spoken=languages)


@routes.get("/briefings/{id}/next")
async def show_next(request: Request, id: UUID) -> Response:
    """Redirect to the next older draft, from the oldest to the newest; to the list if there is no other."""
    store = read_state(request).store
    drafts = Filters(status="draft", team=read_team(request))
    older = await store.ask(store.briefings.list_page, drafts, after=id, limit=1)
    newest = await store.ask(store.briefings.list_page, drafts, after=None, limit=1)
    next_id = next((entry.id for entry in (*older, *newest) if entry.id != id), None)
    return RedirectResponse(f"/desk/briefings/{next_id}" if next_id else "/desk/briefings?status=draft", 303)


@routes.post("/briefings/{id}/delete")
async def delete(request: Request, id: UUID) -> Response:
    """Delete a briefing, with its versions and its text."""
    await briefings.delete_briefing(request, id)
    return RedirectResponse("/desk/briefings?deleted=1", 303)
