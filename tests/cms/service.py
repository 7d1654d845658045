"""A `newsbrief serve` for a CMS to ask."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx

from tests.support.forked_process import COMMAND, ForkedProcess
from tests.support.service_process import wait_for_address

ROOT = Path(__file__).parents[2]
KEY = "a-key-that-no-browser-ever-sees"
SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of a test secret").decode()


@dataclass
class Service:
    """A `newsbrief serve` with its own store."""

    url: str
    database: Path
    log: Path

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, headers={"Authorization": f"Bearer {KEY}"}, timeout=30)

    def jobs(self) -> int:
        """Return how many jobs were ever made: each is paid for."""
        import sqlite3

        with sqlite3.connect(self.database) as connection:
            return int(connection.execute("SELECT count(*) FROM jobs").fetchone()[0])


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Service]:
    """Yield a service while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "newsbrief.sqlite3"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "NEWSBRIEF_ENGINE": "extractive",
        "NEWSBRIEF_DATABASE_URL": f"sqlite:///{database}",
        "NEWSBRIEF_API_KEYS": f"newsroom:sha256:{sha256(KEY.encode()).hexdigest()}:reviewer=*",
        "NEWSBRIEF_WEBHOOK_SECRET": SECRET,
        "NEWSBRIEF_WEBHOOK_PRIVATE_TARGETS": "true",
        **settings,
    }
    process = ForkedProcess(COMMAND, ["serve", "--port", "0"], environment, folder / "log")
    try:
        yield Service(wait_for_address(folder / "log", process), database, folder / "log")
    finally:
        process.kill()
