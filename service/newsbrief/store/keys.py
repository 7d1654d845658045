"""Idempotency keys: who runs a request, and what its answer was. Every call blocks on the database.

A key is one row that only one process can insert. Whoever runs the request renews its lease; a row whose lease ran out
belongs to a process that died, and the next to ask takes it over. The key of a request that made a job is in the row of
that job instead: neither kind of request may come under a key of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Update, and_, delete, exists, func, or_, select, update

from newsbrief.store.database import Tables
from newsbrief.store.tables import briefings, job_articles, jobs, now
from newsbrief.store.tables import idempotency_keys as keys

LEASE_S = 9.0
"""After how long without renewal a key is free again: a repeated request waits this long after a crash."""
LIVES_S = 24 * 3600
"""Seconds for which an answer is given again."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request under a key: `key` and `request` are hashes, `owner` names this one run of it."""

    key: str
    request: str
    owner: str


@dataclass(frozen=True, slots=True)
class KeyState:
    """The state of a key. `mine`: run the request; `running`: another does; `done`: here is how it ended."""

    state: Literal["mine", "running", "done", "reused"]
    briefing_id: UUID | None = None
    problem: str | None = None


class Keys(Tables):
    """The table of idempotency keys in a database."""

    def take(self, keyed: KeyedRequest) -> KeyState:
        """Take the key for this run where it is free; return its state."""
        row: dict[str, Any] = {"request": keyed.request, "owner": keyed.owner, "briefing_id": None, "problem": None}
        row |= {"lease_until": now() + LEASE_S, "expires_at": now() + LIVES_S}
        wanted = self._insert(keys).values(key=keyed.key, **row)
        wanted = wanted.on_conflict_do_update(index_elements=[keys.c.key], set_=row, where=_FREE)
        with self._engine.begin() as connection:
            lock_key(connection, keyed.key)
            if connection.execute(select(_has_job(keyed))).scalar():
                return KeyState("reused")
            if connection.execute(wanted.returning(keys.c.owner)).first():
                return KeyState("mine")
        # Freed meanwhile: report it as running; the caller asks again.
        return self.find_state(keyed) or KeyState("running")

    def find_state(self, keyed: KeyedRequest) -> KeyState | None:
        """Return the state of the key, without taking it; None where it is free."""
        wanted = select(keys.c.request, keys.c.briefing_id, keys.c.problem).where(keys.c.key == keyed.key, ~_FREE)
        with self._reads.begin() as connection:
            row = connection.execute(wanted).first()
            if row is None:
                return KeyState("reused") if connection.execute(select(_has_job(keyed))).scalar() else None
        if row.request != keyed.request:
            return KeyState("reused")
        if row.briefing_id is None and row.problem is None:
            return KeyState("running")
        return KeyState("done", row.briefing_id, row.problem)

    def renew(self, keyed: KeyedRequest) -> None:
        """Hold the key for another `LEASE_S`."""
        with self._engine.begin() as connection:
            connection.execute(update(keys).where(_is_held(keyed)).values(lease_until=now() + LEASE_S))

    def record_outcome(
        self, keyed: KeyedRequest, *, briefing_id: UUID | None = None, problem: str | None = None
    ) -> bool:
        """Record how the request ended: with a kept briefing, or with a problem (its name, a space, the detail).

        Return whether the key was still held by this run, or leads there since the briefing was kept.
        """
        with self._engine.begin() as connection:
            return connection.execute(end_key(keyed, briefing_id, problem)).rowcount > 0

    def release(self, keyed: KeyedRequest) -> None:
        """Release a key whose request had no result."""
        with self._engine.begin() as connection:
            connection.execute(delete(keys).where(_is_held(keyed)))

    def delete_expired(self) -> int:
        """Delete keys past their time; return how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(keys).where(keys.c.expires_at < now())).rowcount


_UNFINISHED = and_(keys.c.briefing_id.is_(None), keys.c.problem.is_(None))
_FREE = or_(keys.c.expires_at < now(), and_(_UNFINISHED, keys.c.lease_until < now()))


def end_key(keyed: KeyedRequest, briefing_id: UUID | None, problem: str | None = None) -> Update:
    """Return the statement that records how a request ended, where this run still holds its key, or has said so."""
    said = keys.c.briefing_id == briefing_id
    return update(keys).where(_is_own(keyed), or_(_UNFINISHED, said)).values(briefing_id=briefing_id, problem=problem)


def lock_key(connection: Connection, key: str) -> None:
    """Wait until no other transaction decides who has a key: a job and a briefing are in different tables, and neither
    transaction would see the other's row. SQLite has one transaction that writes at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def is_taken(key: str) -> ColumnElement[bool]:
    """Return the condition that a key is that of a request which made no job."""
    return exists().where(keys.c.key == key, ~_FREE)


def _has_job(keyed: KeyedRequest) -> ColumnElement[bool]:
    # Also one of the same words: who asked for a job has another answer.
    living = jobs.c.created_at >= datetime.now(UTC) - timedelta(seconds=LIVES_S)
    return exists().where(jobs.c.key == keyed.key, living, ~is_void())


def is_void() -> ColumnElement[bool]:
    """Return the condition that a job of one article has nothing to give under its key: it was cancelled, or the
    briefing was deleted."""
    kept = exists().where(briefings.c.id == job_articles.c.briefing_id)
    gone = exists().where(job_articles.c.job_id == jobs.c.id, job_articles.c.state == "done", ~kept)
    return and_(jobs.c.total == 1, or_(jobs.c.cancelled, gone))


def _is_held(keyed: KeyedRequest) -> ColumnElement[bool]:
    return and_(_is_own(keyed), _UNFINISHED)


def _is_own(keyed: KeyedRequest) -> ColumnElement[bool]:
    return and_(keys.c.key == keyed.key, keys.c.owner == keyed.owner)
