"""Indexes of what lists of briefings are narrowed by."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.drop_index("briefings_by_team", "briefings")
    op.create_index("briefings_by_team", "briefings", ["team", "id", "language"])
    for column in ("language", "status", "verdict"):
        op.create_index(f"briefings_by_{column}", "briefings", [column, "id", "team"])
