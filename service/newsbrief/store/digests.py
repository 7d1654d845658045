"""Editions of digests, and their delivery: each made once and sent once. Every call blocks on the database.

Before what cannot be taken back a delivery is marked as `sending`. Where its process dies then, nobody knows whether it
arrived: it becomes `unknown` and is shown, not sent a second time. A receiver that knows a message again, as one of
signed webhooks does, needs no such mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, insert, or_, select, update
from uuid_utils.compat import uuid7

from newsbrief.store.database import Tables
from newsbrief.store.stories import Choice, is_chosen
from newsbrief.store.tables import briefings, deliveries, edition_stories, editions, now, stories

LEASE_S = 120.0
"""How long an attempt to deliver may take before another process begins it again."""
_d = deliveries.c


@dataclass(frozen=True, slots=True)
class Delivery:
    """An edition of a digest on its way to one channel."""

    id: UUID
    digest: str
    due_at: datetime
    channel: str
    state: str
    attempts: int
    sent_at: datetime | None = None
    problem: str | None = None


class Digests(Tables):
    """The tables of editions and deliveries in a database."""

    def begin(self, digest: str, at: datetime) -> datetime:
        """Mark the beginning of a digest, where it has none; return it."""
        began = select(func.min(editions.c.due_at)).where(editions.c.digest == digest)
        row = {"digest": digest, "due_at": at, "made_at": at, "stories": 0}
        with self._engine.begin() as connection:
            due_at: datetime | None = connection.execute(began).scalar()
            if due_at is None:
                connection.execute(self._insert(editions).values(row).on_conflict_do_nothing())
                due_at = connection.execute(began).scalar_one()
        return due_at

    def make(self, digest: str, due_at: datetime, choice: Choice, channels: Sequence[str]) -> int | None:
        """Make an edition of the stories that were in none, with a delivery to each channel, in one step.

        Return how many stories it has; None where it was made before. Without any nothing is delivered.
        """
        began = select(func.min(editions.c.made_at)).where(editions.c.digest == digest).scalar_subquery()
        in_edition = exists().where(edition_stories.c.digest == digest, edition_stories.c.story_id == stories.c.id)
        wanted = select(stories.c.id).join_from(stories, briefings, briefings.c.id == stories.c.briefing_id)
        wanted = wanted.where(is_chosen(choice), stories.c.ended_at >= began, ~in_edition).order_by(stories.c.ended_at)
        row = {"digest": digest, "due_at": due_at, "made_at": datetime.now(UTC), "stories": 0}
        edition = and_(editions.c.digest == digest, editions.c.due_at == due_at)
        with self._engine.begin() as connection:
            made = self._insert(editions).values(row).on_conflict_do_nothing().returning(editions.c.digest)
            if connection.execute(made).first() is None:
                return None
            ids = connection.execute(wanted).scalars().all()
            if not ids:
                return 0
            connection.execute(update(editions).where(edition).values(stories=len(ids)))
            listed = [{"digest": digest, "story_id": id, "due_at": due_at} for id in ids]
            connection.execute(insert(edition_stories), listed)
            rows = [_make_row(digest, due_at, channel) for channel in channels]
            if rows:
                connection.execute(insert(deliveries), rows)
            return len(ids)

    def list_briefings(self, digest: str, due_at: datetime) -> tuple[UUID, ...]:
        """Return the briefings of an edition, each once, newest first."""
        in_edition = and_(edition_stories.c.story_id == stories.c.id, edition_stories.c.digest == digest)
        wanted = select(stories.c.briefing_id).join_from(stories, edition_stories, in_edition)
        wanted = wanted.where(edition_stories.c.due_at == due_at, stories.c.briefing_id.is_not(None))
        wanted = wanted.group_by(stories.c.briefing_id).order_by(func.max(stories.c.ended_at).desc())
        with self._reads.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def take(self, digests: Sequence[str]) -> Delivery | None:
        """Take a delivery of one of `digests` that is due; None where there is none. Deliveries whose
        process died while sending become `unknown` first."""
        lost = and_(_d.state == "sending", _d.next_at <= now())
        unknown = {"state": "unknown", "problem": "the process ended while sending: it may have arrived"}
        due = and_(_d.state == "waiting", _d.next_at <= now(), _d.digest.in_(digests))
        columns = (_d[name] for name in Delivery.__slots__)
        with self._engine.begin() as connection:
            connection.execute(update(deliveries).where(lost).values(unknown))
            id = connection.execute(select(_d.id).where(due).order_by(_d.due_at, _d.id).limit(1)).scalar()
            taken = update(deliveries).where(_d.id == id, due)
            taken = taken.values(next_at=now() + LEASE_S, attempts=_d.attempts + 1)
            row = connection.execute(taken.returning(*columns)).first()
        return Delivery(*row) if row else None

    def mark_sending(self, id: UUID) -> None:
        """Record that sending begins: from here it cannot be undone."""
        self._set(id, state="sending", next_at=now() + LEASE_S)

    def mark_sent(self, id: UUID, note: str | None = None) -> None:
        """Record that a delivery arrived."""
        self._set(id, state="sent", sent_at=datetime.now(UTC), problem=note)

    def retry(self, id: UUID, problem: str, wait_s: float) -> None:
        """Record that an attempt failed, and when the next is due."""
        self._set(id, state="waiting", problem=problem[:500], next_at=now() + wait_s)

    def give_up(self, id: UUID, problem: str, state: str = "failed") -> None:
        """Record that a delivery is not tried again, and why; as `unknown` where it may have arrived."""
        self._set(id, state=state, problem=problem[:500])

    def resend(self, id: UUID) -> bool:
        """Retry a delivery that failed or is `unknown`; return whether it was one."""
        again = update(deliveries).where(_d.id == id, _d.state.in_(("failed", "unknown")))
        with self._engine.begin() as connection:
            return connection.execute(again.values(state="waiting", attempts=0, next_at=0.0)).rowcount > 0

    def list_unsent(self, limit: int) -> tuple[Delivery, ...]:
        """Return deliveries that did not arrive, newest first."""
        return self._list(_d.state != "sent", limit)

    def list_sent(self, limit: int) -> tuple[Delivery, ...]:
        """Return the newest deliveries that arrived, newest first."""
        return self._list(_d.state == "sent", limit)

    def has_due(self, digests: Sequence[str]) -> bool:
        """Return whether there is anything for `take` to do."""
        state = or_(and_(_d.state == "waiting", _d.digest.in_(digests)), _d.state == "sending")
        with self._reads.begin() as connection:
            return bool(connection.execute(select(exists().where(state, _d.next_at <= now()))).scalar())

    def _list(self, which: object, limit: int) -> tuple[Delivery, ...]:
        wanted = select(*(_d[name] for name in Delivery.__slots__)).where(which)  # type: ignore[arg-type]
        with self._reads.begin() as connection:
            rows = connection.execute(wanted.order_by(_d.due_at.desc(), _d.channel).limit(limit))
            return tuple(Delivery(*row) for row in rows)

    def _set(self, id: UUID, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(deliveries).where(_d.id == id).values(values))


def _make_row(digest: str, due_at: datetime, channel: str) -> dict[str, object]:
    row: dict[str, object] = {"id": uuid7(), "digest": digest, "due_at": due_at, "channel": channel}
    return row | {"state": "waiting", "attempts": 0, "next_at": 0.0}
