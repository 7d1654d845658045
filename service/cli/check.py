"""`newsbrief check`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, cast

import typer

from service.cli.errors import CannotRun

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def check(
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS.jsonl[.gz]|-", help='Lines of {"id", "source", "claim"}.')],
    out: Annotated[Path, typer.Option(metavar="FILE|-", help='Gets lines of {"id", "score", "verdict"}.')],
) -> None:
    """Score pairs of a source and a claim: the probability that the source supports all of the claim."""
    import json

    from service.cli.streams import printing
    from service.faithfulness.pairs import check_pairs

    with ExitStack() as stack:
        stack.enter_context(printing())
        lines, progress, task = _opened(pairs, stack)
        partial = out.with_name(out.name + ".partial")
        to = sys.stdout.buffer if str(out) == "-" else stack.enter_context(partial.open("wb"))
        for done, result in enumerate(check_pairs(_pairs(lines)), 1):
            to.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
            progress.update(task, completed=done)
    if str(out) != "-":
        partial.replace(out)


def _opened(path: Path, stack: ExitStack) -> tuple[BinaryIO, Progress, TaskID]:
    """The lines of a file, compressed or not, and a count of pairs where a person watches."""
    import gzip

    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    progress = stack.enter_context(Progress(*columns, console=console, transient=True, disable=not console.is_terminal))
    if str(path) == "-":
        return sys.stdin.buffer, progress, progress.add_task("pairs", total=None)
    raw = stack.enter_context(path.open("rb"))
    zipped = raw.peek(2)[:2] == b"\x1f\x8b"
    lines = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=raw))) if zipped else raw
    return lines, progress, progress.add_task("pairs", total=None)


def _pairs(lines: BinaryIO) -> Iterator[dict[str, Any]]:
    """Each line's pair; a line that holds none is named by its number."""
    import json

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = json.loads(line)
        except (ValueError, RecursionError):
            raise CannotRun(f"line {number}: not JSON") from None
        if not isinstance(pair, dict) or not all(isinstance(pair.get(key), str) for key in ("source", "claim")):
            raise CannotRun(f"line {number}: needs 'id', and 'source' and 'claim' as text")
        if "id" not in pair:
            raise CannotRun(f"line {number}: has no 'id'")
        yield pair
