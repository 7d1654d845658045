"""The examples as a program imports them, and the service that they ask."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.http_service import serve
from tests.support.settings import plain_settings

INTEGRATIONS = Path(__file__).parents[2] / "integrations"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with serve(plain_settings()) as url:
        yield url


@pytest.fixture(scope="session")
def example() -> Callable[[str], ModuleType]:
    """Return the function that imports a file of `integrations/` by its path there."""

    def load(path: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(Path(path).stem, INTEGRATIONS / path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
