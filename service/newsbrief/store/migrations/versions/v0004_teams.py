"""Teams and owners of briefings and jobs, sessions that ended before their time, and what readiness writes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    team, owner = "Newsroom of the key that made it; empty where that has none.", "Name of the key that made it."
    op.add_column("briefings", sa.Column("team", sa.String(64), nullable=False, server_default="", comment=team))
    op.add_column("briefings", sa.Column("owner", sa.String(64), nullable=False, server_default="", comment=owner))
    op.create_index("briefings_by_team", "briefings", ["team", "id"])
    op.add_column("jobs", sa.Column("team", sa.String(64), nullable=False, server_default="", comment=team))
    op.create_table(
        "ended_sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("forget_at", sa.Float(53), nullable=False, comment="From then on the cookie is none anyway."),
    )
    op.create_table(
        "readiness",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("written_at", sa.Float(53), nullable=False),
    )
