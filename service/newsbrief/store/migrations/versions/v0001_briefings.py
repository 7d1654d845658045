"""Briefings, and the keys by which a request is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "briefings",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("engine", sa.String(20), nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("degraded", sa.Boolean(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column(
            "recipe", sa.String(64), comment="What it was made of; none where it may not be given for an equal article."
        ),
        sa.Column("reply", sa.Text(), nullable=False, comment="JSON, without the text of the article."),
        sa.Column(
            "extracted", sa.Boolean(), nullable=False, comment="The reply carried the text, as it came from HTML."
        ),
        sa.Column("source_text", sa.Text(), comment="What offsets point into, where texts are kept."),
    )
    op.create_index("briefings_by_recipe", "briefings", ["recipe", "id"])
    op.create_index("briefings_by_source", "briefings", ["source_sha256", "id"])
    op.create_index("briefings_by_age", "briefings", ["created_at"])
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(64), primary_key=True, comment="SHA-256 of the key and of whose it is."),
        sa.Column("request", sa.String(64), nullable=False, comment="SHA-256 of what was asked."),
        sa.Column("owner", sa.String(36), nullable=False, comment="Which run of the request holds the lease."),
        sa.Column("lease_until", sa.Float(53), nullable=False),
        sa.Column("expires_at", sa.Float(53), nullable=False),
        sa.Column("briefing_id", sa.Uuid(), sa.ForeignKey("briefings.id", ondelete="CASCADE")),
        sa.Column("problem", sa.Text(), comment="Why it was refused: the problem's name, a space, the detail."),
    )
    op.create_index("idempotency_keys_by_briefing", "idempotency_keys", ["briefing_id"])
    op.create_index("idempotency_keys_by_end", "idempotency_keys", ["expires_at"])
