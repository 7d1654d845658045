"""Files that are no Python: word lists and other tables, prompts, and the cases of the eval suite."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def read_table(path: str) -> Mapping[str, Any]:
    """Return a TOML file of the package, such as `article/speech.toml`; it is read once."""
    return tomllib.loads((_HERE / path).read_text("utf-8"))


def read_language_table(path: str, language: str) -> Mapping[str, Any]:
    """Return a language's part of a TOML file: English where the language cannot be told, empty where it has none."""
    part: Mapping[str, Any] = read_table(path).get("en" if language == "und" else language, {})
    return part


def find_folder(name: str) -> Path:
    """Return the folder `prompts` or `evals`: the wheel's copy where installed, else the checkout's."""
    shipped = _HERE / "_shipped" / name
    return shipped if shipped.is_dir() else _HERE.parents[1] / name
