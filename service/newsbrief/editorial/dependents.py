"""The parts of a reply that depend on its claims: they follow every edit."""

from __future__ import annotations

from typing import Any

from newsbrief.briefing.difference import compare_lines
from newsbrief.briefing.schema import SECTIONS
from newsbrief.reply import Reply, Together, Update
from newsbrief.stories.correction import correct_standings
from newsbrief.verification.editing import EditResult


def update_dependents(reply: Reply, found: EditResult) -> dict[str, Any]:
    """Return the other parts of a reply that depend on its claims, updated."""
    match reply:
        case Together():
            told = (d.model_copy(update={"claim": found.ids.get(d.claim or "")}) for d in reply.disagreements)
            return {"disagreements": tuple(told)}
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
