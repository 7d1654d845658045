"""Feeds that list an entry, each with what it makes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "feed_listings",
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("feed_entries.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("feed", sa.String(64), primary_key=True),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="The feed's last listing that has the entry.",
        ),
        sa.Column("skipped", sa.Text(), comment="Why the entry is not briefed for this feed; none where it is."),
    )
    op.execute(
        "INSERT INTO feed_listings (entry_id, feed, seen_at, skipped) SELECT id, feed, seen_at,"
        " CASE WHEN state = 'skipped' THEN coalesce(problem, '') END FROM feed_entries"
    )
    op.drop_column("feed_entries", "seen_at")
