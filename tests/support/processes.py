"""Processes of tests, which end with everything that they started."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def run(command: Sequence[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the process of `command`, in a group of its own; at the end of the block the whole group is killed."""
    process = subprocess.Popen(command, start_new_session=True, **how)
    try:
        yield process
    finally:
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, and all that is in the group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
