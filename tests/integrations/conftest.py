"""The examples as a program imports them, and the service that they ask."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.api.conftest import address, service

__all__ = ["address", "service"]

INTEGRATIONS = Path(__file__).parents[2] / "integrations"


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
