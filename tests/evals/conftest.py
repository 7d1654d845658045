"""Fixtures of the evaluation's tests: no settings of this machine, and one honest run."""

import asyncio
from pathlib import Path

import pytest

from newsbrief.evals.run import Run, run
from newsbrief.evals.subject import Subject
from newsbrief.evals.suite import SUITES
from tests.support.cases import shipped_cases
from tests.support.eval_command import SETTINGS


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def whole_run() -> Run:
    """Return a run of every suite on every case, by the default engine."""
    return asyncio.run(run(Subject("extractive"), list(SUITES), shipped_cases(), lambda suite, done: None))
