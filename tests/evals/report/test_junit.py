from junitparser import JUnitXml

from newsbrief.evals.report import compare_runs
from newsbrief.evals.report.junit import write_junit
from tests.evals.report.comparisons import GATES, SUBJECT, a_run, make_failing, make_two


def test_gates_and_cases_that_failed_are_counted() -> None:
    xml = JUnitXml.fromstring(write_junit(make_failing()).encode())
    gates, cases = xml
    assert (gates.name, cases.name) == (f"{SUBJECT}: gates", f"{SUBJECT}: briefings")
    assert {case.name for case in gates if case.result} == {
        "briefings.fact_recall at least 0.5",
        "briefings.fact_recall no worse than the baseline's",
    }
    assert gates.failures == 2
    assert (cases.tests, cases.failures) == (2, 1)
    assert {case.name for case in cases if case.result} == {"town_hall"}
    assert xml.failures == 3


def test_only_grave_findings_fail_a_case() -> None:
    (text,) = [
        r.message for case in list(JUnitXml.fromstring(write_junit(make_failing()).encode()))[1] for r in case.result
    ]
    assert text.startswith("forbidden: forbidden claim <script>alert(1)</script>")
    assert "\x1b" not in text


def test_nothing_failed() -> None:
    quiet = compare_runs([a_run(0.9, findings=())], GATES)
    xml = JUnitXml.fromstring(write_junit(quiet).encode())
    assert (xml.failures, xml.errors) == (0, 0)
    assert xml.tests == 5


def test_a_case_that_was_never_answered_fails() -> None:
    broken = a_run(0.9, findings=(), broken=("briefings: old_bridge: ZeroDivisionError: by zero",))
    gates, cases = JUnitXml.fromstring(write_junit(compare_runs([broken], GATES)).encode())
    assert [case.name for case in cases if case.result] == ["old_bridge"]
    assert [case.name for case in gates if case.result] == ["every case was answered and graded"]


def test_every_run_has_its_suites() -> None:
    names = [suite.name for suite in JUnitXml.fromstring(write_junit(make_two()).encode())]
    assert names == ["first: gates", "first: briefings", "second: gates", "second: briefings"]
