"""The parts of a reply that depend on its claims: they follow every edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from newsbrief.briefing.difference import compare_lines
from newsbrief.briefing.schema import SECTIONS
from newsbrief.reply import Reply, Together, Update
from newsbrief.stories.comparison import Disagreement
from newsbrief.stories.correction import correct_standings
from newsbrief.stories.marks import strip_contested
from newsbrief.verification.editing import EditResult


def update_dependents(reply: Reply, found: EditResult) -> dict[str, Any]:
    """Return the other parts of a reply that depend on its claims, updated."""
    match reply:
        case Together():
            return {"disagreements": tuple(_follow_disagreements(reply.disagreements, found))}
        case Update():
            older = {s: [line.text for line in lines if line.change != "added"] for s, lines in reply.diff.items()}
            newer = {s: [c.text for c in found.claims if c.section == s] for s in SECTIONS}
            stand = tuple(s.model_copy(update={"became": found.ids.get(s.became or "")}) for s in reply.standings)
            are_new = {found.ids.get(c.id) for c in reply.new}
            return {
                "standings": stand,
                "new": tuple(c for c in found.claims if c.id in are_new),
                "diff": compare_lines(older, newer),
                "correction": correct_standings(stand, found.claims, reply.meta.language),
            }
    return {}


def _follow_disagreements(disagreements: Sequence[Disagreement], found: EditResult) -> Iterator[Disagreement]:
    """Yield the disagreements with the ids that their claims have now; what was restored is known by its words."""
    ids = [found.ids.get(told.claim or "") for told in disagreements]
    others = [claim for claim in found.claims if claim.id not in ids]
    for told, id in zip(disagreements, ids, strict=True):
        restored = None if id else next((c for c in others if strip_contested(c.text) == told.text), None)
        if restored is not None:
            others.remove(restored)
        yield told.model_copy(update={"claim": restored.id if restored else id})
