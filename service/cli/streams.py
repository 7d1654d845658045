"""Where commands read and write: files, `-` for the standard streams, and readers that go away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

READER_GONE = 141
"""Exit code when standard output was closed early, as a shell reports a process ended by SIGPIPE."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def read_text(path: Path) -> str:
    """The text of a file or of standard input, in whatever encoding it is."""
    from service.article.encoding import decode

    return decode(read_bytes(path))


@contextmanager
def printing() -> Iterator[None]:
    """Print within; a reader that closes the pipe (`| head`) ends the command quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered goes nowhere, or the interpreter would complain of it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(READER_GONE) from None


def put(text: str) -> None:
    """Print a document on standard output in UTF-8, whatever the locale, with one newline at the end."""
    with printing():
        sys.stdout.buffer.write(text.rstrip("\n").encode("utf-8", "replace") + b"\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step: readers see the old one or the new one. `-` is standard output."""
    if str(path) == "-":
        put(text)
        return
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
