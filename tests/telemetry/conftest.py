"""The real service over HTTP, with a scripted model server."""

from tests.api.conftest import service
from tests.upstream import upstream

__all__ = ["service", "upstream"]
