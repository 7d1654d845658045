"""Grades as text: the figures that matter, with the interval."""

from __future__ import annotations

from collections.abc import Callable

from newsbrief.evals.grade import Grade, GradeChange

_COUNTED = frozenset(["calls", "prompt_tokens", "completion_tokens", "words", "lix", "forbidden"])


def show_grade(grade: Grade | None) -> str:
    """Return the value with its interval: shares in per cent, others in their own unit."""
    if grade is None:
        return "–"
    f = _form(grade.name)
    return f"{f(grade.value)} [{f(grade.low)}, {f(grade.high)}]"


def show_change(change: GradeChange | None) -> str:
    """Return a difference with its sign, and a mark where it is a drop that chance does not explain."""
    if change is None:
        return ""
    f = _form(change.name)
    sign = "+" if change.by >= 0 else "−"
    return f"{sign}{f(abs(change.by))}{' ▼' if change.worse else ''}"


def _form(name: str) -> Callable[[float], str]:
    grade = name.split(".")[1]
    if grade in _COUNTED:
        return "{:,.1f}".format
    if grade == "seconds":
        return "{:.2f} s".format
    if grade == "cost_usd":
        return "${:.5f}".format
    return lambda value: f"{100 * value:.1f} %"
