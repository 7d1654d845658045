"""Variants as they are kept: with the version of the briefing that they were made of, and what it said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from pydantic_core import to_json

from newsbrief.reply import Reply
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.variants import VariantRow
from newsbrief.variants.kind import NAMES
from newsbrief.variants.variant import KeptVariant, MadeVariants, Variants, WrittenVariant


def make_rows(made: Variants, kept: KeptBriefing, *, at: datetime, by: str | None) -> tuple[VariantRow, ...]:
    """Return the variants that were made of a briefing as rows of the store."""
    said = hash_claims(kept.reply)
    return tuple(
        VariantRow(
            UUID(kept.reply.id),
            kept.version,
            each.kind,
            said,
            at,
            by,
            WrittenVariant(
                **dict(each),
                model=made.model if each.origin == "model" else None,
                style=made.style if each.origin == "model" else None,
            ).model_dump_json(),
        )
        for each in made.variants
    )


def list_variants(rows: Iterable[VariantRow], newest: KeptBriefing) -> tuple[KeptVariant, ...]:
    """Return the variants of a briefing by kind, and within a kind the newest first."""
    said = hash_claims(newest.reply)
    variants = [
        KeptVariant(
            **dict(WrittenVariant.model_validate_json(row.variant)),
            version=row.version,
            stale=row.claims_sha256 != said,
            made_at=row.made_at,
            made_by=row.made_by,
        )
        for row in rows
    ]
    return tuple(sorted(variants, key=lambda each: (NAMES.index(each.kind), -each.version)))


def answer_made(made: Variants, rows: Sequence[VariantRow], kept: KeptBriefing, newest: KeptBriefing) -> MadeVariants:
    """Return the answer to who asked for variants of `kept`, where the briefing is meanwhile at `newest`."""
    changed = {
        "version": kept.version,
        "briefing_version": newest.version,
        "variants": list_variants(rows, newest),
    }
    return MadeVariants(**dict(made) | changed)


def hash_claims(reply: Reply) -> str:
    """Return the SHA-256 of what a briefing says and of what is known of that: approval changes neither."""
    said = [(claim.section, claim.text, claim.verdict) for claim in reply.faithfulness.claims]
    return hashlib.sha256(to_json(said)).hexdigest()
