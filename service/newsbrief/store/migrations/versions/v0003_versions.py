"""Versions of a briefing, and what review made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    version = sa.Column(
        "version",
        sa.Integer(),
        nullable=False,
        server_default="1",
        comment="The newest; 1 is the reply of this row, as it was made.",
    )
    op.add_column("briefings", version)
    op.add_column("briefings", sa.Column("status", sa.String(10), nullable=False, server_default="draft"))
    op.create_table(
        "briefing_versions",
        sa.Column("briefing_id", sa.Uuid(), sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, comment="From 2."),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="What changed."),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False, comment="JSON, without the text of the article."),
    )
