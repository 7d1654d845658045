"""Load a slow resource once, although many threads ask for it at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def load_once(load: Callable[[], T]) -> Callable[[], T]:
    """Return `load` for one run: others wait for the first caller, where `functools.cache` lets each of them load."""
    kept: list[T] = []
    lock = Lock()

    def load_once() -> T:
        if not kept:
            with lock:
                if not kept:
                    kept.append(load())
        return kept[0]

    return load_once
