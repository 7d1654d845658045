"""End what a test run has started and left, however the run ends: by itself, by Ctrl-C or by kill -9.

A process of its own holds a pipe to the run. When the run is over the pipe closes, and every process that has the
run's mark in its environment is killed: servers, browsers, and what they started in turn.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

MARK = "PYTEST_RUN_MARK"


@contextmanager
def guard() -> Iterator[None]:
    """Mark what is started within the block; kill what is left of it afterwards."""
    mark = uuid4().hex
    # Out of reach of a Ctrl-C in the terminal, and without a mark of its own.
    keeper = subprocess.Popen([sys.executable, "-IS", __file__, mark], stdin=subprocess.PIPE, start_new_session=True)
    os.environ[MARK] = mark
    try:
        yield
    finally:
        del os.environ[MARK]
        keeper.communicate()


def _list_marked(mark: bytes) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        # It may have ended meanwhile, or be somebody else's.
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


def _end_marked(mark: bytes) -> None:
    end = time.monotonic() + 10
    # What is killed may have started others in between.
    while (found := _list_marked(mark)) and time.monotonic() < end:
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    _end_marked(f"{MARK}={sys.argv[1]}".encode())
