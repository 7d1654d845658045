"""The command and the action on repositories of their own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.markdown import parse_markdown, render_markdown
from newsbrief.cli import main
from newsbrief.cli.findings import MOST_SUMMARY, Annotation, CheckedFile, format_command, format_line, write_summary
from tests.integrations.texts import ARTICLE, HONEST, INVENTED

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "integrations" / "github-action" / "action.yml"
COMMAND = Path(sys.executable).with_name("newsbrief")
WRONG = HONEST.replace("* Oil prices rose by 3 percent on Wednesday.\nCritical", f"* {INVENTED}\nCritical")
_LEVELS = [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 6)]
MERGED = "\n".join(["a0: &a0 {source: x}", *_LEVELS, "newsbrief: *a5"])
"""Each level has nine times what the one before has."""
MATTER = "---\nlayout: post\nnewsbrief: ../articles/talks.txt\n---\n\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    root = tmp_path / "repository"
    for folder in ("articles", "briefings", ".git", ".hidden"):
        (root / folder).mkdir(parents=True)
    monkeypatch.chdir(root)
    put("articles/talks.txt", ARTICLE)
    put("README.md", "# A readme\n\nNo briefing.\n")
    put(".git/evil.md", MATTER + WRONG)
    return root


def put(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


def find_problems(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["verify-repository", "--format", "json", *arguments])
    return code, json.loads(capfd.readouterr().out)


def test_front_matter_and_sidecars_name_articles(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("briefings/honest.md", MATTER + HONEST)
    put("briefings/plain.md", HONEST)
    put("briefings/plain.newsbrief.yaml", "source: /articles/talks.txt\nlanguage: en\npublished_at: 2026-02-04\n")
    put("briefings/bare.md", HONEST)
    code, checked = find_problems(capfd)
    assert code == 1
    assert {each["path"]: each["outcome"] for each in checked} == {
        "briefings/bare.md": "unchecked",
        "briefings/honest.md": "pass",
        "briefings/plain.md": "pass",
    }


def test_what_is_wrong_is_told_on_its_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("briefings/wrong.md", MATTER + WRONG)
    code, (checked,) = find_problems(capfd)
    assert (code, checked["outcome"]) == (1, "fail")
    (finding,) = checked["findings"]
    line = Path("briefings/wrong.md").read_text().splitlines()[finding["line"] - 1]
    assert line == f"* {INVENTED}"
    assert finding["level"] == "error"
    assert main(["verify-repository"]) == 1
    out, err = capfd.readouterr()
    assert out.startswith(f"briefings/wrong.md:{finding['line']}: error: ")
    assert err == "newsbrief: 1 briefing: 1 fail\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("matter", ["", MATTER, MATTER + "\n\n"])
def test_lines_are_those_of_the_file(
    repository: Path, capfd: pytest.CaptureFixture[str], matter: str, ends: str
) -> None:
    text = (matter + WRONG.replace("Istanbul.\nKey", "Ankara.\nKey")).replace("\n", ends)
    Path("briefings/wrong.md").write_bytes(text.encode())
    put("briefings/wrong.newsbrief.yaml", "source: ../articles/talks.txt")
    _, (checked,) = find_problems(capfd)
    lines = Path("briefings/wrong.md").read_bytes().decode().split("\n")
    told = {lines[finding["line"] - 1].strip() for finding in checked["findings"]}
    assert f"* {INVENTED}" in told
    assert any("Ankara" in line for line in told)
    assert len(told) == 3


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("newsbrief: nowhere.txt", "no file of the repository"),
        ("newsbrief: ../../secret.txt", "no file of the repository"),
        ("newsbrief: /etc/passwd", "no file of the repository"),
        ("newsbrief: link.txt", "no file of the repository"),
        ('newsbrief: "a\\0b"', "no file of the repository"),
        ("newsbrief: https://example.org/news", "NEWSBRIEF_FETCH_URLS"),
        ("newsbrief: {source: ../articles/talks.txt, judge: off}", "judge"),
        ("newsbrief: [1]", "wrong"),
        ("newsbrief: {language: en}", "source"),
        ("newsbrief: ../articles/short.txt", "article"),
        ("newsbrief: ../articles/large.txt", "more than 200000 bytes"),
        ("newsbrief: &a [*a", "no YAML"),
        ("newsbrief: !!timestamp then", "no YAML"),
        ("newsbrief: !!bool perhaps", "no YAML"),
        ("newsbrief: " + "[" * 2_000, "too many brackets"),
        (MERGED, "too many brackets or asterisks"),
        ("newsbrief: /.git/talks.txt", "no file of the repository"),
        ("newsbrief: ../.GIT/talks.txt", "no file of the repository"),
        ("newsbrief: token.txt", "no file of the repository"),
        ("newsbrief: " + "x" * 11_000, "more than 10000 characters"),
    ],
)
def test_what_cannot_be_checked_fails_and_says_why(
    repository: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    matter: str,
    reason: str,
) -> None:
    monkeypatch.setenv("NEWSBRIEF_MAX_BODY_BYTES", "200000")
    put("articles/short.txt", "Too short.")
    Path(".GIT").mkdir(exist_ok=True)
    for name in (".git/talks.txt", ".GIT/talks.txt"):
        put(name, ARTICLE)
    Path("briefings/token.txt").symlink_to(Path(".git/talks.txt").resolve())
    put("articles/large.txt", ARTICLE * 1_000)
    put("../secret.txt", ARTICLE)
    Path("briefings/link.txt").symlink_to(repository.parent / "secret.txt")
    put("briefings/one.md", f"---\n{matter}\n---\n{HONEST}")
    code, (checked,) = find_problems(capfd)
    assert (code, checked["outcome"]) == (1, "unchecked")
    assert reason in checked["findings"][0]["message"]


def test_a_sidecar_lies_in_the_repository_too(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("../secret.yaml", "token: 1\n")
    put("briefings/one.md", HONEST)
    Path("briefings/one.newsbrief.yaml").symlink_to(repository.parent / "secret.yaml")
    assert main(["verify-repository"]) == 1
    assert "token" not in "".join(capfd.readouterr())


def test_front_matter_of_other_tools_is_theirs(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("post.md", f"---\nmacro: {'{{ x }} ' * 60}\n---\n# A post\n")
    put("briefings/honest.md", MATTER + HONEST)
    code, (checked,) = find_problems(capfd)
    assert (code, checked["path"]) == (0, "briefings/honest.md")


def test_another_format_is_told_with_its_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("briefings/odd.md", MATTER + HONEST.replace("* Oil prices", "Oil prices", 1))
    _, (checked,) = find_problems(capfd)
    (finding,) = checked["findings"]
    assert "not in the fixed format" in finding["message"]
    assert Path("briefings/odd.md").read_text().splitlines()[finding["line"] - 1].startswith("Oil prices")


def test_a_file_that_was_named_must_be_a_briefing(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, (checked,) = find_problems(capfd, "README.md")
    assert code == 1
    assert "names no article" in checked["findings"][0]["message"]


def test_nothing_found_is_said(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-repository"]) == 1
    assert "nothing was checked" in capfd.readouterr().err
    done = run_action(repository)
    assert (done.returncode, (repository.parent / "output").read_text()) == (1, "verdict=unchecked\n")


def test_a_briefing_that_names_its_article_no_more_is_not_passed_over(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    put("briefings/one.md", f"---\nlayout: post\n---\n{WRONG}")
    code, (checked,) = find_problems(capfd)
    assert (code, checked["outcome"]) == (1, "unchecked")
    assert "names no article" in checked["findings"][0]["message"]


def test_what_needs_a_review_fails_where_that_is_asked(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(
        "briefings/one.md",
        MATTER + HONEST.replace("near the carrier", "by somebody"),
    )
    code, (checked,) = find_problems(capfd)
    assert (code, checked["outcome"]) == (0, "review")
    assert {finding["level"] for finding in checked["findings"]} == {"warning"}
    assert find_problems(capfd, "--fail-on", "review")[0] == 1


@pytest.mark.parametrize("path", ["nowhere", "/etc"])
def test_paths_are_of_the_repository(repository: Path, capfd: pytest.CaptureFixture[str], path: str) -> None:
    assert main(["verify-repository", path]) == 2
    assert capfd.readouterr().err.count("\n") == 1


def run_action(repository: Path, paths: str = "", fail_on: str = "fail") -> subprocess.CompletedProcess[str]:
    """Run the step `verify` of the action as a runner does, with the command of this environment."""
    (step,) = [step for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"] if step.get("id") == "verify"]
    installed = repository.parent / "runner" / "newsbrief" / "bin"
    installed.mkdir(parents=True)
    (installed / "newsbrief").symlink_to(COMMAND)
    own = {
        "RUNNER_TEMP": str(repository.parent / "runner"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md"),
        "GITHUB_OUTPUT": str(repository.parent / "output"),
        "INPUT_PATHS": paths,
        "INPUT_FAIL_ON": fail_on,
    }
    assert set(step["env"]) == {"INPUT_PATHS", "INPUT_FAIL_ON"}
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(script, cwd=repository, env={**os.environ, **own}, capture_output=True, text=True)


def test_the_action_annotates_and_summarizes(repository: Path) -> None:
    put("briefings/wrong.md", MATTER + WRONG)
    put("briefings/honest.md", MATTER + HONEST)
    done = run_action(repository)
    assert done.returncode == 1, done.stderr
    (annotation,) = done.stdout.splitlines()
    assert annotation.startswith(f"::error file=briefings/wrong.md,line=11,title=newsbrief%3A unsupported::{INVENTED}")
    told = (repository.parent / "summary.md").read_text()
    assert "2 briefings: 1 pass, 1 fail" in told
    assert (repository.parent / "output").read_text() == "verdict=fail\n"


def test_the_action_takes_paths_a_line_each(repository: Path) -> None:
    Path("briefings/a b").mkdir()
    put("briefings/a b/$(touch hacked).md", MATTER.replace("../", "../../") + HONEST)
    put("briefings/wrong.md", MATTER + WRONG)
    done = run_action(repository, "briefings/a b\n\n")
    assert (done.returncode, done.stderr) == (0, "newsbrief: 1 briefing: 1 pass\n")
    assert not Path("hacked").exists()


def test_the_action_installs_the_repository_that_it_is_in() -> None:
    described = yaml.safe_load(ACTION.read_text())
    assert "$GITHUB_ACTION_PATH/../.." in described["runs"]["steps"][0]["run"]
    assert (ACTION.parent / ".." / ".." / "pyproject.toml").is_file()
    # What is put into a script as text could be a command.
    assert all("${{" not in step["run"] for step in described["runs"]["steps"])


def test_a_briefing_cannot_give_the_runner_commands(repository: Path) -> None:
    evil = "Prices rose %0A::set-output name=a::b 9 percent ::stop-commands::x and %25 too\u2028::error::no."
    briefing = parse_markdown(HONEST)[0].model_copy(update={"key_points": (evil.replace("\u2028", " "),)})
    put(
        "briefings/::error file=x,line=9::evil\n::add-mask::a.md",
        MATTER + render_markdown(briefing, parse_markdown(HONEST)[1], "en"),
    )
    done = run_action(repository)
    lines = done.stdout.splitlines()
    assert lines
    for line in lines:
        assert re.match(r"::(error|warning) file=[^:,\n]+,line=\d+,title=newsbrief%3A [a-z ]+::", line)
        assert "%0A::set" not in line


@given(st.text(), st.text(), st.text())
def test_a_workflow_command_is_one_line_with_three_properties(path: str, message: str, title: str) -> None:
    finding = Annotation(path=path, line=3, level="error", title=title, message=message)
    command = format_command(finding)
    assert "\n" not in command
    assert "\r" not in command
    head, _, _ = command.removeprefix("::error ").partition("::")
    properties = dict(part.split("=", 1) for part in head.split(","))
    assert set(properties) == {"file", "line", "title"}
    back = properties["file"].replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r")
    assert back.replace("%25", "%") == path or "%" in path
    assert "\n" not in format_line(finding)


@given(st.text(), st.text())
def test_a_summary_shows_texts_as_they_are(path: str, message: str) -> None:
    finding = Annotation(path=path, line=3, level="error", title="newsbrief: contradicted", message=message)
    told = write_summary([CheckedFile(path=path, outcome="fail", claims=2, carried=1, findings=(finding,))])
    body = told.split("| --- | --- | --- |\n", 1)[1].replace("| ", "").replace(" |", "")
    for mark in "<>[]`@":
        assert mark not in body
    assert told.count("\n") == 7


def test_a_summary_has_a_limit() -> None:
    finding = Annotation(path="a.md", line=3, level="error", title="newsbrief: contradicted", message="é" * 2_000)
    told = write_summary([CheckedFile(path="a.md", outcome="fail", findings=(finding,) * 1_000)])
    assert len(told.encode()) <= MOST_SUMMARY
    assert told.endswith("The rest is in the log.\n")
