"""Faults of a value that pydantic refuses, described without the value itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError


class Fault(NamedTuple):
    """One thing that is wrong: where it stands in the value, what is wrong, and the name that pydantic has for it."""

    place: tuple[int | str, ...]
    message: str
    type: str


def list_faults(error: ValidationError) -> list[Fault]:
    """Return all that is wrong."""
    return list(map(read_fault, error.errors(include_url=False, include_input=False, include_context=False)))


def read_fault(error: Mapping[str, Any]) -> Fault:
    """Return one of the errors that pydantic lists."""
    return Fault(error["loc"], error["msg"].removeprefix("Value error, "), error["type"])


def describe_faults(error: ValidationError, whole: str, most: int = 1) -> str:
    """Return the first faults in a line, each with its place; `whole` stands for that of the value itself."""
    return "; ".join(f"{'.'.join(map(str, f.place)) or whole}: {f.message}" for f in list_faults(error)[:most])
