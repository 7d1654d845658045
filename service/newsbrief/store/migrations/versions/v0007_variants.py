"""Variants of a briefing, kept with the version that they were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "variants",
        sa.Column("briefing_id", sa.Uuid(), sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, comment="Of the briefing that it was made of."),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("claims_sha256", sa.String(64), nullable=False, comment="What that version says; as another may."),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), comment="Name of the key or of who signed in; none where there are no keys."),
        sa.Column("variant", sa.Text(), nullable=False, comment="JSON, with claims and evidence."),
    )
