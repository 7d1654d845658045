"""Whether the database can be written to. Every call blocks on it."""

from __future__ import annotations

from sqlalchemy import Engine, select

from newsbrief.store.database import inserts
from newsbrief.store.tables import briefings, now, readiness


class Readiness:
    """A row that is written anew whenever somebody asks: one that is locked, full or read-only lets nobody."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        row = {"written_at": now()}
        wanted = inserts(engine)(readiness).values(id=1, **row)
        self._write = wanted.on_conflict_do_update(index_elements=[readiness.c.id], set_=row)

    def write(self) -> None:
        """Write something, and ask for something."""
        with self._engine.begin() as connection:
            connection.execute(self._write)
            connection.execute(select(briefings.c.id).limit(1)).all()
