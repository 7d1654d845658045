"""Advice: one sentence on which of the measured judges is worth its money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.evals.judges.measure import Amount, JudgeMeasures, compare_verdicts
from newsbrief.evals.judges.results import JudgeReading

_LIKE = 1.1
"""A ratio of prices or times that is nearer to 1 is told as the same."""


@dataclass(frozen=True, slots=True)
class JudgeAssessment:
    """The measures of a judge beside the verdicts that they come from."""

    measured: JudgeMeasures
    judged: Sequence[JudgeReading]

    @property
    def worth(self) -> float:
        """Return the share caught less the share flagged for nothing: 0 for one that tosses a coin, 1 at best."""
        caught, flagged = self.measured.caught, self.measured.flagged
        return (caught.value if caught else 0) - (flagged.value if flagged else 0)

    @property
    def price(self) -> float:
        """Return dollars, or else seconds, for 1,000 claims; infinite where neither is known."""
        for amount in (self.measured.usd_per_1000, self.measured.seconds_per_1000):
            if amount:
                return amount.value
        return float("inf")


def advise(assessed: Sequence[JudgeAssessment]) -> str:
    """Return the advice. The judge with the best verdicts is held against the cheapest of the others."""
    usable = [each for each in assessed if each.measured.caught and each.measured.flagged]
    if not usable:
        why = "; ".join(f"{each.measured.label}: {each.measured.stopped or 'no verdict'}" for each in assessed)
        return f"None of these judges can be advised: {why}."
    if len(usable) == 1:
        return f"{_tell_alone(usable[0].measured)}; measure a second judge beside it to see what it is worth."
    best = max(usable, key=lambda each: each.worth)
    # Whoever has no price cannot be said to be the cheapest by dollars.
    priced = [e for e in usable if e is not best and e.measured.usd_per_1000] if best.measured.usd_per_1000 else []
    cheapest = min(priced or [e for e in usable if e is not best], key=lambda each: each.price)
    return _tell_both(best, cheapest)


def _tell_alone(measured: JudgeMeasures) -> str:
    caught, flagged = measured.caught, measured.flagged
    assert caught and flagged  # noqa: S101, PT018 - usable
    return (
        f"{measured.label} catches {caught.value:.0%} of wrong claims ({caught.low:.0%} to {caught.high:.0%}) "
        f"and flags {flagged.value:.0%} of true ones for nothing ({flagged.low:.0%} to {flagged.high:.0%})"
    )


def _tell_both(best: JudgeAssessment, other: JudgeAssessment) -> str:
    caught = compare_verdicts(other.judged, best.judged, carried=False)
    flagged = compare_verdicts(other.judged, best.judged, carried=True)
    costs = _tell_costs(best.measured, other.measured)
    name, than = best.measured.label, other.measured.label
    if caught is None or flagged is None:
        return f"{name} and {than} judged no claims in common, so they cannot be compared."
    if all(amount.low <= 0 <= amount.high for amount in (caught, flagged)):
        return (
            f"Chance alone may explain the difference between {name} and {than} "
            f"(caught {_points(caught)}, flagged for nothing {_points(flagged)}); {name} comes {costs}."
        )
    return f"{name} catches {_tell(caught, than)}, and flags {_tell(flagged)} for nothing, {costs}."


def _tell(amount: Amount, than: str = "") -> str:
    points = round(abs(amount.value) * 100)
    compared = f" than {than}" if than else ""
    if points == 0:
        return f"as many as {than}" if than else "as many"
    word = "more" if amount.value > 0 else "fewer"
    noun = "point" if points == 1 else "points"
    return f"{points} {noun} {word}{compared} ({_interval(amount)})"


def _points(amount: Amount) -> str:
    return f"{amount.value * 100:+.0f} points, {_interval(amount)}"


def _interval(amount: Amount) -> str:
    return f"{amount.low * 100:+.0f} to {amount.high * 100:+.0f}"


def _tell_costs(best: JudgeMeasures, other: JudgeMeasures) -> str:
    """Return how price and time of one compare with those of another."""
    costs = []
    if best.usd_per_1000 and other.usd_per_1000:
        costs.append(f"at {_times(best.usd_per_1000.value, other.usd_per_1000.value, 'price')}")
    if best.seconds_per_1000 and other.seconds_per_1000:
        costs.append(f"in {_times(best.seconds_per_1000.value, other.seconds_per_1000.value, 'time')}")
    return " and ".join(costs) or "at a price that is not known"


def _times(one: float, other: float, noun: str) -> str:
    if not other or not one:
        return f"another {noun}" if one != other else f"the same {noun}"
    ratio = one / other
    if 1 / _LIKE < ratio < _LIKE:
        return f"the same {noun}"
    return f"{ratio:.2g} times the {noun}"
