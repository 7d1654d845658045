"""Bound the processor time of a block, whatever the machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_COUNT = 1_000_000
_COUNT_S = 0.035
"""Seconds in which a slow machine that has nothing else to do counts so far."""


@contextmanager
def costs_less_than(seconds: float) -> Iterator[None]:
    """Fail if the current thread takes more processor time in the block than so many seconds of a slow machine.

    A machine that is slower still, or shares its cores, is known by how long it counts right before and after.
    """
    before = _time_counting()
    began = time.thread_time()
    yield
    spent = time.thread_time() - began
    slowness = max(1.0, before / _COUNT_S, _time_counting() / _COUNT_S)
    assert spent < seconds * slowness, f"{spent:.2f} s, on a machine {slowness:.1f} times as slow as thought"


def _time_counting() -> float:
    began = time.thread_time()
    for _ in range(_COUNT):
        pass
    return time.thread_time() - began
