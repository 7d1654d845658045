"""The command in processes of its own, which a process forks that has imported it: to import it takes seconds each.

They are real: each has its memory, its files and its signals to itself, and can be killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from multiprocessing.context import ForkServerContext
from pathlib import Path

IMPORTED = (
    "anyio._backends._asyncio", "newsbrief.api.app", "newsbrief.cli.batch", "newsbrief.cli.serve",
    "newsbrief.cli.watch", "newsbrief.cli.worker", "newsbrief.feeds.file", "newsbrief.feeds.watching",
    "newsbrief.jobs.executor", "newsbrief.mcp.stdio", "newsbrief.telemetry.interpreter",
    "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite",
)  # fmt: skip
"""Modules that commands load, some of them late."""
_PRELOAD = "tests.support.preload"

COMMAND = "import sys; from newsbrief.cli import main; sys.exit(main())"
"""`newsbrief`, as code for a process."""


@cache
def _context() -> ForkServerContext:
    # It leaves out in silence what it does not find.
    assert all(map(find_spec, (*IMPORTED, _PRELOAD)))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOAD])
    return context


class ForkedProcess:
    """A process that runs `code` with `arguments`, in the folder of `log`, to which its errors go.

    What it prints goes to `out`, or to where the tests print.
    """

    def __init__(
        self, code: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path, out: Path | None = None
    ) -> None:
        log.touch()
        self._process = _context().Process(target=_run, args=(code, list(arguments), dict(environment), log, out))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def poll(self) -> int | None:
        """Return its exit code, or minus the signal that it died of; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, once it has ended."""
        self._process.join(timeout)
        code = self.poll()
        assert code is not None, "it has not ended"
        return code

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        """Kill it, and all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        # It may not have had the time to lead a group.
        self._process.kill()
        self._process.join()


@dataclass(frozen=True)
class CommandResult:
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str


def run_forked(folder: Path, *arguments: str, **settings: str) -> CommandResult:
    """Run `newsbrief` with `arguments` in `folder`, to its end; `settings` are added to the environment."""
    err, out = folder / "standard-error", folder / "standard-output"
    process = ForkedProcess(COMMAND, arguments, os.environ | settings, err, out)
    try:
        return CommandResult(process.wait(120), out.read_text(), err.read_text())
    finally:
        process.kill()


def _run(code: str, arguments: list[str], environment: dict[str, str], log: Path, out: Path | None) -> None:
    os.setsid()
    # A run in the background has inherited to ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(log.parent)
    for file, number in ((log, 2), (out, 1)):
        if file:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(opened, number)
            os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["newsbrief", *arguments]
    exec(code, {"__name__": "forked"})
