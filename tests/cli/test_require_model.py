"""`newsbrief summarize`: whoever needs a model is told by the exit code that there was none, and why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.upstream import Upstream, chat, draft, error

ARTICLE = Path("evals/seeds/iran_us_talks.article.txt").absolute()


def run(tmp_path: Path, *more: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSBRIEF_", "OPENAI_"))}
    command = Path(sys.executable).with_name("newsbrief")
    return subprocess.run(
        [command, "summarize", str(ARTICLE), *more],
        capture_output=True,
        text=True,
        env={**kept, "XDG_DATA_HOME": str(tmp_path), **variables},
        cwd=tmp_path,
    )


@pytest.mark.parametrize(
    ("status", "message", "name"),
    [
        (401, "wrong", "OPENAI_API_KEY"),
        (404, "The model does not exist", "NEWSBRIEF_MODEL"),
        (402, "", "top the account up"),
    ],
)
def test_what_is_wrong_is_told_with_the_remedy(
    tmp_path: Path, upstream: Upstream, status: int, message: str, name: str
) -> None:
    upstream.says(error(status, message))
    at = {"OPENAI_BASE_URL": upstream.base_url}
    required = run(tmp_path, "--require-model", **at)
    assert (required.returncode, required.stdout) == (3, "")
    (line,) = required.stderr.splitlines()
    assert line.startswith("newsbrief: The ")
    assert name in line
    assert upstream.base_url.removeprefix("http://").removesuffix("/v1") in line
    degraded = run(tmp_path, **at)
    assert degraded.returncode == 0
    assert degraded.stdout
    assert any("warning: no model wrote" in line and name in line for line in degraded.stderr.splitlines())


def test_no_model_at_all(tmp_path: Path) -> None:
    found = run(tmp_path, "--require-model")
    assert (found.returncode, found.stdout) == (3, "")
    assert "OPENAI_API_KEY" in found.stderr


def test_a_model_that_answers(tmp_path: Path, upstream: Upstream) -> None:
    upstream.says(chat(draft()))
    found = run(tmp_path, "--require-model", OPENAI_BASE_URL=upstream.base_url, NEWSBRIEF_MODLE="x")
    assert found.returncode == 0
    assert "Key Points:" in found.stdout
    assert "did you mean NEWSBRIEF_MODEL?" in found.stderr.splitlines()[0]
