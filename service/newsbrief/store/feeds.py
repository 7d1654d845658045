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

from sqlalchemy import Connection, and_, case, delete, exists, func, or_, select, update
from uuid_utils.compat import uuid7

from newsbrief.store.database import Tables
from newsbrief.store.tables import feed_entries, feed_listings, feeds, now, stories

_e, _l = feed_entries.c, feed_listings.c
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
    """An entry of a feed. `skipped`: why it is not briefed for that feed; None where it is."""

    url: str
    title: str | None
    published_at: datetime | None
    skipped: str | None = None
    submission: str | None = None
    """JSON of the article, where the feed has it whole."""

    @property
    def key(self) -> str:
        return hash_address(self.url)


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


def hash_address(url: str) -> str:
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
            state = connection.execute(row).first()
        return FeedState(*state) if state else None

    def find_unknown(self, name: str, keys: Sequence[str]) -> frozenset[str]:
        """Return those of `keys` that the feed has not listed before, and that are briefed for no other."""
        listed = exists().where(_l.entry_id == _e.id, _l.feed == name)
        wanted = select(_e.key).where(_e.key.in_(keys), or_(listed, _e.state != "skipped"))
        with self._reads.begin() as connection:
            return frozenset(keys) - frozenset(connection.execute(wanted).scalars())

    def keep_listing(self, name: str, entries: Sequence[FoundEntry], known: FeedState, wait_s: float) -> int:
        """Keep a listing and what it was sent with, in one step; return how many entries are new and to be briefed.

        An entry that other feeds list too is one: it is briefed where any of them wants it.
        """
        at = datetime.now(UTC)
        # In one order for every feed: two that list the same entries would lock each other out.
        rows = [_make_row(name, entry, at) for entry in sorted(entries, key=lambda entry: entry.key)]
        kept: dict[UUID, dict[str, object]] = {}
        values: dict[str, object] = {"etag": known.etag, "last_modified": known.last_modified}
        values |= {"failures": 0, "problem": None}
        values |= {"checked_at": at, "listed_at": at, "next_at": now() + wait_s}
        with self._engine.begin() as connection:
            for row in rows:
                wanted = self._insert(feed_entries).values(row)
                wanted = wanted.on_conflict_do_update(index_elements=["key"], set_={"key": row["key"]})
                kept[connection.execute(wanted.returning(_e.id)).scalar_one()] = row
            new = sum(id == row["id"] and row["state"] == "new" for id, row in kept.items())
            for id in self._list_skipped_by_others(connection, name, kept, at):
                changes = {column: kept[id][column] for column in _READ_AS}
                connection.execute(update(feed_entries).where(_e.id == id).values(changes))
                new += 1
            connection.execute(update(feeds).where(feeds.c.name == name).values(values))
        return new

    def _list_skipped_by_others(
        self, connection: Connection, name: str, kept: Mapping[UUID, Mapping[str, object]], at: datetime
    ) -> Sequence[UUID]:
        """Record that a feed lists the entries `kept`; return those that it wants and that no other feed wanted."""
        if not kept:
            return ()
        listed = [{"entry_id": id, "feed": name, "seen_at": at, "skipped": row["problem"]} for id, row in kept.items()]
        wanted = self._insert(feed_listings).values(listed)
        wanted = wanted.on_conflict_do_update(index_elements=["entry_id", "feed"], set_={"seen_at": at})
        rows = connection.execute(wanted.returning(_l.entry_id, _l.skipped)).all()
        ids = [id for id, skipped in rows if skipped is None]
        return connection.execute(select(_e.id).where(_e.id.in_(ids), _e.state == "skipped")).scalars().all()

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
        due = and_(_e.state == "new", _e.next_at <= now())
        wanted = select(_e.id).where(due).order_by(_e.found_at, _e.id).limit(limit)
        columns = (_e.id, _e.feed, _e.url, _e.title, _e.published_at, _e.attempts, _e.submission)
        with self._engine.begin() as connection:
            ids = connection.execute(wanted).scalars().all()
            taken = update(feed_entries).where(_e.id.in_(ids), due)
            taken = taken.values(next_at=now() + LEASE_S, attempts=_e.attempts + 1)
            return tuple(EntryToFetch(*row) for row in connection.execute(taken.returning(*columns)))

    def mark_ready(self, id: UUID, submission: str, signature: bytes, language: str) -> None:
        """Keep the article of an entry until a job has it."""
        values = {"state": "ready", "submission": submission, "signature": signature, "language": language}
        self._set(id, **values, problem=None)

    def give_up(self, id: UUID, problem: str) -> None:
        """Record that an entry failed for good, and why."""
        self._set(id, state="failed", problem=problem[:500], submission=None)

    def pass_over(self, id: UUID, reason: str) -> None:
        """Record why an entry is not briefed for the feed it is read for; for the next that wants it its page is read.

        What the first called it, or had of its text under an outlet and a language, is not the other's.
        """
        mine = update(feed_entries).where(_e.id == id, _e.state == "new").values(state="skipped", problem=reason)
        wanted = select(_l.feed).where(_l.entry_id == id, _l.skipped.is_(None)).order_by(_l.feed).limit(1)
        again = {"state": "new", "problem": None, "attempts": 0, "next_at": 0.0}
        with self._engine.begin() as connection:
            feed = connection.execute(mine.returning(_e.feed)).scalar()
            if feed is None:
                return
            passed = update(feed_listings).where(_l.entry_id == id, _l.feed == feed)
            connection.execute(passed.values(skipped=reason))
            other = connection.execute(wanted).scalar()
            changes = {"submission": None} | ({} if other is None else {"feed": other, "title": None, **again})
            connection.execute(update(feed_entries).where(_e.id == id).values(changes))

    def postpone(self, id: UUID, wait_s: float) -> None:
        """Record when an entry that was taken may be taken again; this attempt does not count."""
        self._set(id, next_at=now() + wait_s, attempts=_e.attempts - 1)

    def retry(self, id: UUID, problem: str, wait_s: float) -> None:
        """Record that an article could not be fetched, and when to try again."""
        self._set(id, problem=problem[:500], next_at=now() + wait_s)

    def list_states(self) -> tuple[FeedStatus, ...]:
        """Return how each feed stands, by name."""
        columns = (feeds.c[name] for name in FeedStatus.__slots__)
        with self._reads.begin() as connection:
            return tuple(FeedStatus(*row) for row in connection.execute(select(*columns).order_by(feeds.c.name)))

    def count_entries(self) -> Mapping[tuple[str, str], int]:
        """Return how many entries each feed lists, by feed and state; `briefed` and `failed` are by their story."""
        state, story_state = case((_l.skipped.is_(None), _e.state), else_="skipped"), stories.c.state
        joined = feed_listings.join(feed_entries).outerjoin(stories, _e.story_id == stories.c.id)
        wanted = (
            select(_l.feed, state, story_state, func.count()).select_from(joined).group_by(_l.feed, state, story_state)
        )
        counts = Counter[tuple[str, str]]()
        with self._reads.begin() as connection:
            for feed, state, story, number in connection.execute(wanted):
                counts[feed, _ENDED.get(story, state) if state == "queued" else state] += number
        return counts

    def list_problems(self, limit: int) -> tuple[tuple[str, str, str], ...]:
        """Return feed, address and problem of the newest entries that failed."""
        wanted = select(_e.feed, _e.url, _e.problem).where(_e.state == "failed").order_by(_e.found_at.desc())
        with self._reads.begin() as connection:
            return tuple((feed, url, problem or "") for feed, url, problem in connection.execute(wanted.limit(limit)))

    def delete_older(self, *, today: datetime) -> int:
        """Delete entries older than `KEPT` that no feed lists any more; return how many there were."""
        listed = exists().where(_l.entry_id == _e.id, _l.feed == feeds.c.name, _l.seen_at >= feeds.c.listed_at)
        gone = and_(_e.found_at < today - KEPT, _e.state != "joined", ~listed)
        with self._engine.begin() as connection:
            return connection.execute(delete(feed_entries).where(gone)).rowcount

    def _set(self, id: UUID, **values: object) -> None:
        waits = and_(_e.id == id, _e.state == "new")
        with self._engine.begin() as connection:
            connection.execute(update(feed_entries).where(waits).values(values))


_ENDED = {"done": "briefed", "failed": "failed"}
"""States of an entry by those of its story."""
_READ_AS = ("feed", "title", "published_at", "state", "problem", "attempts", "next_at", "submission")
"""What an entry has of the feed that it is read for."""


def _make_row(feed: str, entry: FoundEntry, at: datetime) -> dict[str, object]:
    return {
        "id": uuid7(),
        "key": entry.key,
        "feed": feed,
        "url": entry.url,
        "title": entry.title,
        "published_at": entry.published_at,
        "found_at": at,
        "state": "skipped" if entry.skipped else "new",
        "problem": entry.skipped,
        "attempts": 0,
        "next_at": 0.0,
        "submission": None if entry.skipped else entry.submission,
    }
