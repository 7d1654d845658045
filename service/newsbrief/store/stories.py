"""Stories: articles on one event, the job that briefs them, and the briefing. Every call blocks on the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, exists, func, insert, or_, select, update
from uuid_utils.compat import uuid7

from newsbrief.store.database import Tables
from newsbrief.store.tables import briefings, feed_entries, feed_listings, job_articles, jobs, now, stories

_e, _l, _s = feed_entries.c, feed_listings.c, stories.c
_GONE = "the job was deleted before it ended"


@dataclass(frozen=True, slots=True)
class ReadyArticle:
    """An article that was fetched and belongs to no story yet."""

    id: UUID
    feed: str
    found_at: datetime
    signature: bytes
    language: str


@dataclass(frozen=True, slots=True)
class StoryOutcome:
    """The outcome of a story's job; `later`: the story gets another."""

    id: UUID
    state: Literal["done", "failed", "later"]
    problem: str | None


@dataclass(frozen=True, slots=True)
class StoryProblem:
    """A story that was not briefed, and why."""

    id: UUID
    problem: str
    failures: int
    """Jobs that failed for a reason that may pass."""
    next_at: float | None
    """From then on, in seconds since 1970, it may have its next job; none where it gets no other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice of stories for a digest."""

    feeds: Sequence[str]
    languages: Sequence[str] | None = None
    statuses: Sequence[str] = ("draft", "reviewed", "published")
    """What people did with the briefing."""
    team: str = ""


class _ArticleTaken(Exception):
    """Another process has one of the articles: nothing of the transaction stays."""


class Stories(Tables):
    """The table of stories in a database."""

    def list_ready(self, limit: int) -> tuple[ReadyArticle, ...]:
        """Return articles that belong to no story yet, oldest first."""
        wanted = select(_e.id, _e.feed, _e.found_at, _e.signature, _e.language).where(_e.state == "ready")
        with self._reads.begin() as connection:
            return tuple(
                ReadyArticle(*row) for row in connection.execute(wanted.order_by(_e.found_at, _e.id).limit(limit))
            )

    def list_recent(self, since: datetime, limit: int) -> tuple[tuple[UUID, bytes, str], ...]:
        """Return story, signature and language of the newest articles that have a story, of those found `since`; a
        story that failed told nothing."""
        wanted = select(_e.story_id, _e.signature, _e.language)
        wanted = wanted.where(_e.story_id.is_not(None), _e.signature.is_not(None), _e.found_at >= since)
        told = exists().where(_s.id == _e.story_id, _s.state != "failed")
        wanted = wanted.where(told).order_by(_e.found_at.desc(), _e.id).limit(limit)
        with self._reads.begin() as connection:
            return tuple((row[0], row[1], row[2]) for row in connection.execute(wanted))

    def join(self, entries: Sequence[UUID]) -> UUID | None:
        """Make a story of articles that have none; None where another process was quicker with one of them."""
        id = uuid7()
        mine = update(feed_entries).where(_e.id.in_(entries), _e.state == "ready")
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(stories).values(id=id, state="joined", created_at=datetime.now(UTC)))
                if connection.execute(mine.values(state="joined", story_id=id)).rowcount != len(entries):
                    raise _ArticleTaken
        except _ArticleTaken:
            return None
        return id

    def mark_copy(self, entry: UUID, story: UUID) -> None:
        """Record that an article is a copy of one in a story."""
        copied = update(feed_entries).where(_e.id == entry, _e.state == "ready")
        with self._engine.begin() as connection:
            connection.execute(copied.values(state="copy", story_id=story, submission=None))

    def list_unqueued(self, limit: int = 20) -> tuple[tuple[UUID, tuple[str, ...]], ...]:
        """Return at most `limit` stories that are to have a job now, each with its articles, oldest first."""
        # Texts are long: no more of them than are put in the queue next.
        has_texts = exists().where(_e.story_id == _s.id, _e.state == "joined")
        next_ones = select(_s.id).where(_s.state == "joined", _s.next_at <= now(), has_texts)
        next_ones = next_ones.order_by(_s.created_at, _s.id).limit(limit)
        wanted = select(_e.story_id, _e.submission).join_from(feed_entries, stories, _s.id == _e.story_id)
        wanted = wanted.where(_s.id.in_(next_ones), _e.state == "joined")
        wanted = wanted.order_by(_s.created_at, _s.id, _e.found_at, _e.id)
        by_story: dict[UUID, list[str]] = {}
        with self._reads.begin() as connection:
            for story, submission in connection.execute(wanted):
                by_story.setdefault(story, []).append(submission)
        return tuple((story, tuple(articles)) for story, articles in by_story.items())

    def mark_enqueued(self, id: UUID, job: UUID) -> None:
        """Record the job of a story. The texts of its articles are kept until that ends: it may need another."""
        mine = update(stories).where(_s.id == id, _s.state == "joined").values(state="queued", job_id=job)
        with self._engine.begin() as connection:
            if connection.execute(mine).rowcount:
                texts = update(feed_entries).where(_e.story_id == id, _e.state == "joined")
                connection.execute(texts.values(state="queued"))

    def settle(self, retries_s: Sequence[float]) -> tuple[StoryOutcome, ...]:
        """Record the outcomes of stories whose jobs ended, and return them.

        A story whose job failed for a reason that may pass gets another, after the next of the waits `retries_s`.
        """
        with self._reads.begin() as connection:
            rows = connection.execute(_ENDED).all()
        if not rows:
            return ()
        with self._engine.begin() as connection:
            outcomes = [_settle_story(connection, row, retries_s) for row in rows]
        return tuple(outcome for outcome in outcomes if outcome)

    def count_unsettled(self) -> int:
        """Return how many stories have a job that has not ended."""
        with self._reads.begin() as connection:
            return connection.execute(select(func.count()).where(_s.state == "queued")).scalar_one()

    def list_newest(self, choice: Choice, limit: int) -> tuple[UUID, ...]:
        """Return the briefings of the newest stories of a choice, each once, newest first."""
        wanted = select(_s.briefing_id).join_from(stories, briefings, briefings.c.id == _s.briefing_id)
        wanted = wanted.where(is_chosen(choice)).group_by(_s.briefing_id).order_by(func.max(_s.ended_at).desc())
        with self._reads.begin() as connection:
            return tuple(connection.execute(wanted.limit(limit)).scalars())

    def list_problems(self, limit: int) -> tuple[StoryProblem, ...]:
        """Return the newest stories that failed, and those that are tried again."""
        wanted = select(_s.id, _s.problem, _s.failures, case((_s.state != "failed", _s.next_at)))
        wanted = wanted.where(_s.problem.is_not(None)).order_by(_s.created_at.desc()).limit(limit)
        with self._reads.begin() as connection:
            return tuple(StoryProblem(*row) for row in connection.execute(wanted))

    def delete_older(self, *, before: datetime) -> int:
        """Delete stories that ended before an instant; return how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(stories).where(_s.ended_at < before)).rowcount


def _settle_story(connection: Connection, row: Row[Any], retries_s: Sequence[float]) -> StoryOutcome | None:
    """Record how the job of a story ended; return it, None where another process has recorded it."""
    state: Literal["done", "failed", "later"]
    values: dict[str, Any]
    if row.state == "done":
        state, problem, values = "done", None, {"briefing_id": row.briefing_id}
    elif row.may_pass and row.failures < len(retries_s):
        state, problem = "later", row.problem
        values = {"failures": _s.failures + 1, "next_at": now() + retries_s[row.failures]}
    else:
        state, problem, values = "failed", row.problem or _GONE, {}
    values |= {"problem": problem}
    values |= {"state": "joined"} if state == "later" else {"state": state, "ended_at": datetime.now(UTC)}
    mine = update(stories).where(_s.id == row.id, _s.state == "queued", _s.job_id == row.job_id)
    if not connection.execute(mine.values(values)).rowcount:
        return None
    texts = {"state": "joined"} if state == "later" else {"submission": None}
    connection.execute(update(feed_entries).where(_e.story_id == row.id, _e.state == "queued").values(texts))
    return StoryOutcome(row.id, state, problem)


_j = job_articles.c
_HAS_TEXTS = exists().where(_e.story_id == _s.id, _e.state == "queued", _e.submission.is_not(None))
"""Of a story: a version that deleted the texts as the job was made has left none."""
_ENDED = (
    select(_s.id, _s.job_id, _s.failures, _j.state, _j.briefing_id, _j.problem)
    # A job that failed for a reason that may pass has given up its key.
    .add_columns(and_(_j.state == "failed", jobs.c.key.is_(None), _HAS_TEXTS).label("may_pass"))
    .outerjoin_from(stories, jobs, jobs.c.id == _s.job_id)
    .outerjoin(job_articles, and_(_j.job_id == _s.job_id, _j.place == 0))
    .where(_s.state == "queued", or_(_j.state.is_(None), _j.state != "waiting"))
)


def is_chosen(choice: Choice) -> ColumnElement[bool]:
    """Return the condition on a story, joined with its briefing, that a digest may show it."""
    conditions = [
        _s.state == "done",
        briefings.c.verdict != "fail",
        briefings.c.status.in_(choice.statuses),
        briefings.c.team == choice.team,
        exists().where(_e.story_id == _s.id, _l.entry_id == _e.id, _l.feed.in_(choice.feeds), _l.skipped.is_(None)),
    ]
    if choice.languages is not None:
        conditions.append(briefings.c.language.in_(choice.languages))
    return and_(*conditions)
