"""A briefing as the desk shows it: each claim, what it rests on, what the checks said, what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from newsbrief.briefing import layout
from newsbrief.briefing.schema import ALL_SECTIONS, ITEMISED, OWN_SECTIONS, Section
from newsbrief.desk.faults import Stretch, cut_at_faults, find_opposing
from newsbrief.desk.gravity import find_disputed_texts, rank_gravity
from newsbrief.desk.interface import Interface
from newsbrief.reply import Reply
from newsbrief.verification.claim import CARRIED, WRONG, CheckedClaim, Evidence, Faithfulness
from newsbrief.verification.editing import ACCEPT, EDIT, OVERRIDE, PASSES, is_overridden
from newsbrief.verification.judge.judge import NAME as JUDGE

SIGNS: dict[str, str] = {
    "supported": "✓",
    "inference": "◇",
    "unverified": "?",
    "unattributed": "◐",
    "unsupported": "✕",
    "contradicted": "⚡",
}
"""Shape of each verdict, beside its word: never colour alone."""
OVERALL: dict[str, str] = {"pass": "✓", "review": "◐", "fail": "✕"}
STATUSES: dict[str, str] = {"draft": "○", "reviewed": "✓", "published": "●"}
_TOLD = frozenset({"repair", EDIT, OVERRIDE, ACCEPT})
"""Lines among the checks that tell what was done with a claim."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A numbered citation behind a claim."""

    number: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that can be taken in place of a claim's: `origin` is `draft`, `fix` or `source`, `key` takes them."""

    key: int
    origin: str
    text: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim on the page."""

    claim: CheckedClaim
    dom: str
    """Its id as a page's ids may be."""
    name: str
    """For people: `Key Points 2`."""
    place: int
    """In its section, or among what was left out; from 0."""
    is_last: bool
    is_dropped: bool
    chips: tuple[Chip, ...]
    is_disputed: bool = False
    """Whether a newer article, or another of several, says otherwise."""

    @property
    def sign(self) -> str:
        return SIGNS[self.claim.verdict]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Return the text, cut where words at fault begin and end."""
        return cut_at_faults(self.claim)

    @property
    def starts(self) -> str:
        """Return where in the (first) article its evidence begins, as the article's spans name it."""
        return " ".join(dict.fromkeys(str(e.start) for e in self.claim.evidence if not e.source))

    @property
    def against(self) -> str:
        """Return which words of the article stand against those at fault: `start-end`, offsets."""
        return " ".join(f"{start}-{end}" for start, end in find_opposing(self.claim))

    @property
    def basis(self) -> str:
        """Return which reason stands beside the verdict: a key under `basis`; empty where the verdict says it."""
        if self.is_overridden:
            return "override"
        if self.claim.verdict not in CARRIED:
            return ""
        if self.claim.is_verbatim:
            return "words"
        return "judge" if self.claim.find_check(JUDGE) else ""

    @property
    def is_overridden(self) -> bool:
        """Return whether a person saved it against its checks."""
        return not self.is_dropped and is_overridden(self.claim)

    @property
    def is_refused(self) -> bool:
        """Return whether it fails its checks as it is, so that it comes back only in other words."""
        return self.claim.verdict not in PASSES

    @property
    def action(self) -> str:
        """Return what was done about it, a key under `action`; empty where nothing was."""
        return self.claim.action if self.claim.action in ("repaired", "replaced", "edited") else ""

    @property
    def is_accepted(self) -> bool:
        return self.claim.find_check(ACCEPT) is not None

    @property
    def review(self) -> str:
        """Return `open` where a person should look at it, `done` where one has; else nothing."""
        claim = self.claim
        deleted = (edit := claim.find_check(EDIT)) is not None and edit.outcome == "fail"
        if self.is_accepted or claim.action == "edited" or (self.is_dropped and deleted):
            return "done"
        if claim.find_check("repetition") and self.is_dropped:
            return ""
        flagged = self.is_dropped or claim.verdict not in CARRIED or claim.action in ("repaired", "replaced")
        return "open" if flagged or self.is_disputed else ""

    @property
    def gravity(self) -> int:
        """Return its rank in the queue: 0 is the gravest."""
        return rank_gravity(self.claim, is_disputed=self.is_disputed)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what stood in the draft, and what people did."""
        deeds = (c for c in self.claim.checks if c.name in _TOLD)
        return tuple(c.detail for c in deeds if c.outcome == "pass" or c.name != EDIT)

    @property
    def why(self) -> tuple[str, ...]:
        """Return what every check that failed says; nothing of a claim that passed."""
        return () if self.claim.verdict in CARRIED and not self.is_dropped else self._failures()

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what checks remarked on a claim that passed all the same."""
        return self._failures() if self.claim.verdict in CARRIED and not self.is_dropped else ()

    def _failures(self) -> tuple[str, ...]:
        return tuple(c.detail if c.name == EDIT else str(c) for c in self.claim.failures if c.name != OVERRIDE)

    @property
    def passed_checks(self) -> tuple[str, ...]:
        """Return the names of the checks that it passed."""
        return tuple(c.name for c in self.claim.checks if c.outcome == "pass" and c.name not in _TOLD)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the draft's words, the judge's and the source's; fewer where some say the same or are none."""
        claim = self.claim
        drafted = claim.draft or (claim.text if claim.action in ("kept", "dropped") else "")
        fix = claim.fix or (claim.text if claim.action == "repaired" else "")
        source = next((e.quote for e in claim.evidence), "")
        choices: dict[str, str] = {}
        for origin, text in (("draft", drafted), ("fix", fix), ("source", " ".join(source.split()))):
            if text and text not in choices.values():
                choices[origin] = text
        keys = {"draft": 1, "fix": 2, "source": 3}
        return tuple(Choice(keys[origin], origin, text, text == claim.text) for origin, text in choices.items())


@dataclass(frozen=True, slots=True)
class BriefingPart:
    """A section on the page."""

    name: Section
    heading: str
    is_bulleted: bool
    claims: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """Counts of the claims that a person should look at: those done, and those open."""

    done: int
    open: int

    @property
    def total(self) -> int:
        return self.done + self.open


def list_parts(reply: Reply, words: Interface) -> tuple[BriefingPart, ...]:
    """Return the sections of a briefing in their order, the title among them; of a house style's own, those it has."""
    parts, numbers, disputed = [], _number_evidence(reply.faithfulness), find_disputed_texts(reply)
    for section in ALL_SECTIONS:
        claims = [claim for claim in reply.faithfulness.claims if claim.section == section]
        shown = tuple(
            _show(claim, place, len(claims), numbers, words, disputed=disputed) for place, claim in enumerate(claims)
        )
        if shown or section not in OWN_SECTIONS:
            parts.append(BriefingPart(section, _find_heading(section, reply, words), section in ITEMISED, shown))
    return tuple(parts)


def _find_heading(section: Section, reply: Reply, words: Interface) -> str:
    """Return what the house style calls a section, where it has a heading of its own; else what the desk does."""
    planned = reply.meta.style.sections if reply.meta.style else ()
    own = next((each.heading for each in planned if each.name == section), "")
    usual = "" if section == "title" else layout.find_heading(section, reply.meta.language)
    return own if own and own != usual else words.section_heading(section)


def list_left_out(reply: Reply, words: Interface) -> tuple[ShownClaim, ...]:
    """Return what the briefing does not say, and why."""
    dropped, numbers = reply.faithfulness.dropped, _number_evidence(reply.faithfulness)
    return tuple(_show(claim, n, len(dropped), numbers, words, dropped=True) for n, claim in enumerate(dropped))


def list_claims(report: Faithfulness, words: Interface) -> tuple[ShownClaim, ...]:
    """Return the claims of a report in the order they were sent."""
    return show_claims(report.claims, words)


def show_claims(claims: Sequence[CheckedClaim], words: Interface, dom: str = "") -> tuple[ShownClaim, ...]:
    """Return claims in their order, with ids on the page that begin with `dom` where it is given."""
    numbers = _number(claims)
    shown = (_show(claim, n, len(claims), numbers, words) for n, claim in enumerate(claims))
    return tuple(replace(one, dom=f"{dom}-{one.place}") if dom else one for one in shown)


def count_queue(shown: Sequence[ShownClaim]) -> Queue:
    """Return how many of the claims a person should look at, and has."""
    states = [one.review for one in shown]
    return Queue(states.count("done"), states.count("open"))


def count_refuted(faithfulness: Faithfulness) -> int:
    """Return how many printed claims were saved against their checks."""
    return sum(claim.verdict in WRONG for claim in faithfulness.claims)


def name_sources(reply: Reply, words: Interface) -> tuple[str, ...]:
    """Return what the articles are called that evidence is in, by its `source`."""
    sources = reply.meta.sources
    named = tuple(s.outlet or s.title or f"{words('article')} {n}" for n, s in enumerate(sources, 1))
    return named or (reply.meta.source.outlet or words("article"),)


def cite(reply: Reply) -> str:
    """Return the (first) article as a copied claim names it: outlet, title, day, address."""
    source = reply.meta.source
    day = source.published_at and f"{source.published_at:%Y-%m-%d}"
    return ", ".join(part for part in (source.outlet, source.title, day, source.url) if part)


def _number_evidence(report: Faithfulness) -> Mapping[tuple[int, int], int]:
    return _number((*report.claims, *report.dropped))


def _number(claims: Sequence[CheckedClaim]) -> Mapping[tuple[int, int], int]:
    """Return the number of each sentence that is cited: counted in the order of the articles."""
    cited = {(e.source, e.start) for claim in claims for e in claim.evidence}
    return {place: number for number, place in enumerate(sorted(cited), 1)}


def _show(
    claim: CheckedClaim,
    place: int,
    of: int,
    numbers: Mapping[tuple[int, int], int],
    words: Interface,
    *,
    dropped: bool = False,
    disputed: Collection[str] = (),
) -> ShownClaim:
    name = words.section_heading(claim.section)
    return ShownClaim(
        claim=claim,
        dom=f"dropped-{place}" if dropped else f"claim-{claim.id.replace('.', '-')}",
        name=name if claim.section == "title" or dropped else f"{name} {place + 1}",
        place=place,
        is_last=place == of - 1,
        is_dropped=dropped,
        chips=tuple(Chip(numbers[e.source, e.start], e) for e in claim.evidence),
        is_disputed=claim.text in disputed,
    )
