"""What takes long to load is loaded once, though many threads want it first at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(load: Callable[[], T]) -> Callable[[], T]:
    """`load`, which the first caller runs while the others wait: `functools.cache` alone lets each of them load."""
    kept, lock = cache(load), Lock()

    def loaded() -> T:
        with lock:
            return kept()

    return loaded
