"""The tables, as the newest migration leaves them, and the types that both databases write alike."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Moment(TypeDecorator[datetime]):
    """An instant, kept in UTC; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class now(FunctionElement[float]):
    """Seconds since 1970 by the database's clock: machines that share it need not agree on theirs."""

    type = Float(53)
    inherit_cache = True


@compiles(now, "sqlite")
def _now_sqlite(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_postgresql(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "extract(epoch FROM clock_timestamp())::double precision"


_TEAM = "Newsroom of the key that made it; empty where that has none."
metadata = MetaData()
briefings = Table(
    "briefings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("engine", String(20), nullable=False),
    Column("model", Text),
    Column("verdict", String(10), nullable=False),
    Column("degraded", Boolean, nullable=False),
    Column("source_sha256", String(64), nullable=False),
    Column("recipe", String(64), comment="What it was made of; none where it may not be given for an equal article."),
    Column("reply", Text, nullable=False, comment="JSON, without the text of the article."),
    Column("extracted", Boolean, nullable=False, comment="The reply carried the text, as it came from HTML."),
    Column("source_text", Text, comment="What offsets point into, where texts are kept."),
    Column(
        "version",
        Integer,
        nullable=False,
        server_default="1",
        comment="The newest; 1 is the reply of this row, as it was made.",
    ),
    Column("status", String(10), nullable=False, server_default="draft"),
    Column("team", String(64), nullable=False, server_default="", comment=_TEAM),
    Column("owner", String(64), nullable=False, server_default="", comment="Name of the key that made it."),
    Column("outlet", Text, comment="Of its article, as the sender or the page told."),
    Column("words", Text, nullable=False, server_default="", comment="What is searched: title, text, outlet; folded."),
    # What lists are narrowed by, in their order; the team or the language beside it, so that no row is read for it.
    Index("briefings_by_team", "team", "id", "language"),
    Index("briefings_by_language", "language", "id", "team"),
    Index("briefings_by_status", "status", "id", "team"),
    Index("briefings_by_verdict", "verdict", "id", "team"),
    Index("briefings_by_recipe", "recipe", "id"),
    Index("briefings_by_source", "source_sha256", "id"),
    Index("briefings_by_age", "created_at"),
)
briefing_versions = Table(
    "briefing_versions",
    metadata,
    Column("briefing_id", Uuid, ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="From 2."),
    Column("created_at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False, comment="What changed."),
    Column("status", String(10), nullable=False),
    Column("reply", Text, nullable=False, comment="JSON, without the text of the article."),
)
variants = Table(
    "variants",
    metadata,
    Column("briefing_id", Uuid, ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, comment="Of the briefing that it was made of."),
    Column("kind", String(20), primary_key=True),
    Column("claims_sha256", String(64), nullable=False, comment="What that version says; as another may."),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, comment="Name of the key or of who signed in; none where there are no keys."),
    Column("variant", Text, nullable=False, comment="JSON, with claims and evidence."),
)
desk_texts = Table(
    "desk_texts",
    metadata,
    Column("briefing_id", Uuid, ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False, comment="The article, for the team to go on with."),
    Column("forget_at", Float(53), nullable=False),
    Index("desk_texts_by_end", "forget_at"),
)
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("key", String(64), primary_key=True, comment="SHA-256 of the key and of whose it is."),
    Column("request", String(64), nullable=False, comment="SHA-256 of what was asked."),
    Column("owner", String(36), nullable=False, comment="Which run of the request holds the lease."),
    Column("lease_until", Float(53), nullable=False),
    Column("expires_at", Float(53), nullable=False),
    Column("briefing_id", Uuid, ForeignKey("briefings.id", ondelete="CASCADE")),
    Column("problem", Text, comment="Why it was refused: the problem's name, a space, the detail."),
    Index("idempotency_keys_by_briefing", "briefing_id"),
    Index("idempotency_keys_by_end", "expires_at"),
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(64), nullable=False, comment="Name of the key that made it; empty where there are no keys."),
    Column("queue", String(20), nullable=False, comment="Which processes work on it."),
    Column("created_at", Moment, nullable=False),
    Column("total", Integer, nullable=False),
    Column("started", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("callback_url", Text, comment="Gets webhooks; none any more where it answered 410."),
    Column("key", String(64), unique=True, comment="SHA-256 of the idempotency key and of whose it is."),
    Column("request", String(64), comment="SHA-256 of what was asked under the key."),
    Column("team", String(64), nullable=False, server_default="", comment=_TEAM),
    Index("jobs_by_age", "created_at"),
)
job_articles = Table(
    "job_articles",
    metadata,
    Column("job_id", Uuid, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, comment="From 0, in the order sent."),
    Column("state", String(10), nullable=False, comment="waiting, done, failed or cancelled."),
    Column("enqueued", Boolean, nullable=False, comment="A durable workflow has it."),
    Column("assignment", Text, comment="JSON of the article and its options; none once nothing is left to do."),
    Column("briefing_id", Uuid, nullable=False, comment="Allotted when accepted; an equal article's once done."),
    Column("problem", Text, comment="Why it failed: the problem's name, a space, the detail."),
    Index("job_articles_by_state", "job_id", "state"),
    Index("job_articles_to_enqueue", "state", "enqueued"),
)
model_calls = Table(
    "model_calls",
    metadata,
    Column("call", String(64), primary_key=True, comment="SHA-256 of the server and the whole request."),
    Column("job_id", Uuid, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("completion", Text, nullable=False, comment="JSON; deleted with the article's last step."),
    Index("model_calls_by_article", "job_id", "place"),
)
ended_sessions = Table(
    "ended_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("forget_at", Float(53), nullable=False, comment="From then on the cookie is none anyway."),
)
readiness = Table(
    "readiness",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("written_at", Float(53), nullable=False),
)
executors = Table(
    "executors",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("lease_until", Float(53), nullable=False),
)
feeds = Table(
    "feeds",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_at", Float(53), nullable=False, comment="From then on it may be asked; also the lease of a check."),
    Column("checked_at", Moment),
    Column("listed_at", Moment, comment="When the listing that is known came."),
    Column("failures", Integer, nullable=False, comment="Checks that failed since the last that did not."),
    Column("problem", Text),
)
stories = Table(
    "stories",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("state", String(10), nullable=False, comment="joined, queued, done or failed."),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("job_id", Uuid),
    Column("briefing_id", Uuid),
    Column("problem", Text),
    Column(
        "failures", Integer, nullable=False, server_default="0", comment="Jobs that failed for a reason that may pass."
    ),
    Column("next_at", Float(53), nullable=False, server_default="0", comment="From then on it may have its next job."),
    Index("stories_by_state", "state", "ended_at"),
)
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("key", String(64), nullable=False, unique=True, comment="SHA-256 of the article's address."),
    # The one whose settings it is read by, of those that list it.
    Column("feed", String(64), nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("published_at", Moment),
    Column("found_at", Moment, nullable=False),
    Column("state", String(10), nullable=False, comment="new, ready, joined, queued, copy, skipped or failed."),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Float(53), nullable=False, comment="From then on it may be fetched; also the lease of that."),
    Column("submission", Text, comment="JSON of the article; none before it is fetched and once its story ended."),
    Column("signature", LargeBinary, comment="MinHash of its pairs of words."),
    Column("language", String(35)),
    Column("story_id", Uuid, ForeignKey("stories.id", ondelete="SET NULL")),
    Column("problem", Text),
    Index("feed_entries_by_state", "state", "next_at"),
    Index("feed_entries_by_story", "story_id"),
    Index("feed_entries_by_age", "found_at"),
)
feed_listings = Table(
    "feed_listings",
    metadata,
    Column("entry_id", Uuid, ForeignKey("feed_entries.id", ondelete="CASCADE"), primary_key=True),
    Column("feed", String(64), primary_key=True),
    Column("seen_at", Moment, nullable=False, comment="The feed's last listing that has the entry."),
    Column("skipped", Text, comment="Why the entry is not briefed for this feed; none where it is."),
)
editions = Table(
    "editions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("due_at", Moment, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("stories", Integer, nullable=False, comment="0 for the first, which only marks the beginning."),
)
edition_stories = Table(
    "edition_stories",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("story_id", Uuid, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Moment, nullable=False),
    Index("edition_stories_by_edition", "digest", "due_at"),
)
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("state", String(10), nullable=False, comment="waiting, sending, sent, failed or unknown."),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Float(53), nullable=False, comment="From then on it may be tried; also the lease of an attempt."),
    Column("sent_at", Moment),
    Column("problem", Text),
    Index("deliveries_by_edition", "digest", "due_at", "channel", unique=True),
    Index("deliveries_by_state", "state", "next_at"),
)
