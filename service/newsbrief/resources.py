"""Files that are no Python: prompts, and the cases of the eval suite."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def find_folder(name: str) -> Path:
    """Return the folder `prompts` or `evals`: the wheel's copy where installed, else the checkout's."""
    shipped = _HERE / "_shipped" / name
    return shipped if shipped.is_dir() else _HERE.parents[1] / name
