"""Places for a run's data: a PostgreSQL database, or SQLite in a file system small enough to be filled."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from evals.performance.database import database

_SIZE = "512m"
_BLOCK = bytes(64 * 1024)
_ENDED = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and what can be done to it."""

    name: str
    url: str
    small: Path | None = None
    """The folder of the database, where its file system can be filled."""
    server: str | None = None
    """The PostgreSQL server."""

    def end_connections(self) -> None:
        """End every connection to the database, as a restart of its server would."""
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(_ENDED, (self.url.rpartition("/")[2],))

    def fill(self) -> None:
        """Fill the file system, where it is small."""
        if self.small:
            with self._ballast.open("wb", buffering=0) as ballast, suppress(OSError):
                while True:
                    ballast.write(_BLOCK)

    def clear(self) -> None:
        """Make room again."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        assert self.small
        return self.small / "ballast"


@contextmanager
def postgresql(server: str) -> Iterator[Place]:
    """Yield an empty database in `server`."""
    with database(server) as url:
        yield Place("PostgreSQL", url, server=server)


@contextmanager
def sqlite() -> Iterator[Place]:
    """Yield a file, in a small file system of its own where one can be mounted."""
    with tempfile.TemporaryDirectory(prefix="newsbrief-soak-") as folder:
        url = f"sqlite:///{folder}/soak.sqlite3"
        mounted = subprocess.run(  # noqa: S603
            ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder],  # noqa: S607
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            print("  no small file system can be mounted here: the disk is never full")
            yield Place("SQLite", url)
            return
        try:
            yield Place("SQLite", url, small=Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=False)  # noqa: S603, S607
