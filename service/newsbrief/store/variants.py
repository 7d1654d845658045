"""Variants of briefings: one of a kind for each version of a briefing. They go with their briefing.

Every call blocks on the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from newsbrief.store.database import Tables
from newsbrief.store.tables import variants


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant as it is kept."""

    briefing_id: UUID
    version: int
    """Of the briefing that it was made of."""
    kind: str
    claims_sha256: str
    """What that version says."""
    made_at: datetime
    made_by: str | None
    variant: str
    """JSON."""


class Variants(Tables):
    """The table of variants in a database."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        keep = self._insert(variants)
        key = ("briefing_id", "version", "kind")
        changed = {column.name: keep.excluded[column.name] for column in variants.c if column.name not in key}
        self._keep = keep.on_conflict_do_update(index_elements=key, set_=changed)

    def keep(self, rows: Sequence[VariantRow]) -> bool:
        """Keep variants, each in place of an earlier one of its kind and version; return whether their briefing is
        there still."""
        if not rows:
            return True
        try:
            with self._engine.begin() as connection:
                connection.execute(self._keep, [asdict(row) for row in rows])
        except IntegrityError:
            return False
        return True

    def list_rows(self, id: UUID) -> tuple[VariantRow, ...]:
        """Return the variants of the briefing `id`: of the newest version first."""
        wanted = select(variants).where(variants.c.briefing_id == id)
        wanted = wanted.order_by(variants.c.version.desc(), variants.c.kind)
        with self._reads.begin() as connection:
            return tuple(VariantRow(*row) for row in connection.execute(wanted).all())
