"""Addresses, and what is said where they lead nowhere."""

import asyncio
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import text

from newsbrief.store import store as store_module
from newsbrief.store.database import open_database
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.store import Store
from tests.support.settings import make_settings, settings_for


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense", "no address"),
        ("postgresql://host:port/x", "no address"),
        ("mysql://u:secret@h/n", "names mysql"),
        ("sqlite://", "no file"),
        ("sqlite:///:memory:", "no file"),
    ],
)
def test_addresses_that_cannot_be(address: str, says: str) -> None:
    with pytest.raises(StoreUnavailable, match=says) as told:
        open_database(address)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_name_postgresql(scheme: str) -> None:
    assert open_database(f"{scheme}://u:p@h/n").url.drivername == "postgresql+psycopg"


def test_nobody_there() -> None:
    with pytest.raises(StoreUnavailable, match=r"cannot be used: .*refused") as told:
        Store(settings_for("postgresql://u:secret@127.0.0.1:9/n"))
    assert "secret" not in str(told.value)


def test_the_file_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data" / "newsbrief")
    monkeypatch.delenv("NEWSBRIEF_DATABASE_URL", raising=False)
    Store(make_settings()).close()
    assert (tmp_path / "data" / "newsbrief" / "newsbrief.sqlite3").exists()
    assert (tmp_path / "data" / "newsbrief").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "file" / "newsbrief")
    with pytest.raises(StoreUnavailable, match="NEWSBRIEF_DATABASE_URL"):
        open_database(None)


def test_sqlite_waits_writes_ahead_and_holds_to_its_keys(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'n.db'}")
    with engine.connect() as connection:
        found = [
            connection.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "busy_timeout", "foreign_keys")
        ]
    engine.dispose()
    assert found == ["wal", 5000, 1]


async def test_a_database_that_hangs_is_not_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE_S", 0.05)
    with pytest.raises(StoreUnavailable, match="does not answer"):
        await store.ask(time.sleep, 0.3)
    await asyncio.sleep(0)


async def test_a_connection_that_was_lost_is_made_anew(store: Store, address: str) -> None:
    await store.ask(store.readiness.write)
    if address.startswith("postgresql"):
        admin = sqlalchemy.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
        with admin.connect() as connection:
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()")
            assert connection.execute(text(f"{ended} AND pid <> pg_backend_pid()")).all() == [(True,)]
        admin.dispose()
    await store.ask(store.readiness.write)


def test_a_statement_behind_a_lock_is_given_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not address.startswith("postgresql"):
        pytest.skip("SQLite has its busy timeout")
    monkeypatch.setattr("newsbrief.store.database.BUSY_MS", 200)
    with closing(Store(settings_for(address))) as store, closing(Store(settings_for(address))) as other:
        with other._engine.begin() as connection:
            connection.execute(text("LOCK TABLE briefings IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(sqlalchemy.exc.OperationalError, match="lock timeout"):
                store.briefings.list_languages(None)
        assert store.briefings.list_languages(None) == ()


async def test_an_answer_that_must_not_come_twice_is_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE_S", 0.05)
    await store.ask_to_the_end(time.sleep, 0.3)


async def test_a_store_that_lost_its_tables_is_not_reachable(store: Store) -> None:
    await store.ask(store.readiness.write)
    with store._engine.begin() as connection:
        for table in ("idempotency_keys", "briefing_versions", "desk_texts", "variants", "briefings"):
            connection.execute(text(f"DROP TABLE {table}"))
    with pytest.raises(StoreUnavailable):
        await store.ask(store.readiness.write)
