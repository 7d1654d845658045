"""A claim, what was found about it, and the report that says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.briefing.schema import Kind, Section

Verdict = Literal["supported", "inference", "unattributed", "unsupported", "contradicted"]
Outcome = Literal["pass", "fail", "skip"]
Action = Literal["kept", "repaired", "replaced", "edited", "dropped"]
"""What was done about a claim: by the service, but for `edited`, which a person wrote or put back."""
PRINTABLE: frozenset[Verdict] = frozenset({"supported", "inference"})
"""Verdicts with which one of our own claims may be printed."""


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
    evidence: tuple[int, ...] = ()
    """Sentence indices found to bear on the claim, best first; set before the checks run."""


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
    """What one check says of one claim."""

    name: str
    outcome: Outcome
    detail: str = Field(default="", description="For an editor: 'says 4 August; the article says 4 February'.")
    verdict: Verdict | None = Field(default=None, exclude=True)
    """On `fail`: what the failure makes of the claim. `contradicted` where the article says otherwise."""
    score: float | None = Field(default=None, exclude=True)
    """Probability from 0 to 1 that the evidence carries the claim, where the check measures one."""
    sentences: tuple[int, ...] = Field(default=(), exclude=True)
    """On `fail`: indices of the sentences that speak against the claim, where the check knows them."""


@cache
def bare(name: str, outcome: Outcome) -> CheckResult:
    """What a check says that has nothing to add: the same object each time, as most checks of most claims say it."""
    return CheckResult(name=name, outcome=outcome)


class CheckedClaim(_Frozen):
    """A claim with its verdict, its evidence and what every check said."""

    id: str
    section: Section
    text: str
    kind: Kind
    verdict: Verdict
    score: float = Field(ge=0, le=1, description="Probability that the article carries all of the claim.")
    evidence: tuple[Evidence, ...]
    checks: tuple[CheckResult, ...]
    action: Action = "kept"


class Faithfulness(_Frozen):
    """The report on a whole briefing."""

    verdict: Literal["pass", "review", "fail"]
    score: float = Field(ge=0, le=1)
    claims: tuple[CheckedClaim, ...]
    dropped: tuple[CheckedClaim, ...] = ()
