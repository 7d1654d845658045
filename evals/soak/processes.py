"""The service and a worker as processes that can be killed at any moment, and begin again under the same address."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO

READY_S = 60.0


def can_fake_clock() -> bool:
    """Return whether time-machine is installed, by which a process can be given another time."""
    return find_spec("time_machine") is not None


class Process:
    """`python ARGUMENTS`, run again whenever it was killed. What it writes goes to a file."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._arguments, self._environment = arguments, {**os.environ, **environment}
        self._popen: subprocess.Popen[bytes] | None = None
        self._written: IO[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return its number; 0 while it does not run."""
        return self._popen.pid if self._popen else 0

    def start(self) -> None:
        """Begin (again)."""
        self._written = self.log.open("ab")
        self._popen = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, *self._arguments],
            env=self._environment,
            stdout=self._written,
            stderr=self._written,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it at once, with all its children, as if the power had failed."""
        self._end(signal.SIGKILL, 0)

    def stop(self) -> None:
        """Let it end in order; what does not end in time is killed."""
        self._end(signal.SIGTERM, 30)

    def has_ended(self) -> bool:
        """Return whether it ended by itself."""
        return self._popen is not None and self._popen.poll() is not None

    def count_open_files(self) -> int:
        """Count the files and sockets that it holds."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def resident_mb(self) -> float:
        """Return the megabytes of memory that it takes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def _end(self, sign: signal.Signals, within_s: float) -> None:
        if self._popen is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, sign)
        try:
            self._popen.wait(within_s or None)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
        self._popen = None
        if self._written:
            self._written.close()


def await_answer(url: str, within_s: float = READY_S) -> None:
    """Wait until something answers at `url`, with any status.

    Raises:
        TimeoutError: nothing does.
    """
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")
