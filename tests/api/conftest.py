"""The real service on a free port, drafting in the article's own words."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from newsbrief.api.app import create_app
from newsbrief.api.protocol import SERVER
from newsbrief.settings import Settings
from newsbrief.store.store import Store
from tests.configured import make_settings
from tests.upstream import upstream

__all__ = ["upstream"]


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """The service over real HTTP; its address."""
    with serving_app(create_app(settings)) as url:
        yield url


@contextmanager
def serving_app(app: FastAPI) -> Iterator[str]:
    """An application over real HTTP; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, **SERVER))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def plain_settings(**chosen: object) -> Settings:
    """Settings that nothing around the test can change, and a database that no other service has."""
    own = f"{os.environ['NEWSBRIEF_DATABASE_URL'].removesuffix('.sqlite3')}-{uuid4().hex}.sqlite3"
    shutil.copyfile(_empty_database(), own.removeprefix("sqlite:///"))
    return make_settings(**{"engine": "extractive", "deadline_s": 30, "database_url": own, **chosen})


@cache
def _empty_database() -> Path:
    """Return a file whose tables are made: to make them takes as long as all else that a service starts with."""
    made = Path(os.environ["NEWSBRIEF_DATABASE_URL"].removeprefix("sqlite:///")).with_name("empty.sqlite3")
    Store(make_settings(database_url=f"sqlite:///{made}")).close()
    return made


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with serve(plain_settings(max_body_bytes=300_000)) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


@pytest.fixture
def service() -> Callable[..., object]:
    """A service with other settings: `with service(api_keys="k") as client: …`."""

    @contextmanager
    def start(**chosen: object) -> Iterator[httpx.Client]:
        with serve(plain_settings(**chosen)) as url, httpx.Client(base_url=url, timeout=30) as opened:
            yield opened

    return start
