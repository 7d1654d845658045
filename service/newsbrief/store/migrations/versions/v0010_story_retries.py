"""Stories whose job failed for a reason that may pass get another."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "stories",
        sa.Column(
            "failures",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="Jobs that failed for a reason that may pass.",
        ),
    )
    op.add_column(
        "stories",
        sa.Column(
            "next_at",
            sa.Float(53),
            nullable=False,
            server_default="0",
            comment="From then on it may have its next job.",
        ),
    )
    if op.get_bind().dialect.supports_comments:
        op.alter_column(
            "feed_entries",
            "submission",
            existing_type=sa.Text(),
            existing_nullable=True,
            existing_comment="JSON of the article; none before it is fetched and once a job has it.",
            comment="JSON of the article; none before it is fetched and once its story ended.",
        )
