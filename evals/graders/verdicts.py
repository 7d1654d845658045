"""How well the checks tell true claims from false ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from evals.cases.case import Error, Split, Style
from evals.finding import Finding
from service.verification.claim import PRINTABLE, CheckedClaim, Claim


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim with what is known of it."""

    claim: Claim
    article: str
    split: Split
    carried: bool
    group: Style | Error
    """The style of a true claim, the error of a false one."""


OWN_CHECK: Mapping[Error, str] = {
    "number": "numbers",
    "date": "dates",
    "name": "names",
    "place": "places",
    "negation": "polarity",
    "modality": "modality",
    "quote": "quotes",
    "attribution": "attribution",
    "causal": "causes",
}
"""The exact check that was made for a kind of error."""


@dataclass
class Caught(Evaluator[Labelled, CheckedClaim, None]):
    """Recall of false claims by kind of error, and false alarms on true ones by style; the unseen split apart.

    `own_check` is recall by the one exact check that was made for the error: the scorer may catch what it misses, and
    so would hide that it has stopped working.
    """

    def evaluate(self, ctx: EvaluatorContext[Labelled, CheckedClaim, None]) -> dict[str, float]:
        labelled, flagged = ctx.inputs, float(ctx.output.verdict not in PRINTABLE)
        name = "false_alarms" if labelled.carried else "caught"
        found = {name: flagged, f"{name}.{labelled.group}": flagged}
        if not labelled.carried and (own := OWN_CHECK.get(labelled.group)):
            said = [check.outcome for check in ctx.output.checks if check.name == own]
            found[f"own_check.{labelled.group}"] = float("fail" in said)
        return found | ({f"{name}_unseen": flagged} if labelled.split == "test" else {})


def caught_finding(labelled: Labelled, checked: CheckedClaim) -> Finding | None:
    """A false claim that passed, or a true one that did not."""
    if (checked.verdict in PRINTABLE) == labelled.carried:
        return None
    said = "; ".join(f"{c.name}: {c.detail}" for c in checked.checks if c.outcome == "fail" and c.detail)
    return Finding(
        suite="claims",
        case=f"{labelled.article}.{labelled.claim.id}",
        article=labelled.article,
        fault="false alarm" if labelled.carried else "missed",
        text=checked.text,
        why=f"{labelled.group}; {said or f'score {checked.score:.2f}'}",
        evidence=tuple(e.quote for e in checked.evidence),
    )
