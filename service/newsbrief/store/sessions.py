"""Sessions that were ended before their time: their cookies open nothing. Every call blocks on the database."""

from __future__ import annotations

from sqlalchemy import Engine, delete, select

from newsbrief.store.database import Tables
from newsbrief.store.tables import ended_sessions, now


class Sessions(Tables):
    """The table of ended sessions in a database."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._end = self._insert(ended_sessions).on_conflict_do_nothing()

    def end(self, id: str, forget_at: float) -> None:
        """Record that a session has ended; its cookie would end by itself at `forget_at`, in seconds since 1970."""
        with self._engine.begin() as connection:
            connection.execute(self._end, {"id": id, "forget_at": forget_at})

    def has_ended(self, id: str) -> bool:
        """Return whether a session was ended."""
        with self._reads.begin() as connection:
            return connection.execute(select(ended_sessions.c.id).where(ended_sessions.c.id == id)).first() is not None

    def delete_expired(self) -> int:
        """Delete sessions whose cookies have ended by themselves; return how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(ended_sessions).where(ended_sessions.c.forget_at < now())).rowcount
