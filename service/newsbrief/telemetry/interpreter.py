"""Settings of Python itself, for a process that works through many articles beside an event loop."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SWITCHES_S = 0.001
"""Seconds that one thread runs on while another waits: an event loop that waits five times for 5 ms answers late."""


def tune() -> None:
    """Let threads take shorter turns, so that `/healthz` answers soon while an article of 1 MB is read."""
    sys.setswitchinterval(SWITCHES_S)


@contextmanager
def pause_collection() -> Iterator[None]:
    """Collect no garbage while the block loads modules, which makes none, nor look through them for any later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
