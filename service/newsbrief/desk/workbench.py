"""A briefing as the desk shows it: claim by claim, what it rests on, what the checks said, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.briefing.renderings import RENDERINGS
from newsbrief.briefing.schema import BULLETED, HEADINGS, SECTIONS, Section
from newsbrief.reply import Reply
from newsbrief.verification.claim import CARRIED, CheckedClaim, CheckResult
from newsbrief.verification.editing import EDIT, PASSES
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.verdict import WORDING

TITLE = "Title"
SIGNS: dict[str, tuple[str, str, str]] = {
    "supported": ("✓", "Supported", "The article carries all of it."),
    "inference": ("◇", "Inference", "The article does not say it, but it follows from it, says the judge."),
    "unverified": ("?", "Not checked", "Nothing could tell whether the article carries it. A person has to."),
    "unattributed": ("◐", "Unattributed", "The article only says that somebody says so."),
    "unsupported": ("✕", "Unsupported", "The article does not carry some part of it."),
    "contradicted": ("⚡", "Contradicted", "The article says otherwise."),
}
"""Shape, word and meaning of each verdict: never colour alone."""
OVERALL: dict[str, tuple[str, str, str]] = {
    "pass": ("✓", "Pass", "Every claim is the article’s own words, or was carried by the judge."),
    "review": ("◐", "Look at it", "Something was not checked, was replaced or left out, or lacks its attribution."),
    "fail": ("✕", "Fail", "It says what the article does not."),
}
ACTIONS: dict[str, tuple[str, str]] = {
    "repaired": ("repaired", "It failed; the judge proposed these words, and judged them in their turn."),
    "replaced": ("article’s words", "A claim failed, and the article’s own words stand in its place."),
    "edited": ("edited", "A person changed it or put it back."),
}
"""What was done about a claim: in a word, and told."""
STATUSES: dict[str, tuple[str, str]] = {
    "draft": ("○", "Draft"),
    "reviewed": ("✓", "Reviewed"),
    "published": ("●", "Published"),
}


FILES: dict[str, tuple[str, str]] = {
    "md": ("Markdown", "md"),
    "html": ("HTML", "html"),
    "fragment": ("HTML fragment", "fragment.html"),
    "annotations": ("Annotations", "annotations.json"),
    "ninjs": ("ninjs", "ninjs.json"),
    "jsonld": ("JSON-LD", "jsonld"),
    "rss": ("RSS", "rss"),
}
"""What a rendering is called, and how the name of its file ends; one that is not here goes by its own name."""
USUAL = frozenset({"md", "html"})
"""Renderings for people; the others are for systems."""


@dataclass(frozen=True, slots=True)
class Form:
    """A rendering that can be taken along."""

    name: str
    label: str
    file: str
    purpose: str


def forms() -> tuple[Form, ...]:
    """The renderings that a briefing can be downloaded in."""
    found = []
    for rendering in RENDERINGS:
        label, ending = FILES.get(rendering.name, (rendering.name, rendering.name))
        found.append(Form(rendering.name, label, f"briefing.{ending}", rendering.purpose))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim on the page."""

    claim: CheckedClaim
    dom: str
    """Its id as a page's ids may be."""
    name: str
    """For people: `Key Points 2`."""
    place: int
    """In its section, or among what was left out; from 0."""
    last: bool
    sign: tuple[str, str, str]
    action: tuple[str, str] | None
    told: tuple[str, ...]
    """What stood in the draft, and what people did."""
    why: tuple[str, ...]
    """What every check that failed says."""
    passed: tuple[str, ...]
    """Names of the checks that it passed."""

    @property
    def starts(self) -> str:
        """Return where in the (first) article its evidence begins, as the article's spans name it."""
        return " ".join(dict.fromkeys(str(e.start) for e in self.claim.evidence if not e.source))

    @property
    def basis(self) -> str:
        """Return the reason for a verdict that stands: the article's words, or the judge."""
        if self.claim.finding(WORDING):
            return "the article’s words"
        return "carried by the judge" if self.claim.verdict in CARRIED and self.claim.finding(JUDGE) else ""

    @property
    def fixed(self) -> bool:
        """It fails its checks as it is, so it comes back only in other words."""
        return self.claim.verdict not in PASSES


@dataclass(frozen=True, slots=True)
class Part:
    """A section on the page."""

    name: Section
    heading: str
    bulleted: bool
    claims: tuple[Shown, ...]


def parts(reply: Reply) -> tuple[Part, ...]:
    """The sections of a briefing in their order, the title among them."""
    found = []
    for section in SECTIONS:
        claims = [claim for claim in reply.faithfulness.claims if claim.section == section]
        shown = tuple(_shown(claim, place, len(claims)) for place, claim in enumerate(claims))
        found.append(Part(section, heading(section), section in BULLETED, shown))
    return tuple(found)


def left_out(reply: Reply) -> tuple[Shown, ...]:
    """What the briefing does not say, and why."""
    dropped = reply.faithfulness.dropped
    return tuple(_shown(claim, place, len(dropped), dropped=True) for place, claim in enumerate(dropped))


def names(reply: Reply) -> tuple[str, ...]:
    """What the articles are called that evidence is in, by its `source`."""
    return tuple(s.outlet or s.title or f"Article {n}" for n, s in enumerate(reply.meta.sources, 1)) or ("Article",)


def heading(section: Section) -> str:
    """What a section is called on the page."""
    return HEADINGS.get(section, TITLE)


def _shown(claim: CheckedClaim, place: int, of: int, *, dropped: bool = False) -> Shown:
    name = heading(claim.section)
    return Shown(
        claim=claim,
        dom=f"dropped-{place}" if dropped else f"claim-{claim.id.replace('.', '-')}",
        name=name if claim.section == "title" or dropped else f"{name} {place + 1}",
        place=place,
        last=place == of - 1,
        sign=SIGNS[claim.verdict],
        action=ACTIONS.get(claim.action),
        told=tuple(c.detail for c in claim.checks if c.name in ("repair", EDIT) and c.outcome == "pass"),
        why=_why(claim.checks),
        passed=tuple(c.name for c in claim.checks if c.outcome == "pass" and c.name not in ("repair", EDIT)),
    )


def _why(checks: Sequence[CheckResult]) -> tuple[str, ...]:
    counts = [c for c in checks if c.outcome == "fail"]
    return tuple(c.detail if c.name == EDIT else f"{c.name}: {c.detail or 'failed'}" for c in counts)
