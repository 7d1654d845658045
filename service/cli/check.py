"""`newsbrief check`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from service.cli.errors import CannotRun


def check(
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS.jsonl[.gz]|-", help='Lines of {"id", "source", "claim"}.')],
    out: Annotated[Path, typer.Option(metavar="FILE|-", help='Gets lines of {"id", "score", "verdict"}.')],
) -> None:
    """Score pairs of a source and a claim: the probability that the source supports all of the claim."""
    import json

    from service.cli.streams import counted, printing
    from service.verification.pairs import check_pairs

    with ExitStack() as stack:
        stack.enter_context(printing())
        lines, progress, task = counted(pairs, "pairs", stack)
        partial = out.with_name(out.name + ".partial")
        to = sys.stdout.buffer if str(out) == "-" else stack.enter_context(partial.open("wb"))
        for done, result in enumerate(check_pairs(_pairs(lines)), 1):
            to.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
            progress.update(task, completed=done)
    if str(out) != "-":
        partial.replace(out)


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
