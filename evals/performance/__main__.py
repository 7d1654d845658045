"""Speed, side by side in one run: newsbrief, the bare SDK, and a minimal endpoint over it.

    python -m evals.performance [PART …] [--quick] [--peers PYTHON] [--postgres URL] [--out FOLDER]

Starts a model server of its own, so that no model is needed and nothing is repaired. Figures of milliseconds hold for
the machine they were taken on; the ratios are what to compare. `--quick` takes fewer runs: for a look, and for tests.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

import newsbrief
from evals.performance import batch, checking, faults, judging, own, serving, verified, workers, writing
from evals.performance.figure import Figure
from evals.performance.plot import plot

PARTS = ("verified", "own", "checking", "judging", "serving", "writing", "batch", "faults")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument(
        "--peers",
        metavar="PYTHON",
        help="an interpreter with instructor, langchain-openai, pydantic-ai-slim[openai] for `serving`, and with "
        f"{judging.NEEDS} for `judging`",
    )
    parser.add_argument(
        "--postgres", metavar="URL", help="a PostgreSQL server for `batch`, as postgresql://postgres@127.0.0.1:5432"
    )
    parser.add_argument("--out", type=Path, help="folder for performance.json and performance.svg")
    asked = parser.parse_args()
    console = Console(stderr=True)
    if "batch" in (asked.parts or PARTS) and not asked.postgres:
        console.print("not measured: workers on PostgreSQL, as no server is named (--postgres URL)")
    # As where it is installed: what would compile its modules at every start is no way to measure one.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(newsbrief.__file__).parent, quiet=1)
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="newsbrief-performance-") as folder:
        for part in asked.parts or PARTS:
            with console.status(f"measuring {part}"):
                for figure in _figures(part, asked, Path(folder)):
                    console.print(f"{figure.name}: {_format_value(figure)}", highlight=False)
                    found.append(figure)
    Console().print(_table(found))
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        kept = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "figures": [{**asdict(figure), "reached": figure.is_reached} for figure in found],
        }
        (asked.out / "performance.svg").write_text(plot(found), encoding="utf-8")
        (asked.out / "performance.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


def _figures(part: str, asked: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    quick = asked.quick
    for name in ("judging", "one", "heavy", "workers1", "workers2", "slow", "fast", "batch", "faults"):
        (folder / name).mkdir(exist_ok=True)
    match part:
        case "checking":
            yield from checking.figures(3 if quick else 20)
        case "verified":
            yield from verified.figures(1 if quick else 3, folder, asked.peers)
        case "own":
            yield from own.figures(3 if quick else 20)
        case "judging":
            yield from judging.figures(1 if quick else 5, folder / "judging", asked.peers)
        case "serving":
            yield from serving.figures(10 if quick else 100, folder, asked.peers)
        case "batch":
            yield from batch.figures(100 if quick else 2000, folder / "batch")
            if asked.postgres:
                yield from workers.figures(100 if quick else 1000, asked.postgres)
        case "faults":
            yield from faults.figures(200 if quick else 2000, folder / "faults")
        case _:
            yield from writing.figures(folder)


def _table(found: list[Figure]) -> Table:
    table = Table("figure", "value", "aim", "reached")
    for figure in found:
        bound = f"{'at least' if figure.least else 'at most'} {figure.aim:,g}" if figure.aim is not None else ""
        reached = {True: "yes", False: "no", None: ""}[figure.is_reached]
        table.add_row(figure.name, _format_value(figure), bound, reached)
    return table


def _format_value(figure: Figure) -> str:
    return f"{figure.value:{',.0f' if figure.value >= 1000 else '.3g'}} {figure.unit}"


if __name__ == "__main__":
    main()
