"""A model file, served from within this process by llama.cpp and asked like any OpenAI-compatible server."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsbrief.models.errors import EngineUnavailable

Progress = Callable[[float], None]
"""Called with the part of a model that is loaded, from 0 to 1, from another thread."""
CONTEXT = 8_192
"""Tokens of the window that a model is given at most: attention to more takes a CPU minutes."""
_PROMPT_CACHE_MIB = 256
_TICK_S = 0.2
_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model that is being served on this machine's loopback, for as long as something refers to `server`."""

    model: str
    base_url: str
    key: str
    """Opens it: no other program on this machine shall use it, nor a page in somebody's browser."""
    server: object


def serve(file: Path, progress: Progress | None = None) -> LocalServer:
    """Return the model in `file`, loaded and served. Blocks meanwhile: for half a second to minutes, by its size.

    Raises:
        EngineUnavailable: there is no such file, it is no usable GGUF model, or the extra `local` is not installed.
    """
    _check_file(file)
    try:
        import xllamacpp
    except ImportError:
        raise EngineUnavailable("A local model needs the extra: pip install 'newsbrief[local]'.") from None
    key = secrets.token_urlsafe()
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    # One core stays free: threads that wait for one another at every layer come to a crawl when one must share its own.
    params.cpuparams.n_threads = max(1, (os.cpu_count() or 1) - 1)
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    params.warmup = False
    params.verbosity = -1
    params.ui = False
    params.api_keys = [key]
    try:
        with _report_progress(file, progress):
            server = xllamacpp.Server(params)
    except (RuntimeError, OSError):
        raise EngineUnavailable(
            f"The local model {file} could not be loaded: it is damaged, or of no known kind."
        ) from None
    return LocalServer(file.stem, f"{server.listening_address}/v1", key, server)


@contextmanager
def _report_progress(file: Path, progress: Progress | None) -> Iterator[None]:
    """Tell `progress` how much of `file` is in memory while the block loads it."""
    if progress is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_TICK_S):
            progress(min(_measure_loaded(file), 0.99))

    progress(0.0)
    watcher = threading.Thread(target=watch, name="model-loading", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    progress(1.0)


def _measure_loaded(file: Path) -> float:
    """Return the part of `file` that this process has mapped and read, where the system tells (Linux); else 0."""
    try:
        entries = Path("/proc/self/smaps").read_text().split("VmFlags")
        size = file.stat().st_size
    except OSError:
        return 0.0
    mine = (entry for entry in entries if str(file.resolve()) in entry)
    fields = (line.split() for entry in mine for line in entry.splitlines() if line.startswith("Rss:"))
    return sum(int(field[1]) for field in fields) * 1024 / size


def _check_file(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError as error:
        raise EngineUnavailable(f"The local model {file} cannot be read: {error.strerror}.") from None
    if magic != _MAGIC:
        raise EngineUnavailable(f"The local model {file} is no GGUF file.")
