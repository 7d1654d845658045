"""A site, and `newsbrief watch` in processes of its own on each of the databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.site import site
from tests.feeds.watch import Quick, Watch
from tests.support.databases import address

__all__ = ["address", "site"]


@pytest.fixture
def watch(address: str, tmp_path: Path) -> Iterator[Watch]:
    """Watches feeds on each of the databases."""
    found = Watch(tmp_path, address)
    yield found
    for process in found.started:
        process.kill()


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Quick:
    """Watches feeds on SQLite alone, in this process."""
    return Quick(tmp_path, f"sqlite:///{tmp_path / 'store.sqlite3'}", monkeypatch, capfd)
