"""A store on each of the databases: an SQLite file, and a PostgreSQL database that lives as long as its test."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from newsbrief.store.store import Store
from tests.support.databases import address
from tests.support.settings import settings_for

__all__ = ["address"]


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with closing(Store(settings_for(address))) as opened:
        yield opened


@pytest.fixture
def another(address: str) -> Iterator[Callable[[], Store]]:
    """Open the same database once more, as another process would."""
    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(Store(settings_for(address)))
        return opened[-1]

    yield open_again
    for found in opened:
        found.close()
