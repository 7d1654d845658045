"""The scripted upstream, exams forgotten between tests, and no settings of this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from newsbrief.cli import main
from newsbrief.cli.eval_judge import FILES
from newsbrief.evals.judges.report import Report
from tests.evals.judges.upstreams import write_pairs
from tests.support.eval_command import SETTINGS
from tests.support.upstream import Upstream


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in (*SETTINGS, "NEWSBRIEF_JUDGE_BASE_URL", "NEWSBRIEF_PRICES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def compare(upstream: Upstream, tmp_path: Path) -> Callable[..., tuple[int, Report]]:
    """Return a function that runs `newsbrief eval judge` on the upstream, for its exit code and its report.

    By default the claims are those of `upstreams.articles`.
    """

    write_pairs(tmp_path / "pairs.jsonl")

    def run(*arguments: str, out: str = "judges", base: Sequence[str] | None = None) -> tuple[int, Report]:
        base = ("--base-url", upstream.base_url) if base is None else base
        pairs = () if "--pairs" in arguments else ("--pairs", "pairs.jsonl")
        code = main(["eval", "judge", *base, *pairs, *arguments, "--out", out])
        return code, Report.model_validate_json((tmp_path / out / FILES[0]).read_bytes())

    return run
