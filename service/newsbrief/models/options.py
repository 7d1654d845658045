"""Options of a model's calls: parameters, headers and a query that a deployment sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LIMITS = ("max_completion_tokens", "max_tokens")
_HEADERS = ("headers", "extra_headers")
_QUERY = ("query", "extra_query")
_BODY = "extra_body"


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Options of every call to a model."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the request, as the server knows them; those that are None are left out of it."""
    most: int | None = None
    """Tokens of every answer, instead of what each call needs at most."""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


def parse_options(values: Mapping[str, Any]) -> ModelOptions:
    """Return the options in a JSON object: parameters by name, `extra_body` with more of them, `headers`, `query`."""
    special = (*_LIMITS, *_HEADERS, *_QUERY, _BODY)
    parameters = {name: value for name, value in values.items() if name not in special}
    limits = [values[name] for name in _LIMITS if isinstance(values.get(name), int)]
    return ModelOptions(
        parameters=parameters | dict(values.get(_BODY) or {}),
        most=limits[0] if limits else None,
        headers=_texts(values, _HEADERS),
        query=_texts(values, _QUERY),
    )


def _texts(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {key: str(text) for name in names for key, text in (values.get(name) or {}).items()}
