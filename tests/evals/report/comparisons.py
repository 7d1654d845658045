"""Comparisons to report: runs whose every text is as nasty as a model can write it."""

from __future__ import annotations

from datetime import UTC, datetime

from newsbrief.evals.finding import Finding
from newsbrief.evals.gate import Gate
from newsbrief.evals.grade import Observation, compute_grades
from newsbrief.evals.report import Comparison, compare_runs
from newsbrief.evals.run import Run

NASTY = (
    "<script>alert(1)</script> | `rm` @everyone #1 ![x](http://evil.example/p.png) \"&' [[ ]] **b**\x00\x1b[31m\u2028"
)
SUBJECT = "openai <b>m|odel</b> `x` @team"
GATES = [
    Gate(grade="briefings.fact_recall", least=0.5, why="a <i>test</i>"),
    Gate(grade="briefings.claim_precision", least=0.5, why="another"),
]


def a_run(recall: float = 0.25, subject: str = SUBJECT, **changes: object) -> Run:
    values = {"fact_recall": recall, "claim_precision": 0.75, "seconds": 1.5, "cost_usd": 0.00123, "words": 1234}
    observed = [
        Observation(grade=f"briefings.{name}", case=case, article=case, value=value)
        for name, value in values.items()
        for case in ("town_hall", "old_bridge")
    ]
    run = Run(
        subject=subject,
        engine="openai",
        version="1",
        created_at=datetime(2026, 2, 4, tzinfo=UTC),
        suites=("briefings",),
        cases=("town_hall", "old_bridge"),
        grades=tuple(compute_grades(observed)),
        observations=tuple(observed),
        findings=tuple(a_finding(fault) for fault in ("forbidden", "unproven", "not covered", "form")),
    )
    return run.model_copy(update=changes)


def a_finding(fault: str, **changes: object) -> Finding:
    return Finding.model_validate(
        {
            "suite": "briefings",
            "case": "town_hall.key_points.0",
            "article": "town_hall",
            "fault": fault,
            "text": f"{fault} claim {NASTY}",
            "why": f"why {NASTY}",
            "evidence": (f"evidence {NASTY}",),
            **changes,
        }
    )


def make_failing() -> Comparison:
    """Return one run that fails a gate and is worse than its baseline."""
    return compare_runs([a_run()], GATES, a_run(0.75))


def make_two() -> Comparison:
    """Return two runs, the second the better."""
    return compare_runs([a_run(0.6, "first"), a_run(0.9, "second")], GATES)
