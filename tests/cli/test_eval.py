import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsbrief.cli import main
from newsbrief.cli.eval import FILES
from newsbrief.evals.run import load_runs
from tests.support.eval_command import evaluate, toml
from tests.support.forked_process import run_forked
from tests.support.upstream import Upstream, chat, draft

ROOT = Path(__file__).parents[2]
NEWSBRIEF = [sys.executable, "-c", "import sys; from newsbrief.cli import main; sys.exit(main())"]
EASY, HARD = "briefings.written >= 1", "briefings.fact_recall >= 1"
ONE = ("--case", "mayor_moon")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "NEWSBRIEF_ENGINE", "NEWSBRIEF_LOCAL_MODEL", "NEWSBRIEF_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_help_tells_the_options(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--help"]) == 0
    out, err = capfd.readouterr()
    for option in ("--engine", "--model", "--prompt", "--case", "--split", "--baseline", "--gates", "--out"):
        assert option in out
    for suite in ("briefings", "claims", "stale"):
        assert suite in out
    assert err == ""


def test_help_loads_no_evaluation() -> None:
    code = (
        "import sys; from newsbrief.cli import main; main(['eval', '--help'])\n"
        "heavy = {'pydantic_evals', 'pygal', 'junitparser', 'numpy', 'newsbrief.evals.suite'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_grades_are_printed_and_four_files_written(tmp_path: Path) -> None:
    (tmp_path / "gates.toml").write_text(toml(EASY))
    asked = ["eval", *ONE, "--out", "reports/new", "--gates", "gates.toml", "--engine", "extractive"]
    done = run_forked(tmp_path, *asked)
    assert done.code == 0, done.err
    assert "briefings.claim_precision" in done.out
    assert "claims.found" in done.out
    assert "judged.caught" in done.out
    assert "extractive: 2 of 2 gates passed" in done.out
    assert sorted(p.name for p in (tmp_path / "reports" / "new").iterdir()) == sorted(FILES)
    assert done.err.count("\n") == 1
    assert done.err.startswith("newsbrief: wrote runs.json")
    assert "\x1b" not in done.out


def test_a_gate_that_fails_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert evaluate(tmp_path / "out", "briefings", "--case", "two_garcias", gates=HARD).code == 1
    assert "failed: briefings.fact_recall at least 1" in capfd.readouterr().out


def test_a_run_against_itself_a_better_one_and_another(tmp_path: Path) -> None:
    chosen = ("briefings", "--case", "two_garcias", "--case", "council_budget")
    first = evaluate(tmp_path / "first", *chosen, gates=EASY)
    runs = first.folder / "runs.json"
    assert evaluate(tmp_path / "again", *chosen, gates=EASY, baseline=runs).code == 0
    better = json.loads(runs.read_text())
    for observation in better["runs"][0]["observations"]:
        observation["value"] += observation["grade"] == "briefings.fact_recall"
    (tmp_path / "better.json").write_text(json.dumps(better))
    worse = evaluate(tmp_path / "worse", *chosen, gates=EASY, baseline=tmp_path / "better.json")
    assert worse.code == 1
    assert worse.failed == {"briefings.fact_recall no worse than the baseline's"}
    other = evaluate(tmp_path / "other", "claims", *ONE, gates=EASY, baseline=runs)
    assert other.code == 1
    assert other.failed == {"the baseline can be compared"}


def test_subjects_stand_side_by_side(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", upstream.base_url)
    upstream.says(chat(draft()))
    subjects = ("--engine", "extractive", "--engine", "openai", "--model", "a", "--model", "b")
    found = evaluate(tmp_path / "out", *subjects, *ONE, "--prompt", "briefing/3", gates=EASY)
    names = ["extractive", "openai a briefing/3", "openai b briefing/3"]
    assert [run.subject for run in found.runs] == names, "the extractive engine has no model and no prompt"
    assert [run.suites for run in found.runs] == [("briefings", "claims", "judged"), ("briefings",), ("briefings",)]
    assert {r["model"] for r in upstream.requests} == {"a", "b"}
    assert all(f"{name}: " in capfd.readouterr().out for name in names[:1])


def test_a_model_of_the_settings_engine(upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", upstream.base_url)
    upstream.says(chat(draft()))
    (run,) = evaluate(tmp_path / "out", "briefings", *ONE, "--model", "mine", gates=EASY).runs
    assert (run.engine, run.subject) == ("openai", "openai mine")


def test_a_split(tmp_path: Path) -> None:
    (run,) = evaluate(tmp_path / "out", "briefings", "--split", "test", gates=EASY).runs
    assert "two_garcias" not in run.cases
    assert "cup_semifinal" in run.cases


def test_a_suite_that_the_cases_have_nothing_for_is_left_out(tmp_path: Path) -> None:
    # That `stale` is left out where no case has an older briefing, `test_subjects_stand_side_by_side` shows.
    (run,) = evaluate(tmp_path / "old", "stale", "--case", "iran_us_talks", gates="stale.verdicts >= 0").runs
    assert run.suites == ("stale",)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--engine", "gpt"], "no such engine: gpt; there are extractive, local, openai"),
        (["--case", "no_such"], "no such case: no_such; there are "),
        (["--split", "test", "--case", "two_garcias"], "no such case: two_garcias"),
        (["stale", *ONE], "nothing for the suite stale"),
        (["everything"], "everything"),
        (["--split", "train"], "train"),
        (["--engine", "openai", *ONE], "OPENAI_API_KEY"),
        (["--engine", "local", *ONE], "NEWSBRIEF_LOCAL_MODEL"),
        (["--engine", "local", "--model", "absent.gguf", *ONE], "absent.gguf"),
        (["--model", "x", *ONE], "has no model and no prompt"),
        (["--prompt", "briefing/3", "--engine", "extractive", *ONE], "has no model and no prompt"),
        (["--baseline", "absent.json"], "absent.json"),
        (["--baseline", "no_runs.json"], "no_runs.json is no file of runs"),
        (["--gates", "absent.toml"], "absent.toml"),
        (["--gates", "no_gates.toml"], "no_gates.toml"),
        (["--out", "no_runs.json", *ONE], "no_runs.json"),
    ],
)
def test_what_cannot_run_is_one_line_and_two(
    arguments: list[str], says: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no_runs.json").write_text("{}")
    (tmp_path / "no_gates.toml").write_text("[[gate]]\n")
    assert main(["eval", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("newsbrief: ")
    assert says in err
    assert err.count("\n") == 1
    assert "unexpected" not in err


def test_a_prompt_that_cannot_be_used(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", upstream.base_url)
    (tmp_path / "bare.md").write_text("Write a briefing.")
    for prompt in ("bare.md", "absent.md", "briefing/99"):
        assert main(["eval", "briefings", *ONE, "--prompt", prompt]) == 2
        assert capfd.readouterr().err.count("\n") == 1


def test_a_malformed_case_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "town_hall.yaml").write_text("genre: [")
    monkeypatch.setattr("newsbrief.evals.case.load.__defaults__", ("all", tmp_path, ()))
    assert main(["eval"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("newsbrief: town_hall.yaml: ")
    assert err.count("\n") == 1


def test_what_is_stored_is_what_was_run(tmp_path: Path) -> None:
    found = evaluate(tmp_path / "out", "briefings", *ONE, gates=EASY)
    assert load_runs(tmp_path / "out" / "runs.json").runs == found.runs
    assert found.runs[0].cases == ("mayor_moon",)
