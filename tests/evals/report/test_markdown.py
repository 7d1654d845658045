import regex

from newsbrief.evals.report.markdown import write_markdown
from tests.evals.report.comparisons import a_run, make_failing, make_two


def test_the_verdict_stands_first_and_what_failed_after_it() -> None:
    lines = write_markdown(make_failing()).splitlines()
    assert lines[0] == "## Evaluation: a gate failed"
    assert sum(line.startswith("- ❌") for line in lines) == 2
    assert write_markdown(make_two()).startswith("## Evaluation: all gates passed")


def test_what_a_model_wrote_stays_text() -> None:
    text = write_markdown(make_failing())
    assert "<script" not in text
    assert "<b>" not in text
    assert not regex.search(r"@(?!\u200b)|#1", text)
    assert not regex.search(r"(?<!\\)`", text), "a span of code would end where the model wrote it"
    assert not regex.search(r"(?<!\\)\](?=\()", text)
    assert "://" not in text
    assert "\\*\\*b\\*\\*" in text
    assert not regex.search(r"(?<!\\)!\\?\[", text)


def test_no_cell_ends_early() -> None:
    table = [line for line in write_markdown(make_failing()).splitlines() if line.startswith("|")]
    cells = {len(regex.findall(r"(?<!\\)\|", line)) for line in table}
    assert cells == {4}
    assert len(table) == 2 + 5


def test_the_better_run_is_bold() -> None:
    (line,) = [x for x in write_markdown(make_two()).splitlines() if "fact\\_recall" in x]
    assert line.count("**") == 2
    assert line.rstrip("| ").endswith("**")


def test_few_findings_are_told_and_lines_stay_lines() -> None:
    text = write_markdown(make_failing())
    assert "<summary>3 findings of" in text
    assert len(regex.findall(r"^- \*", text, regex.MULTILINE)) == 3
    many = a_run(findings=a_run().findings * 30)
    from newsbrief.evals.report import compare_runs

    assert len(regex.findall(r"^- \*", write_markdown(compare_runs([many], [])), regex.MULTILINE)) == 20
