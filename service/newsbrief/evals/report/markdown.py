"""A summary for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from newsbrief.evals.report.comparison import Comparison
from newsbrief.evals.report.figures import show_change, show_grade

_MOST = 20


def write_markdown(comparison: Comparison) -> str:
    """Return the verdict, the gates that failed, and the grades as a table."""
    return "\n".join(_write_lines(comparison)) + "\n"


def _write_lines(comparison: Comparison) -> Iterator[str]:
    yield f"## Evaluation: {'all gates passed' if comparison.is_passed else 'a gate failed'}"
    yield ""
    for run, said in zip(comparison.runs, comparison.rulings, strict=True):
        failed = [ruling for ruling in said if not ruling.passed]
        passed = f"{len(said) - len(failed)} of {len(said)} gates passed"
        yield f"**{escape_markdown(run.subject)}**: {passed}, {len(run.cases)} cases"
        yield from (f"- ❌ {escape_markdown(r.name)}: {escape_markdown(r.said)}" for r in failed)
        yield ""
    heads = [
        "grade",
        *(escape_markdown(run.subject) for run in comparison.runs),
        *(["change"] if comparison.baseline else []),
    ]
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(heads) - 1)}"
    for line in comparison.lines:
        cells = [f"**{show_grade(g)}**" if i == line.best else show_grade(g) for i, g in enumerate(line.grades)]
        cells += [show_change(line.change)] if comparison.baseline else []
        yield f"| {escape_markdown(line.name)} | {' | '.join(cells)} |"
    first = comparison.runs[0]
    counted = [f for f in first.findings if f.fault not in ("not covered", "false alarm", "missed")]
    if counted:
        yield f"\n<details><summary>{len(counted)} findings of {escape_markdown(first.subject)}</summary>\n"
        yield from (
            f"- *{f.fault}*, {escape_markdown(f.case)}: {escape_markdown(f.text)} ({escape_markdown(f.why)})"
            for f in counted[:_MOST]
        )
        yield "\n</details>"


def escape_markdown(text: str) -> str:
    """Return text that a model wrote as text: no markup, no cell ended early, no link, nobody called."""
    folded = " ".join(text.split())
    return "".join(_WRITTEN.get(c, c) for c in folded).replace("://", ":\u200b//").replace("www.", "www\u200b.")


_WRITTEN = {c: f"\\{c}" for c in "\\`*_{}[]|!~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# A server finds these in the finished text, where a backslash no longer shows.
_WRITTEN |= {c: f"{c}\u200b" for c in "@#"}
