"""Edits of a briefing's claims by a person. New words are held against the article before they are in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from newsbrief.article.normalise import replace_unstorable, to_visible
from newsbrief.briefing.schema import ALL_SECTIONS, ANALYTICAL, HEADINGS, SECTIONS, Kind, Section
from newsbrief.verification.claim import CARRIED, CheckedClaim, Claim, fail, succeed
from newsbrief.verification.edits import (
    AcceptEdit,
    DeleteEdit,
    Edit,
    EditImpossible,
    EditRefused,
    MoveEdit,
    ReplaceEdit,
    RestoreEdit,
    TextNeeded,
)
from newsbrief.verification.itemise import split_parts
from newsbrief.verification.repair import number_claims

PASSES = CARRIED | {"unattributed", "unverified"}
"""Verdicts with which an editor's words may be printed: a person answers for what is not attributed or not checked."""
EDIT = "edit"
"""Name of the line among a claim's checks that tells what a person did with it."""
OVERRIDE = "override"
"""Name of the line that tells who saved a claim against its checks, and why. Its outcome is never a pass."""
ACCEPT = "accepted"
"""Name of the line that tells who looked at a claim and left it as it is. It changes no verdict."""
_BY_PEOPLE = frozenset({EDIT, OVERRIDE, ACCEPT})
ClaimChecker = Callable[[Sequence[Claim]], Awaitable[Sequence[CheckedClaim]]]


@dataclass(frozen=True, slots=True)
class EditResult:
    """The claims after some edits, numbered anew."""

    claims: tuple[CheckedClaim, ...]
    dropped: tuple[CheckedClaim, ...]
    ids: Mapping[str, str]
    """The id now of each claim that was there before and still is, also in other words, by its id then."""


@dataclass(slots=True)
class _Line:
    """A claim of the briefing while it is being edited."""

    id: str
    section: Section
    claim: CheckedClaim
    words: str | None = None
    """What is still to be checked in its place."""
    edit: int = -1
    note: str = ""
    reason: str = ""


async def edit_claims(
    claims: Sequence[CheckedClaim],
    dropped: Sequence[CheckedClaim],
    edits: Sequence[Edit],
    *,
    by: str,
    language: str,
    check: ClaimChecker | None,
) -> EditResult:
    """Return the claims after `edits`, made in order; ids and places in `dropped` are those before the first edit.

    Words are checked with `check`, together, once all edits are known to be possible.

    Raises:
        EditImpossible: there is no such claim or place, or a section would be left empty.
        TextNeeded: words are to be checked, and there is no `check`.
        EditRefused: some of them are unsupported or contradicted.
    """
    work = _Work([_Line(c.id, c.section, c) for c in claims], tuple(dropped), by, language)
    for number, edit in enumerate(edits):
        match edit:
            case ReplaceEdit():
                work.replace(number, edit)
            case DeleteEdit():
                work.delete(number, edit)
            case MoveEdit():
                work.move(number, edit)
            case RestoreEdit():
                work.restore(number, edit)
            case AcceptEdit():
                work.accept(number, edit)
    for section in SECTIONS:
        if not work.of(section):
            raise EditImpossible(work.emptied.get(section, 0), "claim", f"{_name(section)} must not be left empty.")
    lines = sorted(work.without_absences(), key=lambda line: ALL_SECTIONS.index(line.section))
    edited = number_claims(await _check_lines(lines, check))
    ids = {line.id: claim.id for line, claim in zip(lines, edited, strict=True) if line.id}
    return EditResult(edited, (*work.still_dropped(), *work.deleted), ids)


def is_overridden(claim: CheckedClaim) -> bool:
    """Return whether a person saved the claim against its checks."""
    return claim.verdict not in PASSES and claim.find_check(OVERRIDE) is not None


class _Work:
    """The lines of a briefing, and what happens to them."""

    def __init__(self, lines: list[_Line], dropped: tuple[CheckedClaim, ...], by: str, language: str) -> None:
        self.lines, self._dropped, self._by, self._language = lines, dropped, by, language
        self._restored: set[int] = set()
        self.deleted: list[CheckedClaim] = []
        self.emptied: dict[Section, int] = {}

    def of(self, section: Section) -> list[_Line]:
        return [line for line in self.lines if line.section == section]

    def without_absences(self) -> list[_Line]:
        """Return the lines, but for what says that its section has nothing, where another line now stands in it."""
        held = Counter(line.section for line in self.lines)
        return [line for line in self.lines if held[line.section] == 1 or line.words or not line.claim.is_absence]

    def still_dropped(self) -> list[CheckedClaim]:
        return [claim for place, claim in enumerate(self._dropped) if place not in self._restored]

    def replace(self, number: int, edit: ReplaceEdit) -> None:
        line = self._line(number, edit.claim)
        if edit.text == line.claim.text and line.words is None:
            return
        where, note = self.lines.index(line), f"{self._by} changed: {line.claim.text}"
        self.lines[where : where + 1] = self._write_lines(number, line, edit.text, note, edit.reason)

    def accept(self, number: int, edit: AcceptEdit) -> None:
        if edit.dropped is None:
            line = self._line(number, edit.claim or "")
            line.claim = self._accept_claim(line.claim)
        elif edit.dropped in self._restored or not 0 <= edit.dropped < len(self._dropped):
            raise EditImpossible(number, "dropped", "Nothing stands there among what was dropped.")
        else:
            claims = list(self._dropped)
            claims[edit.dropped] = self._accept_claim(claims[edit.dropped])
            self._dropped = tuple(claims)

    def _accept_claim(self, claim: CheckedClaim) -> CheckedClaim:
        said = succeed(ACCEPT, f"{self._by} looked at it and left it as it is")
        others = (check for check in claim.checks if check.name != ACCEPT)
        return claim.model_copy(update={"checks": (*others, said)})

    def delete(self, number: int, edit: DeleteEdit) -> None:
        self._drop(number, self._line(number, edit.claim))

    def _drop(self, number: int, line: _Line) -> None:
        self.lines.remove(line)
        self.deleted.append(line.claim.with_changes(fail(EDIT, f"{self._by} deleted it"), action="dropped"))
        self.emptied[line.section] = number

    def move(self, number: int, edit: MoveEdit) -> None:
        line = self._line(number, edit.claim)
        if not 0 <= edit.to < len(self.of(line.section)):
            raise EditImpossible(number, "to", f"{_name(line.section)} has no such place.")
        self.lines.remove(line)
        self._insert(line, edit.to)

    def restore(self, number: int, edit: RestoreEdit) -> None:
        if not 0 <= edit.dropped < len(self._dropped) or edit.dropped in self._restored:
            raise EditImpossible(number, "dropped", "Nothing stands there among what was dropped.")
        self._restored.add(edit.dropped)
        claim = self._dropped[edit.dropped]
        checks = tuple(c for c in claim.checks if c.name not in _BY_PEOPLE or (c.name, c.outcome) == (EDIT, "pass"))
        line = _Line("", claim.section, claim.model_copy(update={"checks": checks}))
        if edit.text is None or edit.text == claim.text:
            if claim.verdict not in PASSES and not edit.reason:
                raise EditRefused([(number, line.claim)])
            line.claim = _add_note(line.claim, f"{self._by} restored it", self._override(edit.reason))
            lines = [line]
        else:
            note = f"{self._by} restored, and changed: {claim.text}"
            lines = self._write_lines(number, line, edit.text, note, edit.reason)
        for title in self.of("title") if claim.section == "title" else ():
            self._drop(number, title)
        former = int(claim.id.rpartition(".")[2])
        for place, restored in enumerate(lines, former if edit.to is None else edit.to):
            self._insert(restored, place)

    def _override(self, reason: str) -> str:
        return f"{self._by} saved it against the checks: {reason}" if reason else ""

    def _write_lines(self, number: int, line: _Line, text: str, note: str, reason: str) -> list[_Line]:
        parts = [
            part for part in split_parts(line.section, to_visible(replace_unstorable(text)), self._language) if part
        ]
        if not parts:
            raise EditImpossible(number, "text", "There is nothing in it to read.")
        ids = (line.id, *("" for _ in parts[1:]))
        notes = (number, note, self._override(reason))
        return [_Line(id, line.section, line.claim, words, *notes) for id, words in zip(ids, parts, strict=True)]

    def _line(self, number: int, id: str) -> _Line:
        line = next((line for line in self.lines if line.id == id), None)
        if line is None:
            raise EditImpossible(number, "claim", "The briefing has no claim with that id.")
        return line

    def _insert(self, line: _Line, place: int) -> None:
        others = self.of(line.section)
        before = others[place] if place < len(others) else None
        self.lines.insert(len(self.lines) if before is None else self.lines.index(before), line)


async def _check_lines(lines: Sequence[_Line], check: ClaimChecker | None) -> list[CheckedClaim]:
    wanted = [line for line in lines if line.words is not None]
    if wanted and check is None:
        raise TextNeeded
    held = Counter(line.section for line in lines)
    claims = [_make_claim(str(n), line, is_alone=held[line.section] == 1) for n, line in enumerate(wanted)]
    checked = await check(claims) if wanted and check else ()
    judged = list(zip(wanted, checked, strict=True))
    refused = [(line.edit, c) for line, c in judged if c.verdict not in PASSES and not line.reason]
    if refused:
        raise EditRefused(refused)
    written = {id(line): _add_note(_with_draft(c, line.claim), line.note, line.reason) for line, c in judged}
    return [written.get(id(line), line.claim) for line in lines]


def _with_draft(claim: CheckedClaim, before: CheckedClaim) -> CheckedClaim:
    """Return an edited claim that still tells what the draft said, and what the judge proposed."""
    draft = before.draft or (before.text if before.action in ("kept", "dropped") else "")
    return claim.model_copy(update={"draft": draft, "fix": before.fix})


def _make_claim(id: str, line: _Line, *, is_alone: bool) -> Claim:
    kind: Kind = "inference" if line.section in ANALYTICAL else "reported"
    return Claim(id, line.section, line.words or "", kind, is_alone=is_alone)


def _add_note(claim: CheckedClaim, note: str, override: str = "") -> CheckedClaim:
    """Return the claim with what a person did; `override` is told only of one that its checks refuse."""
    said = [succeed(EDIT, note)]
    if override and claim.verdict not in PASSES:
        said.append(fail(OVERRIDE, override))
    return claim.with_changes(*said, action="edited")


def _name(section: Section) -> str:
    return HEADINGS.get(section, "The title")
