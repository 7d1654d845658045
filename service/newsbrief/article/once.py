"""What takes long to load is loaded once, though many threads want it first at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(load: Callable[[], T]) -> Callable[[], T]:
    """`load`, which the first caller runs while the others wait: `functools.cache` alone lets each of them load."""
    kept: list[T] = []
    lock = Lock()

    def loaded() -> T:
        if not kept:
            with lock:
                if not kept:
                    kept.append(load())
        return kept[0]

    return loaded
