"""From empty, again, by several processes at once; and the steps lead where the tables say."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from newsbrief.store.database import open_database
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.migrating import MIGRATIONS, NEWEST, find_revision, migrate, upgrade
from newsbrief.store.store import Store
from newsbrief.store.tables import metadata
from tests.support.forked_process import ForkedProcess
from tests.support.settings import settings_for

OPEN = """
import sys
from newsbrief.store.store import Store
from tests.support.settings import settings_for
Store(settings_for(sys.argv[1]))
"""


def test_a_new_database_has_the_newest_tables(store: Store) -> None:
    with store._engine.begin() as connection:
        assert find_revision(connection) == NEWEST
        assert _differences(connection) == []
    migrate(store._engine)


def test_the_steps_lead_to_the_same_tables(address: str) -> None:
    engine = open_database(address)
    with engine.begin() as connection:
        upgrade(connection)
        assert find_revision(connection) == NEWEST
        assert _differences(connection) == []
        stepped = _describe(connection)
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()
    with closing(Store(settings_for(address))) as made, made._engine.begin() as connection:
        assert _describe(connection) == stepped
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [NEWEST]


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _describe(connection: Connection) -> dict[str, object]:
    """Return all that a database tells of its tables."""
    found = inspect(connection)
    return {
        name: (
            sorted(map(str, found.get_columns(name))),
            str(found.get_pk_constraint(name)),
            sorted(map(str, found.get_foreign_keys(name))),
            sorted(map(str, found.get_unique_constraints(name))),
            sorted(map(str, found.get_indexes(name))),
        )
        for name in found.get_table_names()
    }


def test_processes_that_start_together(address: str, tmp_path: Path) -> None:
    logs = [tmp_path / f"{n}.log" for n in range(4)]
    started = [ForkedProcess(OPEN, [address], os.environ, log) for log in logs]
    for process, log in zip(started, logs, strict=True):
        assert process.wait(60) == 0, log.read_text()


def test_a_process_waits_for_one_that_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.store.database.BUSY_MS", 50)
    first, second = (open_database(f"sqlite:///{tmp_path / 'n.db'}") for _ in range(2))
    with first.begin() as migrating, ThreadPoolExecutor() as threads:
        waiting = threads.submit(migrate, second)
        with pytest.raises(TimeoutError):
            waiting.result(0.5)
        migrating.commit()
        waiting.result(30)
    with second.begin() as connection:
        assert find_revision(connection) == NEWEST
    first.dispose()
    second.dispose()


def test_a_database_of_a_newer_version_is_left_alone(store: Store, address: str) -> None:
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer version"):
        Store(settings_for(address))
    with store._engine.begin() as connection:
        assert find_revision(connection) == "9999"
