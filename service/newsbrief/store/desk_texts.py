"""Texts of articles that the desk keeps for a while, so that a colleague can go on.

Every call blocks on the database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine, delete, select

from newsbrief.store.database import Tables
from newsbrief.store.tables import desk_texts, now


class DeskText(NamedTuple):
    """The text of an article, and when it is forgotten."""

    text: str
    forget_at: datetime


class DeskTexts(Tables):
    """The table of texts in a database."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        new = self._insert(desk_texts)
        self._keep = new.on_conflict_do_update(
            index_elements=[desk_texts.c.briefing_id],
            set_={"text": new.excluded.text, "forget_at": new.excluded.forget_at},
            where=desk_texts.c.forget_at <= now(),
        )

    def keep(self, id: UUID, text: str, *, forget_at: datetime) -> None:
        """Keep the text of the article that the briefing `id` was made of; one whose time is not over stays."""
        row = {"briefing_id": id, "text": text, "forget_at": forget_at.timestamp()}
        with self._engine.begin() as connection:
            connection.execute(self._keep, row)

    def find(self, id: UUID) -> DeskText | None:
        """Return the text of the briefing `id`, unless its time is over."""
        wanted = select(desk_texts.c.text, desk_texts.c.forget_at)
        wanted = wanted.where(desk_texts.c.briefing_id == id, desk_texts.c.forget_at > now())
        with self._reads.begin() as connection:
            row = connection.execute(wanted).first()
        return row and DeskText(row.text, datetime.fromtimestamp(row.forget_at, UTC))

    def forget(self, id: UUID) -> None:
        """Delete the text of the briefing `id`."""
        with self._engine.begin() as connection:
            connection.execute(delete(desk_texts).where(desk_texts.c.briefing_id == id))

    def delete_expired(self) -> int:
        """Delete the texts whose time is over; return how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(desk_texts).where(desk_texts.c.forget_at < now())).rowcount
