"""`newsbrief eval judge`"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from newsbrief.evals.judges.comparison import Plan
    from newsbrief.evals.judges.contender import Contender
    from newsbrief.evals.judges.record import Record
    from newsbrief.evals.judges.report import Report

ANSWERS = "answers.jsonl"
FILES = ("judges.json", "summary.md", "judges.svg")
INCOMPLETE = 1
_EACH = "Once for all models, or once for each, in order."


_Models = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MODEL",
        help="A judge: a model's name, a GGUF file, or several names separated by commas as a panel. Repeatable; "
        "the one that the settings name unless given.",
    ),
]
_Servers = Annotated[list[str] | None, typer.Option(metavar="URL", help=f"Server of the model. {_EACH}")]
_KeyVariables = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help=f"The variable that holds the server's key. {_EACH}")
]
_CallOptions = Annotated[
    list[str] | None,
    typer.Option(metavar="JSON", help=f"Options of the model's calls, as NEWSBRIEF_JUDGE_OPTIONS. {_EACH}"),
]
_OwnSettings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help=f"A setting of the service, to compare its values. {_EACH}"),
]
_Reasons = Annotated[
    str | None,
    typer.Option(
        metavar="flagged,all",
        help="Values of NEWSBRIEF_JUDGE_REASONS to compare: each model is a judge with each of them.",
    ),
]
_Pairs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE|shipped",
        help='Claims: JSONL of {"id", "source", "claim", "label"}, perhaps "kind", "error", "language", '
        '"published_at", "written_by". Repeatable; the shipped ones unless given.',
    ),
]
_Languages = Annotated[
    list[str] | None, typer.Option(metavar="TAG", help="Only articles in it, such as en. Repeatable.")
]
_MostClaims = Annotated[int | None, typer.Option(min=1, metavar="N", help="Claims at most.")]
_Runs = Annotated[int, typer.Option(min=1, max=20, help="Runs; two or more show how far a judge agrees with itself.")]
_AsPanel = Annotated[
    bool, typer.Option("--panel", help="Measure the judges as one panel, too: nobody is asked again for it.")
]
_MostDollars = Annotated[
    float | None, typer.Option(min=0, metavar="X", help="Dollars to spend at most, all starts together.")
]
_Folder = Annotated[
    Path,
    typer.Option(
        metavar="FOLDER",
        help="Gets answers.jsonl while judges answer, then judges.json, summary.md and judges.svg. Run again "
        "with the same folder: only what lacks is asked.",
    ),
]


def judge(
    model: _Models = None,
    base_url: _Servers = None,
    api_key_env: _KeyVariables = None,
    options: _CallOptions = None,
    set_: _OwnSettings = None,
    reasons: _Reasons = None,
    pairs: _Pairs = None,
    language: _Languages = None,
    limit: _MostClaims = None,
    repeat: _Runs = 2,
    panel: _AsPanel = False,
    max_usd: _MostDollars = None,
    out: _Folder = Path("judges"),
) -> int:
    """Compare judges on labelled claims: what each catches, what it flags for nothing, what it costs.

    Exits with 1 where a judge could not be asked to the end.
    """
    from newsbrief.evals.judges.comparison import NothingToAsk, Plan
    from newsbrief.evals.judges.contender import ContenderOptions, UnusableContender, build_contenders
    from newsbrief.evals.judges.record import MalformedRecord, Record
    from newsbrief.evals.pairs import SHIPPED, MalformedPairs, read_sets

    sets = pairs or [SHIPPED]
    forms = [form.strip() for form in reasons.split(",")] if reasons else ()
    wanted = ContenderOptions(model or (), base_url or (), api_key_env or (), options or (), set_ or (), forms)
    try:
        contenders = build_contenders(wanted)
        labelled = read_sets(sets)
        out.mkdir(parents=True, exist_ok=True)
        record = Record(out / ANSWERS)
        plan = Plan(contenders, labelled, sets, language or (), limit, repeat, panel, max_usd)
        report = _compare(plan, record)
    except (UnusableContender, MalformedPairs, MalformedRecord, NothingToAsk) as error:
        raise CannotRun(str(error)) from None
    except KeyboardInterrupt:
        print(f"newsbrief: stopped; the same command goes on from {out / ANSWERS}", file=sys.stderr)
        raise
    _print(report)
    _write(report, out)
    return 0 if report.is_complete else INCOMPLETE


def _compare(plan: Plan, record: Record) -> Report:
    """Return the report; a bar shows how far judges are where a person watches, else lines on standard error."""
    import asyncio

    from newsbrief.cli.streams import open_progress
    from newsbrief.evals.judges.comparison import compare_judges

    with open_progress() as progress:

        @contextmanager
        def watch(contender: Contender, total: int) -> Iterator[Callable[[int], object]]:
            task = progress.add_task(contender.label, total=total)
            done = 0

            def tell(more: int) -> None:
                nonlocal done
                done += more
                spent = f", ${record.spent_usd:.4f}" if record.spent_usd else ""
                progress.update(task, completed=done, description=f"{contender.label}{spent}")
                if not progress.console.is_terminal and more:
                    print(f"newsbrief: {contender.label}: {done} of {total} claims{spent}", file=sys.stderr)

            yield tell

        return asyncio.run(compare_judges(plan, record, watch))


def _print(report: Report) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from newsbrief.evals.judges.report import tabulate, tell_scope, tell_troubles

    console = Console(highlight=False)
    table = Table("measure", *(escape(judge.label) for judge in report.judges))
    for row in tabulate(report.judges):
        table.add_row(*map(escape, (row.name, *row.cells)))
    console.print(table)
    for line in tell_troubles(report):
        console.print(escape(line), style="yellow")
    console.print(escape(tell_scope(report)))
    console.print(f"[bold]{escape(report.advice)}[/]")


def _write(report: Report, out: Path) -> None:
    from newsbrief.cli.streams import write_whole
    from newsbrief.evals.judges.plot import plot_judges
    from newsbrief.evals.judges.report import write_markdown

    texts = (report.model_dump_json(indent=1), write_markdown(report), plot_judges(report.judges))
    for name, text in zip(FILES, texts, strict=True):
        if text:
            write_whole(out / name, text)
    print(f"newsbrief: wrote {', '.join(FILES)} to {out}", file=sys.stderr)
