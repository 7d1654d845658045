"""Settings for a test: those of a file beside the checkout are no part of them."""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from newsbrief.settings import Settings
from newsbrief.store.store import Store


def make_settings(**chosen: Any) -> Settings:
    """Return the settings that are `chosen`, else of the environment."""
    return Settings(_env_file=None, **chosen)  # type: ignore[call-arg]


def plain_settings(**chosen: object) -> Settings:
    """Return settings that nothing around the test can change, and a database that no other service has."""
    own = f"{os.environ['NEWSBRIEF_DATABASE_URL'].removesuffix('.sqlite3')}-{uuid4().hex}.sqlite3"
    shutil.copyfile(_empty_database(), own.removeprefix("sqlite:///"))
    return make_settings(**{"engine": "extractive", "deadline_s": 30, "database_url": own, **chosen})


@cache
def _empty_database() -> Path:
    """Return a file whose tables are made: to make them takes as long as all else that a service starts with."""
    made = Path(os.environ["NEWSBRIEF_DATABASE_URL"].removeprefix("sqlite:///")).with_name("empty.sqlite3")
    Store(make_settings(database_url=f"sqlite:///{made}")).close()
    return made


def settings_for(address: str, **chosen: object) -> Settings:
    return make_settings(database_url=address, **chosen)
