"""Servers as processes of their own, and what they take."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.ports import find_free_port

PATIENCE_S = 60
_ROOT = Path(__file__).parents[2]
"""The checkout, from which the parts that are no package are run."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    port: int
    pid: int
    ready_s: float
    """Seconds from its start to its first answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count_open_files(self) -> int:
        """Count the files and sockets that the process and its children hold."""
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in (self.pid, *_children(self.pid)))

    def processor_s(self) -> float:
        """Return the seconds of processor time that the process and its children took."""
        return sum(_ticks(pid) for pid in (self.pid, *_children(self.pid))) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self) -> float:
        """Return the megabytes of memory of the process and its children."""
        return sum(_resident_kb(pid) for pid in (self.pid, *_children(self.pid))) / 1024


@contextmanager
def run_server(arguments: list[str], environment: Mapping[str, str] = {}, path: str = "/readyz") -> Iterator[Server]:
    """Run `python ARGUMENTS`, `{port}` in them filled in, until the block ends; it is ready when it answers at `path`.

    Raises:
        TimeoutError: it does not answer.
    """
    port = find_free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *(part.format(port=port) for part in arguments)],
        env={**os.environ, **environment},
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}{path}", process, began + PATIENCE_S)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def upstream(latency_s: float, tokens_per_s: float = 0, failing: float = 0, *more: str) -> Iterator[str]:
    """Yield the address of a model server of that speed; of its answers a share is `failing`, `more` are options."""
    speed = [f"--latency={latency_s}", f"--tokens-per-s={tokens_per_s}", f"--failing={failing}", *more]
    with run_server(["-m", "evals.performance.upstream", "{port}", *speed], path="/") as server:
        yield f"{server.url}/v1"


def model_settings(base_url: str, database: str) -> dict[str, str]:
    """Return settings of a newsbrief before a model server, with a database of its own."""
    return {
        "OPENAI_BASE_URL": base_url,
        "NEWSBRIEF_ENGINE": "openai",
        "NEWSBRIEF_MODEL": "performance",
        "NEWSBRIEF_DATABASE_URL": database,
    }


@contextmanager
def newsbrief(base_url: str, folder: Path, *, workers: int = 1, **settings: str) -> Iterator[Server]:
    """Run `newsbrief serve` before a model server, with a database of its own in `folder`."""
    environment = model_settings(base_url, f"sqlite:///{folder / 'performance.db'}") | settings
    arguments = ["-c", "from newsbrief.cli import main; main()", "serve", "--port", "{port}", "--workers", str(workers)]
    with run_server(arguments, environment) as server:
        yield server


def _await(url: str, process: subprocess.Popen[bytes], until: float) -> None:
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise TimeoutError(f"{process.args!r} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                answer.read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"{process.args!r} did not answer within {PATIENCE_S} seconds")


def _resident_kb(pid: int) -> int:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _children(pid: int) -> list[int]:
    try:
        mine = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return mine + [grandchild for child in mine for grandchild in _children(child)]
