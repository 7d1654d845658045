"""`newsbrief summarize`: whoever needs a model is told by the exit code that there was none, and why."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsbrief.cli import main
from tests.support.upstream import Upstream, chat, draft, error

ARTICLE = Path("evals/seeds/iran_us_talks.article.txt").absolute()


@dataclass(frozen=True)
class CommandResult:
    """The output of the command, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., CommandResult]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`run("--require-model", OPENAI_API_KEY="k")` briefs the article with no other setting than these."""

    def summarize(*more: str, **variables: str) -> CommandResult:
        with monkeypatch.context() as patched:
            for name in filter(lambda name: name.startswith(("NEWSBRIEF_", "OPENAI_")), list(os.environ)):
                patched.delenv(name)
            for name, value in {"XDG_DATA_HOME": str(tmp_path), **variables}.items():
                patched.setenv(name, value)
            patched.chdir(tmp_path)
            code = main(["summarize", str(ARTICLE), *more])
        out, err = capfd.readouterr()
        return CommandResult(code, out, err)

    return summarize


@pytest.mark.parametrize(
    ("status", "message", "name"),
    [
        (401, "wrong", "OPENAI_API_KEY"),
        (404, "The model does not exist", "NEWSBRIEF_MODEL"),
        (402, "", "top the account up"),
    ],
)
def test_what_is_wrong_is_told_with_the_remedy(
    run: Run, upstream: Upstream, status: int, message: str, name: str
) -> None:
    upstream.says(error(status, message))
    at = {"OPENAI_BASE_URL": upstream.base_url}
    required = run("--require-model", **at)
    assert (required.code, required.out) == (3, "")
    (line,) = required.err.splitlines()
    assert line.startswith("newsbrief: The ")
    assert name in line
    assert upstream.base_url.removeprefix("http://").removesuffix("/v1") in line
    degraded = run(**at)
    assert degraded.code == 0
    assert degraded.out
    assert any("warning: no model wrote" in line and name in line for line in degraded.err.splitlines())


def test_no_model_at_all(run: Run) -> None:
    found = run("--require-model")
    assert (found.code, found.out) == (3, "")
    assert "OPENAI_API_KEY" in found.err


def test_a_model_that_answers(run: Run, upstream: Upstream) -> None:
    upstream.says(chat(draft()))
    found = run("--require-model", OPENAI_BASE_URL=upstream.base_url, NEWSBRIEF_MODLE="x")
    assert found.code == 0
    assert "Key Points:" in found.out
    assert "did you mean NEWSBRIEF_MODEL?" in found.err.splitlines()[0]
