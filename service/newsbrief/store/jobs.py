"""Jobs and their articles: accepted, worked off, asked about, cancelled. Every call blocks on the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from uuid_utils.compat import uuid7

from newsbrief.store.database import Tables
from newsbrief.store.keys import is_taken, is_void, lock_key
from newsbrief.store.tables import briefings, job_articles, jobs, model_calls

Place = tuple[UUID, int]
"""An article: its job, and where in it, from 0; of an event that is about the job itself, `WHOLE_JOB`."""
WHOLE_JOB = -1
_CHUNK = 500
"""Rows written by one statement."""


@dataclass(frozen=True, slots=True)
class JobOrder:
    """A job to accept. `key` and `request` are hashes: of the idempotency key, and of what was asked under it.

    The key leads to the job for `key_lives_s` seconds; for as long as the job is kept where that is None.
    """

    owner: str
    queue: str
    callback_url: str | None = None
    key: str | None = None
    request: str | None = None
    team: str = ""
    key_lives_s: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The status of a job."""

    id: UUID
    status: Literal["queued", "running", "completed", "cancelled"]
    total: int
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class WaitingArticle:
    """An article that is still to be briefed."""

    assignment: str
    briefing_id: UUID
    owner: str
    callback_url: str | None
    started: bool
    """Work on the job has begun."""
    briefed: bool
    """The briefing is kept already: by a process that died before it said so."""
    team: str = ""


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """The outcome of an article; `reply` is JSON, None where the briefing is not kept any more."""

    place: int
    state: Literal["waiting", "done", "failed", "cancelled"]
    briefing_id: UUID
    problem: str | None
    reply: str | None = None
    source_text: str | None = None
    """What offsets of the reply point into, where it is part of it and kept."""


class Jobs(Tables):
    """The tables of jobs in a database."""

    def accept(self, order: JobOrder, assignments: Sequence[str]) -> Progress | None:
        """Keep a job with all of its articles, or none; return its status.

        If the key is known, return the status of the job made under it; None if that was another request. One that has
        nothing to give any more gives up its key.
        """
        id, created_at = uuid7(), datetime.now(UTC)
        row = {"id": id, "owner": order.owner, "queue": order.queue, "created_at": created_at}
        row |= {"total": len(assignments), "started": False, "cancelled": False, "callback_url": order.callback_url}
        row |= {"key": order.key, "request": order.request, "team": order.team}
        wanted = self._insert(jobs).values(row).on_conflict_do_nothing(index_elements=[jobs.c.key])
        with self._engine.begin() as connection:
            if order.key:
                lock_key(connection, order.key)
                if connection.execute(select(is_taken(order.key))).scalar():
                    return None
                over = is_void()
                if order.key_lives_s is not None:
                    over |= jobs.c.created_at < created_at - timedelta(seconds=order.key_lives_s)
                connection.execute(update(jobs).where(jobs.c.key == order.key, over).values(key=None))
            # The row itself tells: not every driver counts what an insert left out.
            if connection.execute(wanted.returning(jobs.c.id)).first():
                for first in range(0, len(assignments), _CHUNK):
                    chunk = enumerate(assignments[first : first + _CHUNK], first)
                    connection.execute(insert(job_articles), [_make_row(id, place, text) for place, text in chunk])
                return Progress(id, "queued", len(assignments), 0, 0)
            same = select(jobs.c.id, jobs.c.request, jobs.c.owner).where(jobs.c.key == order.key)
            if known := connection.execute(same).first():
                return _find_progress(connection, known.id, known.owner) if known.request == order.request else None
        # Its job gave it up in between.
        return self.accept(order, assignments)

    def find_progress(self, id: UUID, owner: str) -> Progress | None:
        """Return the status of the job `id`; None where `owner` has none of that id."""
        with self._reads.begin() as connection:
            return _find_progress(connection, id, owner)

    def list_outcomes(self, id: UUID, *, after: int, limit: int) -> tuple[ArticleOutcome, ...]:
        """Return the outcomes of at most `limit` articles of a job, those after the place `after`, in order."""
        text = case((briefings.c.extracted, briefings.c.source_text)).label("source_text")
        wanted = select(_a.place, _a.state, _a.briefing_id, _a.problem, briefings.c.reply, text).outerjoin_from(
            job_articles, briefings, and_(briefings.c.id == _a.briefing_id, _a.state == "done")
        )
        wanted = wanted.where(_a.job_id == id, _a.place > after).order_by(_a.place).limit(limit)
        with self._reads.begin() as connection:
            return tuple(ArticleOutcome(**row._mapping) for row in connection.execute(wanted))

    def cancel(self, id: UUID, owner: str) -> None:
        """Cancel what is not done of a job; one that is complete stays so."""
        waiting = and_(job_articles.c.job_id == id, job_articles.c.state == "waiting")
        owned = exists().where(jobs.c.id == id, jobs.c.owner == owner)
        with self._engine.begin() as connection:
            gone = update(job_articles).where(waiting, owned).values(state="cancelled", assignment=None)
            if connection.execute(gone).rowcount:
                connection.execute(update(jobs).where(jobs.c.id == id).values(cancelled=True))
                connection.execute(delete(model_calls).where(model_calls.c.job_id == id))

    def delete_all(self, owner: str, request: str) -> None:
        """Forget the jobs of an owner for one request, also those that gave up its key; their briefings stay."""
        with self._engine.begin() as connection:
            connection.execute(delete(jobs).where(jobs.c.owner == owner, jobs.c.request == request))

    def delete_older(self, age: timedelta, *, today: datetime, limit: int = 10) -> int:
        """Delete the jobs that were made more than `age` before `today`, at most `limit` of them, with their articles;
        return how many there were. One that has waiting articles stays."""
        old = select(jobs.c.id).where(jobs.c.created_at < today - age, ~_HAS_WAITING).limit(limit)
        with self._engine.begin() as connection:
            return connection.execute(delete(jobs).where(jobs.c.id.in_(old))).rowcount

    def has_work(self, queue: str, *, since: datetime) -> bool:
        """Return whether a job of a queue has waiting articles, or may have webhooks due (where made `since`)."""
        # Two questions, each with an index of its own: asked as one, every job that is kept would be looked at.
        waits = exists().where(_a.state == "waiting", _a.job_id == jobs.c.id, jobs.c.queue == queue)
        announced = exists().where(jobs.c.created_at >= since, jobs.c.callback_url.is_not(None), jobs.c.queue == queue)
        with self._reads.begin() as connection:
            return any(connection.execute(select(question)).scalar() for question in (waits, announced))

    def count_waiting(self) -> int:
        """Return how many articles wait, of all jobs."""
        wanted = select(func.count()).select_from(job_articles).where(job_articles.c.state == "waiting")
        with self._reads.begin() as connection:
            return connection.execute(wanted).scalar_one()

    def list_unqueued(self, queue: str, limit: int) -> tuple[Place, ...]:
        """Return waiting articles that no workflow has yet."""
        wanted = select(_a.job_id, _a.place).join_from(job_articles, jobs, jobs.c.id == _a.job_id)
        wanted = wanted.where(_a.state == "waiting", _a.enqueued.is_(False), jobs.c.queue == queue)
        with self._reads.begin() as connection:
            rows = connection.execute(wanted.order_by(_a.job_id, _a.place).limit(limit))
            return tuple((row.job_id, row.place) for row in rows)

    def mark_enqueued(self, places: Sequence[Place]) -> None:
        """Record that a workflow has each of these."""
        these = tuple_(job_articles.c.job_id, job_articles.c.place).in_(places)
        with self._engine.begin() as connection:
            connection.execute(update(job_articles).where(these).values(enqueued=True))

    def find_waiting(self, place: Place) -> WaitingArticle | None:
        """Return an article that is to be briefed; None where it is done, failed, cancelled or deleted."""
        with self._reads.begin() as connection:
            row = connection.execute(_WAITING, place_values(place)).first()
        return WaitingArticle(**row._mapping) if row else None

    def mark_started(self, id: UUID) -> None:
        """Record that work on a job has begun."""
        with self._engine.begin() as connection:
            connection.execute(update(jobs).where(jobs.c.id == id).values(started=True))

    def record_outcome(
        self, place: Place, *, briefing_id: UUID | None = None, problem: str | None = None, final: bool = True
    ) -> bool:
        """Record the outcome of an article, once; return whether it was not known before.

        Where it is not `final`, a job of one article gives up its key: sent again, it is tried again.
        """
        ended = {"ended": "failed" if problem else "done", "why": problem, "briefing": briefing_id}
        with self._engine.begin() as connection:
            first = connection.execute(_FINISH, place_values(place) | ended).rowcount > 0
            connection.execute(_FORGET, place_values(place))
            if first and not final:
                alone = and_(jobs.c.id == place[0], jobs.c.total == 1)
                connection.execute(update(jobs).where(alone).values(key=None))
            return first

    def find_outcome(self, place: Place) -> tuple[ArticleOutcome, str | None] | None:
        """Return the outcome of an article, without the reply, and the address of its webhooks."""
        wanted = select(_a.place, _a.state, _a.briefing_id, _a.problem, jobs.c.callback_url)
        wanted = wanted.join_from(job_articles, jobs, jobs.c.id == _a.job_id).where(_is_at(place))
        with self._reads.begin() as connection:
            row = connection.execute(wanted).first()
        return row and (ArticleOutcome(*row[:4]), row.callback_url)

    def find_callback(self, id: UUID) -> tuple[str, str] | None:
        """Return the owner of a job and the address of its webhooks; None where it has none."""
        with self._reads.begin() as connection:
            row = connection.execute(select(jobs.c.owner, jobs.c.callback_url).where(jobs.c.id == id)).first()
        return (row.owner, row.callback_url) if row and row.callback_url else None

    def stop_webhooks(self, id: UUID) -> None:
        """Stop the webhooks of a job."""
        with self._engine.begin() as connection:
            connection.execute(update(jobs).where(jobs.c.id == id).values(callback_url=None))

    def is_complete(self, id: UUID) -> bool:
        """Return whether every article of a job is done or failed."""
        whole = exists().where(jobs.c.id == id, jobs.c.cancelled.is_(False), ~_HAS_WAITING)
        with self._reads.begin() as connection:
            return bool(connection.execute(select(whole)).scalar())


def _find_progress(connection: Connection, id: UUID, owner: str) -> Progress | None:
    job = select(jobs.c.total, jobs.c.started, jobs.c.cancelled).where(jobs.c.id == id, jobs.c.owner == owner)
    count = select(job_articles.c.state, func.count()).where(job_articles.c.job_id == id)
    row = connection.execute(job).first()
    if row is None:
        return None
    states = {state: n for state, n in connection.execute(count.group_by(job_articles.c.state))}  # noqa: C416
    status: Literal["queued", "running", "completed", "cancelled"] = "running" if row.started else "queued"
    if row.cancelled:
        status = "cancelled"
    elif not states.get("waiting"):
        status = "completed"
    return Progress(id, status, row.total, states.get("done", 0), states.get("failed", 0))


def _make_row(job: UUID, place: int, assignment: str) -> dict[str, Any]:
    row: dict[str, Any] = {"job_id": job, "place": place, "state": "waiting", "enqueued": False}
    return row | {"assignment": assignment, "briefing_id": uuid7(), "problem": None}


def _is_at(place: Place) -> ColumnElement[bool]:
    return and_(job_articles.c.job_id == place[0], job_articles.c.place == place[1])


def place_values(place: Place) -> dict[str, Any]:
    """Return the values of a place for statements such as `STILL_WAITS`."""
    return {"job": place[0], "number": place[1]}


# What is asked for every article is put together once: that takes longer than SQLite does to answer.
_a = job_articles.c
_ONE = and_(_a.job_id == bindparam("job"), _a.place == bindparam("number"))
_HAS_WAITING = exists().where(_a.job_id == jobs.c.id, _a.state == "waiting")
"""Of a job: articles of it still wait."""
STILL_WAITS = and_(_ONE, _a.state == "waiting")
"""Of the article at a place: there is something to do."""
_BRIEFED = exists().where(briefings.c.id == _a.briefing_id).label("briefed")
_WAITING = (
    select(_a.assignment, _a.briefing_id, jobs.c.owner, jobs.c.callback_url, jobs.c.started, _BRIEFED, jobs.c.team)
    .join_from(job_articles, jobs, jobs.c.id == _a.job_id)
    .where(STILL_WAITS)
)
_FINISH = (
    update(job_articles)
    .where(STILL_WAITS)
    .values(
        state=bindparam("ended"),
        assignment=None,
        problem=bindparam("why"),
        briefing_id=func.coalesce(bindparam("briefing", type_=_a.briefing_id.type), _a.briefing_id),
    )
)
_FORGET = delete(model_calls).where(
    model_calls.c.job_id == bindparam("job"), model_calls.c.place == bindparam("number")
)
