"""Feeds that are watched, and the entries that were found in them. Every call blocks on the database.

`next_at` is a lease too: whoever takes a feed or an entry moves it on, so that no other process takes it meanwhile, and
it is taken again where that process died.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, update
from uuid_utils.compat import uuid7

from newsbrief.store.database import Tables
from newsbrief.store.tables import feed_entries, feeds, now, stories

LEASE_S = 120.0
"""How long a check of a feed, or the fetching of an article, may take before another process begins it again."""
KEPT = timedelta(days=90)
"""How long an entry is known that its feed does not list any more."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """The facts on a feed from its last answer."""

    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """The status of a feed."""

    name: str
    url: str
    checked_at: datetime | None
    next_at: float
    """Seconds since 1970."""
    failures: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry of a feed. `skipped`: why it is not briefed; None where it is."""

    url: str
    title: str | None
    published_at: datetime | None
    skipped: str | None = None
    submission: str | None = None
    """JSON of the article, where the feed has it whole."""

    @property
    def key(self) -> str:
        return key_of(self.url)


@dataclass(frozen=True, slots=True)
class EntryToFetch:
    """An entry whose article is to be fetched."""

    id: UUID
    feed: str
    url: str
    title: str | None
    published_at: datetime | None
    attempts: int
    submission: str | None


def key_of(url: str) -> str:
    """Return the name under which an article is known: one address in several feeds is one article."""
    return hashlib.sha256(url.partition("#")[0].encode()).hexdigest()


class Feeds(Tables):
    """The tables of feeds and their entries in a database."""

    def declare(self, names: Mapping[str, str]) -> None:
        """Keep these feeds, by name and address; delete the rest of what is kept of a feed whose address changed."""
        row = {"next_at": 0.0, "failures": 0, "etag": None, "last_modified": None, "problem": None}
        with self._engine.begin() as connection:
            for name, url in names.items():
                wanted = self._insert(feeds).values(name=name, url=url, **row)
                moved = {"url": url, **row}
                connection.execute(
                    wanted.on_conflict_do_update(index_elements=[feeds.c.name], set_=moved, where=feeds.c.url != url)
                )

    def take(self, name: str, *, early: bool = False) -> FeedState | None:
        """Take a feed that is due to be checked; None where it is not, or another process has it.

        `early`: also one whose time has not come, unless its last check failed: its server may have asked to wait.
        """
        due = feeds.c.next_at <= now()
        if early:
            due = or_(due, feeds.c.failures == 0)
        taken = update(feeds).where(feeds.c.name == name, due).values(next_at=now() + LEASE_S)
        with self._engine.begin() as connection:
            row = taken.returning(feeds.c.etag, feeds.c.last_modified, feeds.c.failures)
            found = connection.execute(row).first()
        return FeedState(*found) if found else None

    def find_unknown(self, keys: Sequence[str]) -> frozenset[str]:
        """Return those of `keys` that no entry has."""
        wanted = select(feed_entries.c.key).where(feed_entries.c.key.in_(keys))
        with self._reads.begin() as connection:
            return frozenset(keys) - frozenset(connection.execute(wanted).scalars())

    def keep_listing(self, name: str, found: Sequence[FoundEntry], known: FeedState, wait_s: float) -> int:
        """Keep a listing and what it was sent with, in one step; return how many entries are new and to be briefed."""
        at = datetime.now(UTC)
        # In one order for every feed: two that list the same entries would lock each other out.
        rows = [_make_row(name, entry, at) for entry in sorted(found, key=lambda entry: entry.key)]
        new = 0
        values: dict[str, object] = {"etag": known.etag, "last_modified": known.last_modified}
        values |= {"failures": 0, "problem": None}
        values |= {"checked_at": at, "listed_at": at, "next_at": now() + wait_s}
        with self._engine.begin() as connection:
            for row in rows:
                wanted = self._insert(feed_entries).values(row)
                wanted = wanted.on_conflict_do_update(index_elements=["key"], set_={"seen_at": at})
                kept = connection.execute(wanted.returning(feed_entries.c.id)).scalar_one()
                new += kept == row["id"] and row["state"] == "new"
            connection.execute(update(feeds).where(feeds.c.name == name).values(values))
        return new

    def mark_unchanged(self, name: str, wait_s: float) -> None:
        """Record that a feed has not changed."""
        values = {"checked_at": datetime.now(UTC), "failures": 0, "problem": None, "next_at": now() + wait_s}
        with self._engine.begin() as connection:
            connection.execute(update(feeds).where(feeds.c.name == name).values(values))

    def postpone_check(self, name: str, wait_s: float) -> None:
        """Record when a feed that was taken may be taken again: its server is not to be asked before."""
        with self._engine.begin() as connection:
            connection.execute(update(feeds).where(feeds.c.name == name).values(next_at=now() + wait_s))

    def mark_failed(self, name: str, problem: str, wait_s: float) -> None:
        """Record that a check failed, and when the next is due."""
        values = {"checked_at": datetime.now(UTC), "problem": problem[:500], "next_at": now() + wait_s}
        wanted = update(feeds).where(feeds.c.name == name).values(values | {"failures": feeds.c.failures + 1})
        with self._engine.begin() as connection:
            connection.execute(wanted)

    def take_entries(self, limit: int) -> tuple[EntryToFetch, ...]:
        """Take entries whose articles are to be fetched now, oldest first."""
        e = feed_entries.c
        due = and_(e.state == "new", e.next_at <= now())
        wanted = select(e.id).where(due).order_by(e.found_at, e.id).limit(limit)
        columns = (e.id, e.feed, e.url, e.title, e.published_at, e.attempts, e.submission)
        with self._engine.begin() as connection:
            ids = connection.execute(wanted).scalars().all()
            taken = update(feed_entries).where(e.id.in_(ids), due)
            taken = taken.values(next_at=now() + LEASE_S, attempts=e.attempts + 1)
            return tuple(EntryToFetch(*row) for row in connection.execute(taken.returning(*columns)))

    def mark_ready(self, id: UUID, submission: str, signature: bytes, language: str) -> None:
        """Keep the article of an entry until a job has it."""
        values = {"state": "ready", "submission": submission, "signature": signature, "language": language}
        self._set(id, **values, problem=None)

    def give_up(self, id: UUID, problem: str) -> None:
        """Record that an entry failed for good, and why."""
        self._set(id, state="failed", problem=problem[:500], submission=None)

    def pass_over(self, id: UUID, reason: str) -> None:
        """Record that an entry is not briefed, and why."""
        self._set(id, state="skipped", problem=reason, submission=None)

    def postpone(self, id: UUID, wait_s: float) -> None:
        """Record when an entry that was taken may be taken again; this attempt does not count."""
        self._set(id, next_at=now() + wait_s, attempts=feed_entries.c.attempts - 1)

    def retry(self, id: UUID, problem: str, wait_s: float) -> None:
        """Record that an article could not be fetched, and when to try again."""
        self._set(id, problem=problem[:500], next_at=now() + wait_s)

    def list_states(self) -> tuple[FeedStatus, ...]:
        """Return how each feed stands, by name."""
        columns = (feeds.c[name] for name in FeedStatus.__slots__)
        with self._reads.begin() as connection:
            return tuple(FeedStatus(*row) for row in connection.execute(select(*columns).order_by(feeds.c.name)))

    def count_entries(self) -> Mapping[tuple[str, str], int]:
        """Return how many entries there are, by feed and state; `briefed` are those whose story is done."""
        e, told = feed_entries.c, stories.c.state
        joined = feed_entries.outerjoin(stories, e.story_id == stories.c.id)
        wanted = select(e.feed, e.state, told, func.count()).select_from(joined).group_by(e.feed, e.state, told)
        found = Counter[tuple[str, str]]()
        with self._reads.begin() as connection:
            for feed, state, story, number in connection.execute(wanted):
                found[feed, "briefed" if (state, story) == ("queued", "done") else state] += number
        return found

    def list_problems(self, limit: int) -> tuple[tuple[str, str, str], ...]:
        """Return feed, address and problem of the newest entries that failed."""
        e = feed_entries.c
        wanted = select(e.feed, e.url, e.problem).where(e.state == "failed").order_by(e.found_at.desc()).limit(limit)
        with self._reads.begin() as connection:
            return tuple((feed, url, problem or "") for feed, url, problem in connection.execute(wanted))

    def delete_older(self, *, today: datetime) -> int:
        """Delete entries older than `KEPT` that their feeds list no more; return how many there were."""
        listed_at = select(feeds.c.listed_at).where(feeds.c.name == feed_entries.c.feed).scalar_subquery()
        e = feed_entries.c
        gone = and_(e.found_at < today - KEPT, e.seen_at < func.coalesce(listed_at, today), e.state != "joined")
        with self._engine.begin() as connection:
            return connection.execute(delete(feed_entries).where(gone)).rowcount

    def _set(self, id: UUID, **values: object) -> None:
        waits = and_(feed_entries.c.id == id, feed_entries.c.state == "new")
        with self._engine.begin() as connection:
            connection.execute(update(feed_entries).where(waits).values(values))


def _make_row(feed: str, found: FoundEntry, at: datetime) -> dict[str, object]:
    return {
        "id": uuid7(),
        "key": found.key,
        "feed": feed,
        "url": found.url,
        "title": found.title,
        "published_at": found.published_at,
        "found_at": at,
        "seen_at": at,
        "state": "skipped" if found.skipped else "new",
        "problem": found.skipped,
        "attempts": 0,
        "next_at": 0.0,
        "submission": None if found.skipped else found.submission,
    }
