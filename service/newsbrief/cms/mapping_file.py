"""Files of mappings: YAML with JSONPaths (RFC 9535) in it, and the secrets that they name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import jsonpath
import yaml
from pydantic import BaseModel, ValidationError

from newsbrief.validation import describe_faults

M = TypeVar("M", bound=BaseModel)
_STRICT = jsonpath.JSONPathEnvironment(strict=True)


class MalformedMapping(ValueError):
    """A mapping file cannot be used; `str()` says which, and why."""


class SecretNotSet(ValueError):
    """A mapping names an environment variable that is not set."""


def read_mapping(path: Path, model: type[M]) -> M:
    """Return the mapping in a file.

    Raises:
        MalformedMapping: it is none.
    """
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise MalformedMapping(f"{path.name}: {describe_faults(error, 'the file')}") from None
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise MalformedMapping(f"{path.name}: {' '.join(str(error).split())[:200]}") from None


def parse_path(text: object) -> jsonpath.JSONPath:
    """Return a JSONPath.

    Raises:
        ValueError: the text is none.
    """
    try:
        found = _STRICT.compile(text) if isinstance(text, str) else None
    except (jsonpath.JSONPathError, ValueError, RecursionError) as error:
        # Its own words need not be printable: they point into the text, and may miss it.
        raise ValueError(f"{text!r} is no JSONPath: {error.args[0] if error.args else 'malformed'}") from None
    if not isinstance(found, jsonpath.JSONPath):
        raise ValueError("a JSONPath is a text such as $.headline")
    return found


def require_secret(environment: Mapping[str, str], name: str) -> str:
    """Return the secret in an environment variable.

    Raises:
        SecretNotSet: there is none.
    """
    found = environment.get(name, "")
    if not found:
        raise SecretNotSet(f"The environment variable {name} is not set.")
    return found
