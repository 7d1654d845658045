"""Input and output of commands: files, `-` for the standard streams, and readers that go away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

READER_GONE = 141
"""Exit code when standard output was closed early, as a shell reports a process ended by SIGPIPE."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for `-`."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def strip_controls(text: str) -> str:
    """Return the text without control characters: an article must not steer the terminal."""
    from newsbrief.article.normalise import to_visible

    return to_visible(text)


def read_text(path: Path) -> str:
    """Return the text of a file or of standard input; its encoding is detected."""
    from newsbrief.article.encoding import decode

    return decode(read_bytes(path))


@contextmanager
def allow_closed_pipe() -> Iterator[None]:
    """Let the block print; a reader that closes the pipe (`| head`) ends the command quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered goes nowhere, or the interpreter would complain of it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(READER_GONE) from None


def put(text: str) -> None:
    """Print a document on standard output in UTF-8, whatever the locale, with one newline at the end."""
    with allow_closed_pipe():
        sys.stdout.buffer.write(text.rstrip("\n").encode("utf-8", "replace") + b"\n")


@contextmanager
def open_replacement(path: Path) -> Iterator[BinaryIO]:
    """Give the block a file to write that takes the place of `path` at its end, whole; `-` is standard output."""
    if str(path) == "-":
        with allow_closed_pipe():
            yield sys.stdout.buffer
        return
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        yield file
    partial.replace(path)


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step: readers see the old one or the new one. `-` is standard output."""
    if str(path) == "-":
        put(text)
        return
    with open_replacement(path) as to:
        to.write(text.encode())


def open_progress() -> Progress:
    """Return a display of progress on a terminal, which goes when it is done; elsewhere it shows nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    # What is printed above the bar names batches as their server does.
    console = Console(stderr=True, markup=False, emoji=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def count_lines(path: Path, noun: str, stack: ExitStack) -> tuple[BinaryIO, Progress, TaskID]:
    """Return the lines of a file, compressed or not, and a progress display that counts them on a terminal."""
    import gzip

    progress = stack.enter_context(open_progress())
    if str(path) == "-":
        return sys.stdin.buffer, progress, progress.add_task(noun, total=None)
    raw = stack.enter_context(path.open("rb"))
    zipped = raw.peek(2)[:2] == b"\x1f\x8b"
    lines = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=raw))) if zipped else raw
    return lines, progress, progress.add_task(noun, total=None)
