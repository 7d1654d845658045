"""The database behind an address: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import ArgumentError, OperationalError

from newsbrief.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy.dialects import sqlite

BUSY_MS = 5_000
"""Milliseconds that a statement waits for another process that writes to the same SQLite file."""
STATEMENT_MS = 8_000
"""Milliseconds that PostgreSQL works on one statement: nobody waits longer for its answer."""
_CONNECT_S = 5
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
READS = {"reads": True}
"""Execution options of a connection that only reads: on SQLite it then takes no lock that others wait for."""


def open_database(address: str | None) -> Engine:
    """Return the engine for `address`, a SQLAlchemy URL; without one, for a file in the user's data folder.

    Raises:
        StoreUnavailable: it is no such address, or the folder cannot be made.
    """
    url = _parse_url(address) if address else URL.create("sqlite", database=str(_find_own_file()))
    return _connect_sqlite(url) if url.get_backend_name() == "sqlite" else _connect_postgresql(url)


def choose_insert(engine: Engine) -> type[sqlite.Insert]:
    """Return the `INSERT` of `engine`'s dialect, which can say what is to be done where the row is there already.

    For both kinds it is written alike, so they go by the type of one.
    """
    # By need: one database has no use for the other's megabytes.
    return import_module(f"sqlalchemy.dialects.{engine.dialect.name}").Insert  # type: ignore[no-any-return]


class Tables:
    """Tables of one kind in a database: `_engine` writes, `_reads` only reads, `_insert` is the statement."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reads = engine.execution_options(**READS)
        self._insert = choose_insert(engine)


def _parse_url(address: str) -> URL:
    try:
        url = sqlalchemy.make_url(address)
    except (ArgumentError, ValueError):
        raise StoreUnavailable("NEWSBRIEF_DATABASE_URL is no address such as postgresql://user@host/name.") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreUnavailable(
            f"NEWSBRIEF_DATABASE_URL names {url.drivername[:40]}; briefings are kept in sqlite or postgresql."
        )
    if not url.database or url.database == ":memory:":
        raise StoreUnavailable("NEWSBRIEF_DATABASE_URL names no file: SQLite needs one, as in sqlite:////var/lib/n.db.")
    return url


def _find_own_file() -> Path:
    from platformdirs import user_data_path

    folder = user_data_path("newsbrief", appauthor=False)
    try:
        # Briefings of unpublished articles may lie here.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {folder} cannot be made ({error.strerror}); set NEWSBRIEF_DATABASE_URL to another place."
        ) from None
    return folder / "newsbrief.sqlite3"


def _connect_postgresql(url: URL) -> Engine:
    # A server that vanished without a word must not hold a request longer than the connection attempt would.
    patience = {"connect_timeout": _CONNECT_S, "tcp_user_timeout": _CONNECT_S * 1000}
    engine = sqlalchemy.create_engine(
        url, connect_args=patience, pool_pre_ping=True, pool_timeout=_CONNECT_S, hide_parameters=True
    )
    event.listen(engine, "connect", _bind_limits)
    return engine


def _bind_limits(connection: Any, _: Any) -> None:
    # Else a statement behind somebody's lock keeps its thread, and a few of them the whole store.
    connection.execute(f"SET statement_timeout = {STATEMENT_MS}")
    connection.execute(f"SET lock_timeout = {BUSY_MS}")
    connection.commit()


def _connect_sqlite(url: URL) -> Engine:
    engine = sqlalchemy.create_engine(url, pool_timeout=_CONNECT_S, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    turns = _Turns()
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "commit", turns.commit)
    event.listen(engine, "rollback", turns.roll_back)
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    # The module's own transactions start too late to cover a read that a write follows: `_begin` starts them.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class _Turns:
    """Threads of this process that write take turns: SQLite would let each sleep and look again, ever longer."""

    def __init__(self) -> None:
        self._writes = Lock()

    def begin(self, connection: Connection) -> None:
        # One that will write takes the lock at once: upgrading later fails where two do so together.
        if connection.get_execution_options().get("reads"):
            connection.exec_driver_sql("BEGIN")
            return
        if not self._writes.acquire(timeout=BUSY_MS / 1000):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("another thread writes"))
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            self._writes.release()
            raise
        connection.info["writes"] = True

    def commit(self, connection: Connection) -> None:
        # SQLAlchemy tells of it beforehand. The next would find the database locked, and sleep.
        try:
            connection.exec_driver_sql("COMMIT")
        finally:
            self._end(connection)

    def roll_back(self, connection: Connection) -> None:
        try:
            connection.connection.rollback()
        finally:
            self._end(connection)

    def _end(self, connection: Connection) -> None:
        if connection.info.pop("writes", False):
            self._writes.release()
