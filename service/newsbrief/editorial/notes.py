"""Notes on edits: what of a briefing they change, for its list of versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from newsbrief.briefing.layout import find_heading
from newsbrief.briefing.schema import ALL_SECTIONS, Section
from newsbrief.reply import Reply
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.editing import OVERRIDE
from newsbrief.verification.edits import AcceptEdit, Edit, RestoreEdit

_DONE = {"replace": "changed", "delete": "deleted", "move": "moved", "restore": "restored", "accept": "looked at"}


def describe_edits(reply: Reply, edits: Sequence[Edit], after: Reply | None = None) -> str:
    """Return what `edits` of `reply` change, in a few words: `Key Points: 2 changed, 1 deleted; title: 1 changed`.

    Overrides in `after` are listed with their reasons.
    """
    sections = {c.id: c.section for c in reply.faithfulness.claims}
    done = Counter((_section_of(e, sections, reply.faithfulness.dropped), _DONE[e.op]) for e in edits)
    lines = []
    for section in ALL_SECTIONS:
        said = ", ".join(f"{done[section, deed]} {deed}" for deed in _DONE.values() if done[section, deed])
        if said:
            lines.append(f"{_name_section(section)}: {said}")
    lines += sorted(_list_overrides(after) - _list_overrides(reply)) if after else []
    return "; ".join(lines)


def _name_section(section: Section) -> str:
    return "Title" if section == "title" else find_heading(section, "en")


def _section_of(edit: Edit, sections: Mapping[str, Section], dropped: Sequence[CheckedClaim]) -> Section:
    match edit:
        case RestoreEdit() | AcceptEdit(dropped=int()):
            return dropped[edit.dropped or 0].section
        case _:
            return sections[edit.claim or ""]


def _list_overrides(reply: Reply) -> set[str]:
    """Return who saved which claim against its checks, and why."""
    overrides = ((claim, claim.find_check(OVERRIDE)) for claim in reply.faithfulness.claims)
    return {f"“{claim.text}”: {said.detail}" for claim, said in overrides if said}
