"""Bringing a database to the tables that this version expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from newsbrief.store.database import BUSY_MS, READS
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.tables import metadata

NEWEST = "0010"
"""The revision that the tables are written for. While a database has it, alembic need not be loaded."""
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6E657773
"""PostgreSQL's advisory lock that one process holds while it migrates: `news` in ASCII."""


_PATIENCE_MS = 3_600_000
"""How long a process waits for one that migrates the same SQLite file."""


def migrate(engine: Engine) -> None:
    """Make the tables where there are none, else apply what is missing.

    Processes that start together take turns, and each finds the work done or does it.

    Raises:
        StoreUnavailable: a newer version of the service made the database.
    """
    with engine.execution_options(**READS).begin() as connection:
        if find_revision(connection) == NEWEST:
            return
    with _turn(engine) as connection:
        match find_revision(connection):
            case None:
                _create(connection)
            case found if found != NEWEST:
                upgrade(connection)


@contextmanager
def _turn(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other process migrates in, whatever time those before it take."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            for bound in ("statement_timeout", "lock_timeout"):
                connection.execute(text(f"SET LOCAL {bound} = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
            connection.commit()
            return
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def find_revision(connection: Connection) -> str | None:
    """Return the revision of the database; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _create(connection: Connection) -> None:
    """Create the newest tables at once, and the mark that alembic would leave: loading it takes 0.2 s and 7 MB."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "CREATE TABLE alembic_version "
            "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:newest)"), {"newest": NEWEST})


def upgrade(connection: Connection) -> None:
    """Apply the steps that a database lacks; an empty one lacks all of them.

    Raises:
        StoreUnavailable: a newer version of the service made the database.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if (revision := find_revision(connection)) is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(revision)
        except CommandError:
            raise StoreUnavailable("A newer version of newsbrief made the database; this one cannot read it.") from None
    command.upgrade(config, "head")
