"""A day's briefings on one page, newest first: what of each passed, and how it was made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from newsbrief.api.desk import session
from newsbrief.api.desk.responses import DeskRoute, render_page
from newsbrief.api.gate import read_team
from newsbrief.api.state import read_state
from newsbrief.store.briefings import Filters
from newsbrief.store.cursor import PATTERN

_A_PAGE = 20
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 30)
routes = APIRouter(
    prefix="/desk", route_class=DeskRoute, include_in_schema=False, dependencies=[Depends(session.admit)]
)


class DayQuery(BaseModel):
    """The day that is shown, and the place in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: Annotated[date | None, Field(ge=_FIRST, le=_LAST)] = None
    cursor: Annotated[str | None, Field(pattern=PATTERN)] = None


@routes.get("/today")
async def show_today(request: Request, wanted: Annotated[DayQuery, Query()]) -> Response:
    """Show the briefings of today, or of another day, in the time zone of the feeds, else in UTC."""
    from newsbrief.feeds.edition import make_item
    from newsbrief.feeds.schedule import start_of_day

    store = read_state(request).store
    feeds = read_state(request).feeds
    zone: tzinfo = feeds.time_zone if feeds else UTC
    current = datetime.now(UTC).astimezone(zone).date()
    day = wanted.day or current
    since, until = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    filters = Filters(since=since, until=until, team=read_team(request))
    shown, cursor = await store.ask(store.briefings.find_page, filters, wanted.cursor, _A_PAGE)
    kept = await store.ask(store.briefings.find_replies, [entry.id for entry in shown])
    items = [item for reply in kept if (item := make_item(reply, unverified=True))]
    return render_page(
        request,
        "today",
        items=items,
        left_out=len(shown) - len(items),
        day=day,
        before=day - timedelta(days=1) if day > _FIRST else None,
        after=day + timedelta(days=1) if day < current else None,
        is_today=day == current,
        zone=str(zone),
        more=cursor,
    )
