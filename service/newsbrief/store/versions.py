"""Versions of a kept briefing: 1 as it was made, then one for each time that a person changed or approved it.

Every call blocks on the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import insert, literal, select, union_all, update

from newsbrief.briefing.review import Status
from newsbrief.reply import Reply
from newsbrief.store.database import Tables
from newsbrief.store.replies import dump_reply, read_reply, search_columns
from newsbrief.store.tables import briefing_versions, briefings

AS_MADE = "as made"


class Version(BaseModel):
    """A version of a briefing as a list shows it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: int = Field(description="From 1, which is the briefing as it was made.")
    created_at: datetime
    author: str | None = Field(description="Who changed or approved it; null for the first.")
    note: str = Field(description="What changed.")
    status: Status


class Versions(Tables):
    """The table of versions in a database."""

    def append(self, reply: Reply, version: Version) -> bool:
        """Keep `reply` as `version` of its briefing; return whether the version before it was the newest.

        Of several who change the same version one succeeds.
        """
        id = UUID(reply.id)
        newest = update(briefings).where(briefings.c.id == id, briefings.c.version == version.number - 1)
        shown = {
            "version": version.number,
            "status": version.status,
            "title": reply.briefing.title,
            "verdict": reply.faithfulness.verdict,
            **search_columns(reply),
        }
        row = {
            "briefing_id": id,
            "reply": dump_reply(reply),
            **version.model_dump(),
        }
        with self._engine.begin() as connection:
            if not connection.execute(newest.values(shown)).rowcount:
                return False
            connection.execute(insert(briefing_versions).values(row))
            return True

    def list_versions(self, id: UUID) -> tuple[Version, ...]:
        """Return the versions of the briefing `id`, oldest first; none where it is not kept."""
        columns = [briefing_versions.c[name] for name in Version.model_fields]
        wanted = select(*columns).where(briefing_versions.c.briefing_id == id).order_by(briefing_versions.c.number)
        with self._reads.begin() as connection:
            made = connection.execute(select(briefings.c.created_at).where(briefings.c.id == id)).scalar()
            later = connection.execute(wanted).all()
        if made is None:
            return ()
        first = Version(number=1, created_at=made, author=None, note=AS_MADE, status="draft")
        return (first, *(Version.model_validate(row) for row in later))

    def find_replies(self, id: UUID, numbers: Sequence[int]) -> dict[int, Reply]:
        """Return versions of the briefing `id` by their numbers, without the article's text."""
        first = select(literal(1).label("number"), briefings.c.reply).where(briefings.c.id == id)
        later = select(briefing_versions.c.number, briefing_versions.c.reply).where(
            briefing_versions.c.briefing_id == id, briefing_versions.c.number.in_(numbers)
        )
        with self._reads.begin() as connection:
            rows = connection.execute(union_all(first, later) if 1 in numbers else later).all()
        return {row.number: read_reply(row.reply, None) for row in rows}

    def find(self, id: UUID, number: int) -> Reply | None:
        """Return version `number` of the briefing `id`, with the article's text where texts are kept."""
        kept = select(briefings.c.reply, briefings.c.source_text).where(briefings.c.id == id)
        if number > 1:
            kept = select(briefing_versions.c.reply, briefings.c.source_text).join(briefings)
            kept = kept.where(briefing_versions.c.briefing_id == id, briefing_versions.c.number == number)
        with self._reads.begin() as connection:
            row = connection.execute(kept).first() if number >= 1 else None
        if row is None:
            return None
        return read_reply(row.reply, row.source_text)
