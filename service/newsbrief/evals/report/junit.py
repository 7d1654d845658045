"""Gates and findings as JUnit XML, which every build server shows."""

from __future__ import annotations

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from newsbrief.evals.report.comparison import Comparison

GRAVE = frozenset(["forbidden", "unattributed"])
"""Faults of a printed claim that stand as failures of their case."""


def write_junit(comparison: Comparison) -> str:
    """Return XML with a suite for each run, and in it a test for each gate and each briefed case."""
    xml = JUnitXml("newsbrief eval")
    for run, said in zip(comparison.runs, comparison.rulings, strict=True):
        gates = TestSuite(f"{run.subject}: gates")
        for ruling in said:
            gates.add_testcase(_make_case(ruling.name, "gates", [] if ruling.passed else [ruling.said]))
        xml.add_testsuite(gates)
        if "briefings" in run.suites:
            briefed = TestSuite(f"{run.subject}: briefings")
            for name in run.cases:
                grave = [f for f in run.findings if f.article == name and f.suite == "briefings" and f.fault in GRAVE]
                said_wrong = [f"{f.fault}: {f.text} ({f.why})" for f in grave]
                unanswered = [b for b in run.broken if b.startswith(f"briefings: {name}: ")]
                briefed.add_testcase(_make_case(name, "briefings", said_wrong + unanswered))
            xml.add_testsuite(briefed)
    return str(xml.tostring().decode("utf-8"))  # type: ignore[no-untyped-call]


def _make_case(name: str, kind: str, failures: list[str]) -> TestCase:
    case = TestCase(name, classname=f"newsbrief.eval.{kind}")
    if failures:
        case.result = [Failure(_strip_unprintable(text)) for text in failures]
    return case


def _strip_unprintable(text: str) -> str:
    """Return `text` without control characters: XML 1.0 cannot write most of them, and a model may."""
    return "".join(c if c >= " " and c not in "\ufffe\uffff" else " " for c in text)
