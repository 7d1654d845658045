"""Processes of the service that are killed and started again, on each of the databases."""

from tests.support.databases import address
from tests.support.service_process import start

__all__ = ["address", "start"]
