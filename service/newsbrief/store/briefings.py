"""Briefings: kept, found, listed, deleted. Every call blocks on the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine, Row, Select, and_, bindparam, delete, func, select

from newsbrief.briefing.review import Status
from newsbrief.reply import Reply
from newsbrief.store.cursor import decode, encode
from newsbrief.store.database import Tables
from newsbrief.store.keys import KeyedRequest, end_key
from newsbrief.store.replies import dump_reply, read_reply, search_columns
from newsbrief.store.tables import briefing_versions, briefings


class Entry(BaseModel):
    """A kept briefing as a list shows it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID = Field(description="UUIDv7 (RFC 9562).")
    created_at: datetime
    title: str
    language: str
    engine: str
    model: str | None
    verdict: str
    degraded: bool
    source_sha256: str
    outlet: str | None = Field(default=None, description="Of its article, as far as it was told.")
    status: Status = Field(description="What people did with it: `draft`, `reviewed`, `published`.")
    version: int = Field(description="Its newest version, from 1.")


class Page(NamedTuple):
    """A page of a list of briefings, newest first."""

    entries: tuple[Entry, ...]
    next: str | None
    """The cursor of the page after it; None on the last."""


@dataclass(frozen=True, slots=True)
class KeptBriefing:
    """A reply as it was kept: `reply.source_text` is what offsets point into, where texts are kept."""

    reply: Reply
    extracted: bool
    """When it was made it carried that text, because it was extracted from HTML."""
    version: int = 1
    owner: str = ""
    """Name of the key that made it; empty where there were no keys."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on the briefings of a list; None: no condition."""

    verdict: str | None = None
    engine: str | None = None
    language: str | None = None
    since: datetime | None = None
    """From this instant on."""
    until: datetime | None = None
    """Before this instant."""
    source_sha256: str | None = None
    status: str | None = None
    team: str | None = None
    outlet: str | None = None
    words: str | None = None
    """All of which stand in the title, the text or the outlet's name."""


class Briefings(Tables):
    """The table of briefings in a database."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        # Built once: SQLAlchemy takes longer over it than the database over the row.
        self._keep = self._insert(briefings).on_conflict_do_nothing()

    def keep(
        self,
        reply: Reply,
        *,
        recipe: str | None,
        text: str | None,
        team: str = "",
        owner: str = "",
        keyed: KeyedRequest | None = None,
    ) -> None:
        """Keep a reply; `recipe` is under what an equal request finds it, `text` the article's, where it is kept.
        `team` is the newsroom that sees it, `owner` the name of the key that made it. The idempotency key of `keyed`
        leads to it from the same instant: a request that is repeated after a crash is not briefed twice.

        What is kept under the same id already stays: an article of a job may be briefed twice, and counts once.
        """
        meta = reply.meta
        row = {
            "id": UUID(reply.id),
            "created_at": meta.created_at,
            "title": reply.briefing.title,
            "language": meta.language,
            "engine": meta.engine,
            "model": meta.model,
            "verdict": reply.faithfulness.verdict,
            "degraded": meta.degraded,
            "source_sha256": meta.source_sha256,
            "recipe": recipe,
            "reply": dump_reply(reply),
            "extracted": reply.source_text is not None,
            "source_text": text,
            "team": team,
            "owner": owner,
            **search_columns(reply),
        }
        with self._engine.begin() as connection:
            connection.execute(self._keep, row)
            if keyed:
                connection.execute(end_key(keyed, UUID(reply.id)))

    def find(self, id: UUID, team: str | None = None) -> KeptBriefing | None:
        """Return the newest version of the briefing `id`, where it is of `team` (None: of any)."""
        wanted = _NEWEST.add_columns(*_BESIDE).where(briefings.c.id == id)
        if team is not None:
            wanted = wanted.where(briefings.c.team == team)
        with self._reads.begin() as connection:
            row = connection.execute(wanted).first()
        return _read_row(row) if row else None

    def find_replies(self, ids: Sequence[UUID]) -> tuple[Reply, ...]:
        """Return the newest versions of briefings, in the order of `ids`, without their articles' texts; those that are
        gone are left out."""
        wanted = _NEWEST.add_columns(briefings.c.id).where(briefings.c.id.in_(ids))
        with self._reads.begin() as connection:
            replies = {row.id: row.reply for row in connection.execute(wanted)}
        return tuple(read_reply(replies[id], None) for id in ids if id in replies)

    def find_as_made(self, id: UUID) -> KeptBriefing | None:
        """Return the briefing `id` as it was made, whatever people changed since."""
        return self._first(_OF_ID, id=id)

    def find_by_recipe(self, recipe: str) -> KeptBriefing | None:
        """Return the newest briefing of the same recipe, as it was made."""
        return self._first(_OF_RECIPE, recipe=recipe)

    def list_page(self, filters: Filters, *, after: UUID | None, limit: int) -> tuple[Entry, ...]:
        """Return at most `limit` briefings, newest first, after the one with the id `after` (which may be gone)."""
        wanted = select(*(briefings.c[name] for name in Entry.model_fields))
        for name in ("verdict", "engine", "language", "source_sha256", "status", "outlet"):
            if (value := getattr(filters, name)) is not None:
                wanted = wanted.where(briefings.c[name] == value)
        if filters.team is not None:
            # SQLite knows nothing of how many rows an index leads to: of two it may take the team's, and read them all.
            is_narrowed = filters.verdict or filters.language or filters.status
            team = briefings.c.team.concat("") if is_narrowed else briefings.c.team
            wanted = wanted.where(team == filters.team)
        for word in (filters.words or "").casefold().split():
            wanted = wanted.where(briefings.c.words.contains(word, autoescape=True))
        if filters.since is not None:
            wanted = wanted.where(briefings.c.created_at >= filters.since)
        if filters.until is not None:
            wanted = wanted.where(briefings.c.created_at < filters.until)
        if after is not None:
            wanted = wanted.where(briefings.c.id < after)
        with self._reads.begin() as connection:
            rows = connection.execute(wanted.order_by(briefings.c.id.desc()).limit(limit)).all()
        return tuple(Entry.model_validate(row) for row in rows)

    def find_page(self, filters: Filters, cursor: str | None, limit: int) -> Page:
        """Return the page of at most `limit` briefings that `cursor` leads to; without one the first."""
        # One more than asked for tells whether there is a next page.
        entries = self.list_page(filters, after=decode(cursor) if cursor else None, limit=limit + 1)
        shown = entries[:limit]
        return Page(shown, encode(shown[-1].id) if len(entries) > limit else None)

    def list_outlets(self, team: str | None, *, limit: int = 200) -> tuple[str, ...]:
        """Return the outlets of the newest briefings that the newsroom `team` sees, by name; of ten times `limit`
        briefings at most."""
        newest = select(briefings.c.outlet).where(briefings.c.outlet.is_not(None)).order_by(briefings.c.id.desc())
        if team is not None:
            newest = newest.where(briefings.c.team == team)
        few = newest.limit(limit * 10).subquery()
        wanted = select(few.c.outlet).distinct().order_by(few.c.outlet).limit(limit)
        with self._reads.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def list_languages(self, team: str | None) -> tuple[str, ...]:
        """Return the languages of the briefings that the newsroom `team` sees."""
        wanted = select(briefings.c.language).distinct().order_by(briefings.c.language)
        if team is not None:
            wanted = wanted.where(briefings.c.team == team)
        with self._reads.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def delete(self, id: UUID) -> bool:
        """Delete the briefing `id` and the idempotency keys that lead to it; return whether there was one."""
        with self._engine.begin() as connection:
            return connection.execute(delete(briefings).where(briefings.c.id == id)).rowcount > 0

    def delete_older(self, age: timedelta, *, today: datetime, limit: int = 500) -> int:
        """Delete at most `limit` briefings made more than `age` before `today`; return how many there were."""
        old = select(briefings.c.id).where(briefings.c.created_at < today - age).limit(limit)
        with self._engine.begin() as connection:
            return connection.execute(delete(briefings).where(briefings.c.id.in_(old))).rowcount

    def _first(self, wanted: Select[*tuple[Any, ...]], **values: Any) -> KeptBriefing | None:
        with self._reads.begin() as connection:
            row = connection.execute(wanted, values).first()
        return _read_row(row) if row else None


_NEWEST = select(func.coalesce(briefing_versions.c.reply, briefings.c.reply).label("reply")).select_from(
    briefings.outerjoin(
        briefing_versions,
        and_(briefing_versions.c.briefing_id == briefings.c.id, briefing_versions.c.number == briefings.c.version),
    )
)
_BESIDE = (briefings.c.extracted, briefings.c.source_text, briefings.c.version, briefings.c.owner)
# Asked for every article, so put together once.
_AS_MADE = select(briefings.c.reply, *_BESIDE).order_by(briefings.c.id.desc()).limit(1)
_OF_ID = _AS_MADE.where(briefings.c.id == bindparam("id"))
_OF_RECIPE = _AS_MADE.where(briefings.c.recipe == bindparam("recipe"))


def _read_row(row: Row[*tuple[Any, ...]]) -> KeptBriefing:
    return KeptBriefing(read_reply(row.reply, row.source_text), row.extracted, row.version, row.owner)
