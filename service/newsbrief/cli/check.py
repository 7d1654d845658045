"""`newsbrief check`"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from newsbrief.cli.errors import CannotRun


def check(
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS.jsonl[.gz]|-", help='Lines of {"id", "source", "claim"}.')],
    out: Annotated[Path, typer.Option(metavar="FILE|-", help='Gets lines of {"id", "score", "verdict"}.')],
) -> None:
    """Give pairs of a source and a claim a verdict: the judge's, or what code alone can know where none is set."""
    import asyncio

    asyncio.run(_check(pairs, out))


async def _check(pairs: Path, out: Path) -> None:
    import json

    from newsbrief.cli.streams import count_lines, open_replacement
    from newsbrief.service import open_service
    from newsbrief.settings import Settings

    with ExitStack() as stack:
        lines, progress, task = count_lines(pairs, "pairs", stack)
        to = stack.enter_context(open_replacement(out))
        done = 0
        async with open_service(Settings(), keeps=False) as service:
            async for result in service.check_pairs(_read_pairs(lines)):
                to.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
                done += 1
                progress.update(task, completed=done)


def _read_pairs(lines: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the pair of each line; an error names a line that holds none by its number."""
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
