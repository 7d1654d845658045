"""A claim, the findings about it, and the report on a whole briefing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.briefing.schema import Kind, Section

Verdict = Literal["supported", "inference", "unverified", "unattributed", "unsupported", "contradicted"]
CheckOutcome = Literal["pass", "fail", "skip"]
Action = Literal["kept", "repaired", "replaced", "edited", "dropped"]
"""What was done about a claim: by the service, but for `edited`, which a person wrote or put back."""
CARRIED: frozenset[Verdict] = frozenset({"supported", "inference"})
"""Verdicts of a claim that the article carries."""
WRONG: frozenset[Verdict] = frozenset({"unsupported", "contradicted"})
"""Verdicts of a claim that the article does not carry, whoever said it."""
REFUTED = WRONG | {"unattributed"}
"""Verdicts of a claim that a judge or a guard found wrong."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that stands or falls alone: a bullet, or one sentence of a paragraph."""

    id: str
    """Section and place in it, such as `key_points.0`; unique within a briefing."""
    section: Section
    text: str
    kind: Kind = "reported"
    cited: tuple[int, ...] = ()
    """Sentence indices the writer named as sources; may be wrong, or none."""
    translated_into: str = ""
    """A primary subtag where the claim is in another language than the article; else empty."""
    is_alone: bool = False
    """Whether its section has no other claim: only then can it be the fixed sentence that the section has nothing."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Evidence(_Frozen):
    """A sentence of the article that a claim rests on: `source[start:end] == quote`, always."""

    source: int = Field(default=0, description="Which article, from 0, of `meta.sources`; 0 where there is but one.")
    sentence: int = Field(description="Index of the sentence in the article, from 0.")
    start: int = Field(description="Character offset into the source, inclusive.")
    end: int = Field(description="Character offset into the source, exclusive.")
    quote: str


class CheckResult(_Frozen):
    """The finding of one check on one claim."""

    name: str
    outcome: CheckOutcome
    detail: str = Field(default="", description="For an editor: 'the article has 43, not 45'.")
    fault: str = Field(default="", description="The words of the claim that are at fault, where the check names them.")
    verdict: Verdict | None = Field(default=None, exclude=True)
    """The verdict that this finding calls for."""
    fix: str = Field(default="", exclude=True)
    """A text that the judge would print instead; empty where it gave none."""
    sentences: tuple[int, ...] = Field(default=(), exclude=True)
    """Indices of the sentences that carry or refute the claim, where the check knows them."""

    def __str__(self) -> str:
        return f"{self.name}: {self.detail or 'failed'}" if self.outcome == "fail" else self.name


VERBATIM = "wording"
"""Name of the finding that a claim is the article's own words."""
TITLE = "title"
"""Name of the finding that a claim is the article's title: that need not stand in its text, so a judge decides."""
ABSENCE = "absence"
"""Name of the finding that a claim is the fixed sentence that a section has nothing."""


def succeed(name: str, detail: str = "") -> CheckResult:
    """Return the finding of a check that holds nothing against a claim."""
    return CheckResult(name=name, outcome="pass", detail=detail)


def skip(name: str, detail: str = "") -> CheckResult:
    """Return the finding of a check that has nothing to say of a claim."""
    return CheckResult(name=name, outcome="skip", detail=detail)


def fail(
    name: str, detail: str, *, fault: str = "", verdict: Verdict | None = None, sentences: tuple[int, ...] = ()
) -> CheckResult:
    """Return the finding of a check against a claim."""
    return CheckResult(name=name, outcome="fail", detail=detail, fault=fault, verdict=verdict, sentences=sentences)


class CheckedClaim(_Frozen):
    """A claim with its verdict, its evidence and every finding."""

    id: str
    section: Section
    text: str
    kind: Kind
    verdict: Verdict
    score: float | None = Field(
        ge=0, le=1, description="Calibrated probability that the article carries the claim; null where there is none."
    )
    evidence: tuple[Evidence, ...]
    checks: tuple[CheckResult, ...]
    action: Action = "kept"
    draft: str = Field(default="", description="What the draft said, where other words stand in its place.")
    fix: str = Field(default="", description="The words that the judge proposed in place of the draft's, if any.")

    @property
    def failures(self) -> tuple[CheckResult, ...]:
        """Return the findings against it."""
        return tuple(check for check in self.checks if check.outcome == "fail")

    @property
    def is_verbatim(self) -> bool:
        """Return whether it is sentences of the article, word for word."""
        return self.find_check(VERBATIM) is not None

    @property
    def is_absence(self) -> bool:
        """Return whether it is the fixed sentence that a section has nothing."""
        return self.find_check(ABSENCE) is not None

    @property
    def is_settled(self) -> bool:
        """Return whether there is nothing in it for a model to judge."""
        return self.is_verbatim or self.is_absence

    @property
    def is_copied(self) -> bool:
        """Return whether nobody chose its words: they are the article's or its title's, or fixed."""
        return self.is_settled or self.find_check(TITLE) is not None

    def with_changes(self, *findings: CheckResult, **changes: Any) -> CheckedClaim:
        """Return the claim with more findings, and other fields changed."""
        return self.model_copy(update={**changes, "checks": (*self.checks, *findings)})

    def find_check(self, name: str) -> CheckResult | None:
        """Return the last finding of the check `name`, or None."""
        for check in reversed(self.checks):
            if check.name == name:
                return check
        return None


class Faithfulness(_Frozen):
    """The report on a whole briefing."""

    verdict: Literal["pass", "review", "fail"]
    score: float = Field(ge=0, le=1, description="Share of the printed claims that the article carries.")
    reason: str = Field(default="", description="Why the verdict is not `pass`, in words; empty where it is.")
    claims: tuple[CheckedClaim, ...]
    dropped: tuple[CheckedClaim, ...] = ()
