"""A check that the database can be written to. Every call blocks on it."""

from __future__ import annotations

from sqlalchemy import Engine, select

from newsbrief.store.database import choose_insert
from newsbrief.store.tables import briefings, now, readiness


class Readiness:
    """One row that each check writes anew: a database that is locked, full or read-only fails it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        row = {"written_at": now()}
        wanted = choose_insert(engine)(readiness).values(id=1, **row)
        self._write = wanted.on_conflict_do_update(index_elements=[readiness.c.id], set_=row)

    def write(self) -> None:
        """Write the row, and read from another table."""
        with self._engine.begin() as connection:
            connection.execute(self._write)
            connection.execute(select(briefings.c.id).limit(1)).all()
