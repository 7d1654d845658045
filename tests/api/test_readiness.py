"""Ready is who can write: not where the database is locked, full or read-only; and asking costs nothing."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsbrief.store.readiness import Readiness
from tests.support.http_service import reason_of
from tests.support.service_process import wait_for_job
from tests.support.waiting import wait_until

FULL = """
import asyncio, resource, sys
from newsbrief.api.readiness import Readiness
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.store import Store
from tests.support.settings import settings_for

async def main():
    ready = Readiness(Store(settings_for(sys.argv[1])))
    await ready.check()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))  # no file may grow: as full as a disk can be
    await asyncio.sleep(1.1)
    try:
        await ready.check()
    except StoreUnavailable:
        print("not ready")

asyncio.run(main())
"""


def test_a_locked_database_is_not_ready(service: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "locked.sqlite3"
    with service(database_url=f"sqlite:///{file}") as client:
        assert client.get("/readyz").status_code == 200
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(1.1)
            answer = client.get("/readyz")
            assert (answer.status_code, reason_of(answer)) == (503, "store-unavailable")
            assert client.get("/healthz").status_code == 200
            other.execute("ROLLBACK")
        _until_readyz_answers(client, 200)


def test_a_full_disk_is_not_ready(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'full.sqlite3'}"
    ran = subprocess.run([sys.executable, "-c", FULL, url], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "not ready", ran.stderr


def test_a_storm_of_probes_writes_once(service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[float] = []
    write = Readiness.write

    def write_counted(self: Any) -> None:
        written.append(time.monotonic())
        write(self)

    monkeypatch.setattr("newsbrief.store.readiness.Readiness.write", write_counted)
    with service() as client, ThreadPoolExecutor(8) as pool:
        began = time.monotonic()
        answers = list(pool.map(lambda _: client.get("/readyz").status_code, range(60)))
        took = time.monotonic() - began
    assert set(answers) == {200}
    assert len(written) <= 2 + took


def test_a_queue_that_cannot_be_opened_is_not_ready(
    service: Callable[..., Any], tmp_path: Path, seed_article: str
) -> None:
    queue = tmp_path / "own-jobs.sqlite3"
    queue.mkdir()
    with service(database_url=f"sqlite:///{tmp_path / 'own.sqlite3'}") as client:
        assert client.get("/readyz").status_code == 200
        answer = client.post("/jobs", json={"articles": [{"text": seed_article}]})
        assert answer.status_code == 202
        _until_readyz_answers(client, 503)
        queue.rmdir()
        _until_readyz_answers(client, 200)
        assert wait_for_job(str(client.base_url), answer.headers["location"])["done"] == 1


def _until_readyz_answers(client: httpx.Client, status: int) -> None:
    wait_until(lambda: client.get("/readyz").status_code == status, every_s=0.1)
