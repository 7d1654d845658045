"""Findings: what an editor should look at, each beside what the article says."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from newsbrief.verification.claim import CheckedClaim

Fault = Literal[
    "forbidden", "unattributed", "unproven", "missed", "false alarm", "wrong verdict", "wrong standing", "not covered",
    "form",
]  # fmt: skip


class Finding(BaseModel):
    """One thing that counted against a grade."""

    model_config = ConfigDict(frozen=True)

    suite: str
    case: str
    article: str
    fault: Fault
    text: str
    """The claim, or the fact that no claim tells."""
    why: str
    evidence: tuple[str, ...] = ()
    """The sentences of the article that bear on it."""


def describe_misjudged(
    suite: str, case: str, article: str, checked: CheckedClaim, *, carried: bool, group: str
) -> Finding:
    """Return the finding on a claim whose verdict is not what it is labelled: `carried`, or an error of a `group`."""
    said = "; ".join(str(check) for check in checked.failures if check.detail)
    return Finding(
        suite=suite,
        case=case,
        article=article,
        fault="false alarm" if carried else "missed",
        text=checked.text,
        why=f"{group}; {said or checked.verdict}",
        evidence=tuple(e.quote for e in checked.evidence),
    )
