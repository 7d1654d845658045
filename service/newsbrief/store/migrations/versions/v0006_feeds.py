"""Feeds that are watched, their entries, the stories made of them, and the digests that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _feeds()
    _digests()


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column(
            "next_at",
            sa.Float(53),
            nullable=False,
            comment="From then on it may be asked; also the lease of a check.",
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.Column("listed_at", sa.DateTime(timezone=True), comment="When the listing that is known came."),
        sa.Column("failures", sa.Integer(), nullable=False, comment="Checks that failed since the last that did not."),
        sa.Column("problem", sa.Text()),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False, comment="joined, queued, done or failed."),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("job_id", sa.Uuid()),
        sa.Column("briefing_id", sa.Uuid()),
        sa.Column("problem", sa.Text()),
    )
    op.create_index("stories_by_state", "stories", ["state", "ended_at"])
    op.create_table(
        "feed_entries",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True, comment="SHA-256 of the article's address."),
        sa.Column("feed", sa.String(64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="The last listing that has it."),
        sa.Column(
            "state",
            sa.String(10),
            nullable=False,
            comment="new, ready, joined, queued, copy, skipped or failed.",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "next_at",
            sa.Float(53),
            nullable=False,
            comment="From then on it may be fetched; also the lease of that.",
        ),
        sa.Column(
            "submission", sa.Text(), comment="JSON of the article; none before it is fetched and once a job has it."
        ),
        sa.Column("signature", sa.LargeBinary(), comment="MinHash of its pairs of words."),
        sa.Column("language", sa.String(35)),
        sa.Column("story_id", sa.Uuid(), sa.ForeignKey("stories.id", ondelete="SET NULL")),
        sa.Column("problem", sa.Text()),
    )
    op.create_index("feed_entries_by_state", "feed_entries", ["state", "next_at"])
    op.create_index("feed_entries_by_story", "feed_entries", ["story_id"])
    op.create_index("feed_entries_by_age", "feed_entries", ["found_at"])


def _digests() -> None:
    op.create_table(
        "editions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False, comment="0 for the first, which only marks the beginning."),
    )
    op.create_table(
        "edition_stories",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("story_id", sa.Uuid(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("edition_stories_by_edition", "edition_stories", ["digest", "due_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, comment="waiting, sending, sent, failed or unknown."),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "next_at",
            sa.Float(53),
            nullable=False,
            comment="From then on it may be tried; also the lease of an attempt.",
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("problem", sa.Text()),
    )
    op.create_index("deliveries_by_edition", "deliveries", ["digest", "due_at", "channel"], unique=True)
    op.create_index("deliveries_by_state", "deliveries", ["state", "next_at"])
