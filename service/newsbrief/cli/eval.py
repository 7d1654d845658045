"""`newsbrief eval`"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsbrief.cli.errors import CannotRun, describe_error

if TYPE_CHECKING:
    from newsbrief.evals.case import Case
    from newsbrief.evals.gate import Gate
    from newsbrief.evals.report import Comparison
    from newsbrief.evals.run import Run
    from newsbrief.evals.subject import Subject
    from newsbrief.evals.suite import Suite

FAILED = 1
ENGINES = frozenset(["openai", "local", "extractive"])
FILES = ("runs.json", "junit.xml", "summary.md", "report.html")


def evaluate(
    suite: Annotated[
        Literal["all", "briefings", "claims", "judged", "stale", "checks", "languages"],
        typer.Argument(
            help="briefings: what engines write; claims: what code alone says; judged: what users get with a judge; "
            "stale: what is out of date; checks: what each check is worth; languages: claims in another language than "
            "the article's; judge: which judge is worth its money (newsbrief eval judge --help)."
        ),
    ] = "all",
    engine: Annotated[
        list[str] | None,
        typer.Option(metavar="ENGINE", help="openai, local or extractive. Repeat it to compare several."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(metavar="MODEL", help="A model's name, or a GGUF file for the local engine. Repeatable."),
    ] = None,
    prompt: Annotated[
        list[str] | None,
        typer.Option(metavar="PROMPT", help="Such as briefing/1, or the file of a prompt. Repeatable."),
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only the case of this name. Repeatable.")
    ] = None,
    split: Annotated[
        Literal["all", "dev", "test"], typer.Option(help="test: what nothing was ever fitted on.")
    ] = "all",
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier runs.json; fails where a grade has dropped.")
    ] = None,
    gates: Annotated[Path | None, typer.Option(metavar="FILE", help="Gates in TOML instead of those shipped.")] = None,
    pairs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help='For checks: more claims, JSONL of {"id", "source", "claim", "label", "error"}. Repeatable.',
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Gets runs.json, junit.xml, summary.md and report.html.")
    ] = None,
) -> int:
    """Evaluate engines, models, prompts and the checks on known cases; exit 1 when a gate fails."""
    if suite == "checks":
        return _show_checks(pairs or [])
    if suite == "languages":
        from newsbrief.evals.across import show

        return show()
    rules, before = _load_gates(gates, baseline)
    cases, chosen = _choose(split, case or [], engine or [], model or [], prompt or [])
    if out:
        # Before the work: a place that cannot be written to should not cost minutes.
        out.mkdir(parents=True, exist_ok=True)
    from newsbrief.evals.report import compare_runs

    comparison = compare_runs(_run_subjects(chosen, _choose_suites(suite, cases), cases), rules, before)
    _print(comparison)
    if out:
        _write(comparison, out)
    return 0 if comparison.is_passed else FAILED


def _show_checks(pairs: Sequence[Path]) -> int:
    from newsbrief.evals.checks import show
    from newsbrief.evals.pairs import MalformedPairs

    try:
        return show(pairs)
    except MalformedPairs as error:
        raise CannotRun(str(error)) from None


def _load_gates(gates: Path | None, baseline: Path | None) -> tuple[Sequence[Gate], Run | None]:
    from newsbrief.evals.gate import MalformedGates, load
    from newsbrief.evals.run import NoBaseline, load_runs

    try:
        return load(gates) if gates else load(), load_runs(baseline).runs[0] if baseline else None
    except (MalformedGates, NoBaseline) as error:
        raise CannotRun(str(error)) from None


def _choose(
    split: Literal["all", "dev", "test"], names: list[str], engines: list[str], models: list[str], prompts: list[str]
) -> tuple[list[Case], Sequence[Subject]]:
    """Return the cases of those names, and what is to be evaluated on them."""
    from pydantic import ValidationError

    from newsbrief.evals.subject import NoEffect, list_subjects

    if unknown := set(engines) - ENGINES:
        raise CannotRun(f"no such engine: {', '.join(sorted(unknown))}; there are {', '.join(sorted(ENGINES))}")
    try:
        return _choose_cases(split, names), list_subjects(engines, models, prompts)
    except NoEffect as error:
        raise CannotRun(str(error)) from None
    except ValidationError as error:
        raise CannotRun(f"{', '.join(getattr(error, '__notes__', ()))}: {describe_error(error)}") from None


def _choose_cases(split: Literal["all", "dev", "test"], names: Sequence[str]) -> list[Case]:
    from newsbrief.evals.case import load

    cases = load(split, names=names)
    if unknown := set(names) - {case.name for case in cases}:
        known = ", ".join(case.name for case in load(split))
        raise CannotRun(f"no such case: {', '.join(sorted(unknown))}; there are {known}")
    return cases


def _choose_suites(wanted: str, cases: Sequence[Case]) -> list[Suite]:
    """Return the suites that were asked for and have cases among the chosen ones."""
    from newsbrief.evals.suite import SUITES, count_cases

    suites = [s for s in SUITES if wanted in ("all", s) and count_cases(cases)[s]]
    if not suites:
        raise CannotRun(f"the chosen cases have nothing for the suite {wanted}")
    return suites


def _run_subjects(subjects: Sequence[Subject], suites: Sequence[Suite], cases: Sequence[Case]) -> list[Run]:
    """Return a run of each subject, with a progress bar on a terminal."""
    import asyncio

    from newsbrief.cli.streams import open_progress
    from newsbrief.evals.run import run
    from newsbrief.evals.suite import count_cases

    totals, runs = count_cases(cases), []
    with open_progress() as progress:
        for number, subject in enumerate(subjects):
            # The checks do not depend on who writes: they are measured once.
            own = suites if number == 0 else [s for s in suites if s == "briefings"]
            tasks = {s: progress.add_task(f"{subject.label}: {s}", total=totals[s]) for s in own}
            runs.append(asyncio.run(run(subject, own, cases, lambda s, n, t=tasks: progress.advance(t[s], n))))  # type: ignore[misc]
    return runs


def _print(comparison: Comparison) -> None:
    """Print the grades side by side, and the result of each gate."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from newsbrief.evals.report.figures import show_change, show_grade

    console = Console()
    heads = ["grade", *(escape(run.subject) for run in comparison.runs), *(["change"] if comparison.baseline else [])]
    table = Table(*heads)
    for line in comparison.lines:
        cells = [f"[bold]{show_grade(g)}[/]" if i == line.best else show_grade(g) for i, g in enumerate(line.grades)]
        changed = [show_change(line.change)] if comparison.baseline else []
        table.add_row(line.name, *(c.replace(" [", " \\[") for c in cells), *changed)
    console.print(table)
    for run, said in zip(comparison.runs, comparison.rulings, strict=True):
        failed = [ruling for ruling in said if not ruling.passed]
        console.print(f"{escape(run.subject)}: {len(said) - len(failed)} of {len(said)} gates passed", highlight=False)
        for ruling in failed:
            console.print(f"  [red]failed[/]: {escape(ruling.name)}: {escape(ruling.said)}", highlight=False)


def _write(comparison: Comparison, out: Path) -> None:
    from newsbrief.cli.streams import write_whole
    from newsbrief.evals.report.junit import write_junit
    from newsbrief.evals.report.markdown import write_markdown
    from newsbrief.evals.report.page import render_page
    from newsbrief.evals.run import Runs

    runs = Runs(runs=comparison.runs).model_dump_json(indent=1)
    texts = (runs, write_junit(comparison), write_markdown(comparison), render_page(comparison))
    for name, text in zip(FILES, texts, strict=True):
        write_whole(out / name, text)
    print(f"newsbrief: wrote {', '.join(FILES)} to {out}", file=sys.stderr)
