"""`newsbrief verify-repository`"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from newsbrief.cli.findings import CheckedFile
    from newsbrief.cli.repository import BriefingFile
    from newsbrief.service import Service
    from newsbrief.settings import Settings

_WORST = ("pass", "review", "fail", "unchecked")


def verify_repository(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE|FOLDER]...", help="Where briefings are; else all of --root.")
    ] = None,
    root: Annotated[Path, typer.Option(metavar="FOLDER", help="The repository: no source lies outside it.")] = Path(),
    form: Annotated[
        Literal["text", "github", "json"] | None,
        typer.Option("--format", help="Lines, annotations of a GitHub workflow (the default in one), or JSON."),
    ] = None,
    fail_on: Annotated[
        Literal["fail", "review"],
        typer.Option(help="Exit 1 where a briefing fails or cannot be checked; or also where one needs a review."),
    ] = "fail",
    summary_file: Annotated[
        Path | None,
        typer.Option("--summary", metavar="FILE", help="Append a summary in Markdown; else GITHUB_STEP_SUMMARY."),
    ] = None,
) -> None:
    """Hold the Markdown briefings of a repository against the articles that they name.

    A briefing names its article in its front matter (newsbrief: articles/talks.txt) or in NAME.newsbrief.yaml beside it
    (source: articles/talks.txt). Exit code 1 where one fails, names none, or nothing is there to check.
    """
    import asyncio

    from newsbrief.cli.findings import describe_counts, write_summary
    from newsbrief.cli.streams import allow_closed_pipe
    from newsbrief.settings import Settings

    in_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    form = form or ("github" if in_workflow else "text")
    checked = asyncio.run(_verify_all(paths or [root], root, Settings()))
    with allow_closed_pipe():
        _print(checked, form)
    summary = summary_file or (
        Path(name) if form == "github" and (name := _read_environment("GITHUB_STEP_SUMMARY")) else None
    )
    if summary:
        with summary.open("a", encoding="utf-8", errors="replace") as file:
            file.write(write_summary(checked))
    worst = max((each.outcome for each in checked), key=_WORST.index, default="unchecked")
    if form == "github" and (outputs := _read_environment("GITHUB_OUTPUT")):
        with Path(outputs).open("a", encoding="utf-8") as file:
            file.write(f"verdict={worst}\n")
    if not checked:
        typer.echo("newsbrief: no briefing names an article: nothing was checked", err=True)
    else:
        typer.echo(f"newsbrief: {describe_counts(checked)}", err=True)
    if _WORST.index(worst) >= _WORST.index(fail_on):
        raise typer.Exit(1)


async def _verify_all(paths: Sequence[Path], root: Path, settings: Settings) -> list[CheckedFile]:
    from newsbrief.cli.repository import find_markdown
    from newsbrief.service import open_service

    files = list(find_markdown(paths, root))
    async with open_service(settings, keeps=False) as service:
        checked = [await _verify_file(file, is_named, root, service) for file, is_named in files]
    return [each for each in checked if each]


async def _verify_file(file: Path, is_named: bool, root: Path, service: Service) -> CheckedFile | None:
    """Return what was found of a file; None where it is no briefing, by its form, and nobody said that it is one."""
    from newsbrief.article.errors import ArticleError
    from newsbrief.briefing.markdown import MalformedBriefing
    from newsbrief.cli.errors import CannotRun
    from newsbrief.cli.findings import report_unchecked
    from newsbrief.cli.repository import SIDECAR, NotCheckable, is_briefing, read_briefing
    from newsbrief.models.errors import DraftingError
    from newsbrief.workers import DeadlinePassed

    name, first_line = _name_in(root, file), 0
    try:
        briefing = read_briefing(file, root)
        if briefing is None:
            nobody = (
                f"it names no article: put 'newsbrief: FILE' into its front matter, or source: FILE into *{SIDECAR}"
            )
            return report_unchecked(name, 1, nobody) if is_named or is_briefing(file) else None
        first_line = briefing.first_line
        return await _verify_found(name, file, briefing, root, service)
    except NotCheckable as error:
        return report_unchecked(name, error.line, str(error))
    except MalformedBriefing as error:
        return report_unchecked(name, first_line + _find_line(str(error)), f"it is not in the fixed format: {error}")
    except (ArticleError, CannotRun, DraftingError, DeadlinePassed, OSError) as error:
        return report_unchecked(name, 1, f"its article cannot be used: {error}")


async def _verify_found(
    name: str, file: Path, briefing_file: BriefingFile, root: Path, service: Service
) -> CheckedFile:
    import asyncio

    from newsbrief.briefing.markdown import find_claim_lines, parse_markdown
    from newsbrief.cli.findings import collect_findings
    from newsbrief.cli.repository import read_source
    from newsbrief.verification.itemise import make_itemiser

    briefing = parse_markdown(briefing_file.markdown)[0]
    # An address is asked in a loop of its own.
    article = await asyncio.to_thread(read_source, file, briefing_file.naming, root, service.settings)
    report = await service.verify(article, make_itemiser(briefing))
    return collect_findings(name, report, find_claim_lines(briefing_file.markdown), briefing_file.first_line)


def _name_in(root: Path, file: Path) -> str:
    return file.resolve().relative_to(root.resolve()).as_posix()


def _find_line(message: str) -> int:
    """Return the line that an error of the Markdown parser names; 1 where it names none."""
    import re

    named = re.search(r"\bline (\d{1,9}):", message)
    return int(named[1]) if named else 1


def _print(checked: Sequence[CheckedFile], form: str) -> None:
    import json

    from newsbrief.cli.findings import format_command, format_line

    if form == "json":
        typer.echo(json.dumps([each.model_dump(mode="json") for each in checked], indent=2, ensure_ascii=True))
        return
    write = format_command if form == "github" else format_line
    for finding in (finding for each in checked for finding in each.findings):
        typer.echo(write(finding).encode("utf-8", "replace").decode())


def _read_environment(name: str) -> str:
    return os.environ.get(name, "")
