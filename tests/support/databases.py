"""An empty database on SQLite, and one on PostgreSQL that lives as long as its test."""

import os
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.performance.database import database

SERVER = os.environ.get("TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
"""A PostgreSQL server on which databases may be made and dropped."""


def _listens() -> bool:
    host, _, port = SERVER.rpartition("@")[2].partition(":")
    try:
        socket.create_connection((host, int(port or 5432)), timeout=2).close()
    except OSError:
        return False
    return True


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite3'}"
        return
    if not _listens():
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"NOT TESTED ON POSTGRESQL: no server listens at {SERVER}", stacklevel=1)
        pytest.skip(f"NOT TESTED ON POSTGRESQL: no server listens at {SERVER}")
    with database(SERVER) as empty:
        yield empty
