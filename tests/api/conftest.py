"""The real service on a free port, drafting in the article's own words."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.http_service import serve
from tests.support.settings import plain_settings


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with serve(plain_settings(max_body_bytes=300_000)) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened
