"""Commands of the service in processes of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.forked_process import COMMAND, ForkedProcess
from tests.support.upstream import Upstream
from tests.support.waiting import wait_until

HASTE = """
import sys
import newsbrief.jobs.lazy_worker, newsbrief.jobs.executor, newsbrief.jobs.webhooks
import newsbrief.models.bulk, newsbrief.store.executors
newsbrief.store.executors.LEASE_S = 3.0
# It is renewed, and others look for work, four times in so many seconds.
newsbrief.jobs.lazy_worker.LEASE_S = newsbrief.jobs.executor.LEASE_S = 1.0
newsbrief.jobs.webhooks.SCHEDULE_S = (0.2, 0.3)
newsbrief.models.bulk.Pace.__init__.__defaults__ = (0.5, 0.1, 50_000, 190_000_000)
from newsbrief.cli import main
sys.exit(main())
"""
"""`newsbrief`, with leases and retries that a test can wait for."""
ROOT = Path(__file__).parents[2]
NEWSBRIEF = [sys.executable, "-c", COMMAND]
_AT = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")


def wait_for_address(log: Path, process: ForkedProcess | subprocess.Popen[bytes], workers: int = 1) -> str:
    """Return where the service listens that writes `log`, once so many of its workers have started."""

    def find_address() -> str | None:
        said = log.read_text()
        assert process.poll() is None, said
        found = _AT.search(said)
        return found[1] if found and said.count("startup complete") >= workers else None

    return str(wait_until(find_address))


class Process:
    """A command of the service in a process of its own, and what it logged."""

    def __init__(self, log: Path, environment: dict[str, str], *arguments: str, haste: str = HASTE) -> None:
        self.log = log
        self.popen = ForkedProcess(haste, arguments, environment, log)

    @property
    def url(self) -> str:
        return wait_for_address(self.log, self.popen)

    def kill(self) -> None:
        self.popen.kill()


Start = Callable[..., Process]


def wait_for_job(url: str, job: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the job, once it is complete."""

    with httpx.Client(headers=headers, timeout=30) as client:

        def read_ended() -> dict[str, Any] | None:
            found: dict[str, Any] = client.get(url + job).json()
            return found if found["status"] in ("completed", "cancelled") else None

        # Each look takes the processor from those who work.
        ended: dict[str, Any] = wait_until(read_ended, every_s=0.1)
    return ended


@pytest.fixture
def start(address: str, upstream: Upstream, tmp_path: Path) -> Iterator[Start]:
    """Start `newsbrief` with arguments, on the test's database and upstream."""
    environment = os.environ | {
        "NEWSBRIEF_DATABASE_URL": address,
        "NEWSBRIEF_ENGINE": "openai",
        "NEWSBRIEF_MAX_CONCURRENCY": "3",
        "OPENAI_API_KEY": "k",
        "OPENAI_BASE_URL": upstream.base_url,
        "PYTHONPATH": str(ROOT),
    }
    started: list[Process] = []

    def run(*arguments: str, haste: str = HASTE, **settings: str) -> Process:
        log = tmp_path / f"{len(started)}.log"
        started.append(Process(log, environment | settings, *arguments, haste=haste))
        return started[-1]

    yield run
    for process in started:
        process.kill()
