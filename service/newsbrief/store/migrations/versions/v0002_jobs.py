"""Jobs, their articles, what models answered meanwhile, and the processes that work on them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "owner",
            sa.String(64),
            nullable=False,
            comment="Name of the key that made it; empty where there are no keys.",
        ),
        sa.Column("queue", sa.String(20), nullable=False, comment="Which processes work on it."),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("callback_url", sa.Text(), comment="Gets webhooks; none any more where it answered 410."),
        sa.Column("key", sa.String(64), unique=True, comment="SHA-256 of the idempotency key and of whose it is."),
        sa.Column("request", sa.String(64), comment="SHA-256 of what was asked under the key."),
    )
    op.create_index("jobs_by_age", "jobs", ["created_at"])
    op.create_table(
        "job_articles",
        sa.Column("job_id", sa.Uuid(), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, comment="From 0, in the order sent."),
        sa.Column("state", sa.String(10), nullable=False, comment="waiting, done, failed or cancelled."),
        sa.Column("enqueued", sa.Boolean(), nullable=False, comment="A durable workflow has it."),
        sa.Column(
            "assignment", sa.Text(), comment="JSON of the article and its options; none once nothing is left to do."
        ),
        sa.Column(
            "briefing_id", sa.Uuid(), nullable=False, comment="Allotted when accepted; an equal article's once done."
        ),
        sa.Column("problem", sa.Text(), comment="Why it failed: the problem's name, a space, the detail."),
    )
    op.create_index("job_articles_by_state", "job_articles", ["job_id", "state"])
    op.create_index("job_articles_to_enqueue", "job_articles", ["state", "enqueued"])
    op.create_table(
        "model_calls",
        sa.Column("call", sa.String(64), primary_key=True, comment="SHA-256 of the server and the whole request."),
        sa.Column("job_id", sa.Uuid(), sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("completion", sa.Text(), nullable=False, comment="JSON; deleted with the article's last step."),
    )
    op.create_index("model_calls_by_article", "model_calls", ["job_id", "place"])
    op.create_table(
        "executors",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("lease_until", sa.Float(53), nullable=False),
    )
