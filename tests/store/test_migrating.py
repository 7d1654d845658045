"""From empty, again, by several processes at once; and the steps lead where the tables say."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.store.errors import StoreUnavailable
from service.store.migrating import MIGRATIONS, NEWEST, migrate, revision
from service.store.store import Store
from service.store.tables import metadata
from tests.store.conftest import settings_for

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from service.store.store import Store
from tests.store.conftest import settings_for
Store(settings_for(sys.argv[1]))
"""


def test_the_steps_lead_to_the_tables(store: Store) -> None:
    migrate(store._engine)
    with store._engine.begin() as connection:
        assert revision(connection) == NEWEST
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [NEWEST]


def test_processes_that_start_together(address: str) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", OPEN, address], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)
    ]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()


def test_a_database_of_a_newer_version_is_left_alone(store: Store, address: str) -> None:
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer version"):
        Store(settings_for(address))
    with store._engine.begin() as connection:
        assert revision(connection) == "9999"
