"""A service that is told to end: what it has begun it finishes, what comes then it does not take."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.forked_process import run_forked
from tests.support.processes import run
from tests.support.service_process import NEWSBRIEF, ROOT, wait_for_address
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

STARTED = re.compile(r"Started server process \[(\d+)\]")


@contextmanager
def serve(log: Path, upstream: Upstream, workers: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "NEWSBRIEF_DATABASE_URL": f"sqlite:///{log.parent / 'store.sqlite3'}",
        "NEWSBRIEF_ENGINE": "openai",
        "OPENAI_API_KEY": "k",
        "OPENAI_BASE_URL": upstream.base_url,
    }
    arguments = ["serve", "--port", "0", "--workers", str(workers)]
    with (
        log.open("wb") as written,
        run([*NEWSBRIEF, *arguments], cwd=log.parent, env=environment, stderr=written) as process,
    ):
        yield process, wait_for_address(log, process, workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_in_flight_is_finished(workers: int, upstream: Upstream, tmp_path: Path, seed_article: str) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=2))
    with serve(tmp_path / "log", upstream, workers) as (process, url), ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(httpx.post, f"{url}/summarize", json={"text": seed_article}, timeout=60)
        wait_until(lambda: upstream.requests)
        process.send_signal(signal.SIGTERM)
        answer = under_way.result()
        assert (answer.status_code, answer.json()["meta"]["engine"]) == (200, "openai")
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{url}/healthz", timeout=10)
        # One process dies of the signal that it was sent, as is the custom; the parent of several ends by itself.
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)
        log = (tmp_path / "log").read_text()
        assert log.count("Application shutdown complete") == workers
        assert "Traceback" not in log


def test_a_worker_that_is_killed_is_replaced(upstream: Upstream, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serve(log, upstream, 2) as (_, url):
        first = {int(pid) for pid in STARTED.findall(log.read_text())}
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        wait_until(lambda: len(STARTED.findall(log.read_text())) == log.read_text().count("startup complete") == 3)
        assert httpx.get(f"{url}/readyz", timeout=10).status_code == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_service_that_cannot_start_says_why(workers: str, tmp_path: Path) -> None:
    settings = {"NEWSBRIEF_ENGINE": "local", "NEWSBRIEF_LOCAL_MODEL": "no.gguf"}
    ended = run_forked(tmp_path, "serve", "--port", "0", "--workers", workers, PYTHONPATH=str(ROOT), **settings)
    assert ended.code == 2
    assert "no.gguf" in ended.err
    assert "Traceback" not in ended.err
