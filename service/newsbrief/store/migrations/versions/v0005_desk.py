"""Columns that the list of briefings is searched by, and texts of articles that the desk keeps for a while."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
_BATCH = 500


def upgrade() -> None:
    outlet, words = "Of its article, as the sender or the page told.", "What is searched: title, text, outlet; folded."
    op.add_column("briefings", sa.Column("outlet", sa.Text(), comment=outlet))
    op.add_column("briefings", sa.Column("words", sa.Text(), nullable=False, server_default="", comment=words))
    op.create_table(
        "desk_texts",
        sa.Column("briefing_id", sa.Uuid(), sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False, comment="The article, for the team to go on with."),
        sa.Column("forget_at", sa.Float(53), nullable=False),
    )
    op.create_index("desk_texts_by_end", "desk_texts", ["forget_at"])
    _fill()


def _fill() -> None:
    """Write what the briefings that are kept already are searched by."""
    connection = op.get_bind()
    kept = sa.table("briefings", *map(sa.column, ("id", "reply", "title", "outlet", "words")))
    last = None
    while True:
        wanted = sa.select(kept.c.id, kept.c.reply, kept.c.title).order_by(kept.c.id).limit(_BATCH)
        rows = connection.execute(wanted if last is None else wanted.where(kept.c.id > last)).all()
        for row in rows:
            outlet, words = _search_columns(row.reply, row.title)
            connection.execute(sa.update(kept).where(kept.c.id == row.id).values(outlet=outlet, words=words))
        if len(rows) < _BATCH:
            return
        last = rows[-1].id


def _search_columns(reply: str, title: str) -> tuple[str | None, str]:
    try:
        found = json.loads(reply)
        outlet = (found["meta"].get("source") or {}).get("outlet")
        texts = [
            text for value in found["briefing"].values() for text in ([value] if isinstance(value, str) else value)
        ]
    except (ValueError, KeyError, AttributeError, TypeError):
        return None, title.casefold()
    return outlet, "\n".join([title, *texts, outlet or ""]).casefold()
