"""The processes that work on jobs: each renews a lease, and one whose lease ran out is dead. Every call blocks."""

from __future__ import annotations

from sqlalchemy import delete, select

from newsbrief.store.database import Tables
from newsbrief.store.tables import executors, now

LEASE_S = 9.0
"""After how long without renewal a process counts as dead, and others take up its work."""


class Executors(Tables):
    """The table of working processes in a database."""

    def renew(self, id: str) -> None:
        """Renew the lease of `id` for another `LEASE_S`."""
        wanted = self._insert(executors).values(id=id, lease_until=now() + LEASE_S)
        wanted = wanted.on_conflict_do_update(index_elements=[executors.c.id], set_={"lease_until": now() + LEASE_S})
        with self._engine.begin() as connection:
            connection.execute(wanted)

    def end(self, id: str) -> None:
        """End the lease of `id`: what it leaves is taken up at once."""
        with self._engine.begin() as connection:
            connection.execute(delete(executors).where(executors.c.id == id))

    def list_living(self) -> tuple[str, ...]:
        """Return the processes that hold a lease."""
        with self._reads.begin() as connection:
            return tuple(connection.execute(select(executors.c.id).where(executors.c.lease_until >= now())).scalars())

    def delete_ended(self) -> None:
        """Delete the leases that ran out. A process that comes back to life, as after a pause, takes a new one."""
        with self._engine.begin() as connection:
            connection.execute(delete(executors).where(executors.c.lease_until < now()))
