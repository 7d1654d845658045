"""`newsbrief verify`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsbrief.cli.errors import CannotRun
from newsbrief.cli.options import Language, PublishedAt
from newsbrief.cli.streams import strip_controls
from newsbrief.verification.claim import CARRIED

if TYPE_CHECKING:
    from rich.console import Console

    from newsbrief.briefing.schema import Briefing
    from newsbrief.pipeline import Submission
    from newsbrief.reply import Verification
    from newsbrief.settings import Settings
    from newsbrief.verification.claim import CheckedClaim
    from newsbrief.verification.itemise import Itemise

_COLOURS = {
    "supported": "green",
    "inference": "cyan",
    "unverified": "yellow",
    "unattributed": "yellow",
    "unsupported": "red",
    "contradicted": "bold red",
    "pass": "bold green",
    "review": "bold yellow",
    "fail": "bold red",
}


def verify(
    article: Annotated[Path, typer.Option(metavar="FILE|-", help="The article: text or HTML.")],
    briefing: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The briefing: Markdown of the fixed format, or JSON.")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Claims instead: one a line, or a JSON list.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report for programs.")] = False,
    language: Language = None,
    published_at: PublishedAt = None,
) -> None:
    """Hold somebody's briefing against an article. Exit code 1 where it fails."""
    import asyncio

    from newsbrief.cli.sources import read_article
    from newsbrief.cli.streams import allow_closed_pipe, put
    from newsbrief.settings import Settings

    itemise = _choose_claims(briefing, claims)
    submission = read_article(article, published_at=published_at, language=language)
    verification = asyncio.run(_verify(submission, itemise, Settings()))
    if as_json:
        put(verification.model_dump_json(indent=2))
    else:
        with allow_closed_pipe():
            _show(verification)
    if verification.faithfulness.verdict == "fail":
        raise typer.Exit(1)


async def _verify(submission: Submission, itemise: Itemise, settings: Settings) -> Verification:
    from newsbrief.service import open_service

    async with open_service(settings, keeps=False) as service:
        return await service.verify(submission, itemise)


def _choose_claims(briefing: Path | None, claims: Path | None) -> Itemise:
    from newsbrief.cli.streams import read_text
    from newsbrief.verification.itemise import make_itemiser

    if (briefing and claims) or not (briefing or claims):
        raise CannotRun("give either --briefing or --claims")
    if claims:
        return make_itemiser(_parse_statements(read_text(claims)))
    assert briefing  # noqa: S101 - one of the two is given
    return make_itemiser(_parse_briefing(read_text(briefing)))


def _parse_briefing(text: str) -> Briefing:
    """Return the briefing in Markdown, in JSON, or in a whole reply in JSON."""
    from newsbrief.briefing.markdown import parse_markdown
    from newsbrief.briefing.schema import Briefing

    if not text.lstrip().startswith("{"):
        return parse_markdown(text)[0]
    parsed = _parse_json(text)
    return Briefing.model_validate(parsed.get("briefing", parsed))


def _parse_statements(text: str) -> list[str]:
    """Return the claims, without empty ones."""
    statements = _parse_json(text) if text.lstrip().startswith("[") else text.splitlines()
    if not all(isinstance(each, str) for each in statements):
        raise CannotRun("the claims must be a JSON list of strings, or one a line")
    kept = [each for each in statements if each.strip()]
    if not kept:
        raise CannotRun("there are no claims in the file")
    return kept


def _parse_json(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CannotRun(f"the file is not JSON: {error}") from None


def _show(verification: Verification) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    for warning in verification.meta.warnings:
        console.print(Text(strip_controls(warning), "yellow"))
    for claim in verification.faithfulness.claims:
        _show_claim(console, claim)
    report = verification.faithfulness
    carried = sum(c.verdict in CARRIED for c in report.claims)
    said = f": {carried} of {len(report.claims)} claims carried" + (f"; {report.reason}" if report.reason else "")
    console.print(Text.assemble((report.verdict, _COLOURS[report.verdict]), said))


def _show_claim(console: Console, claim: CheckedClaim) -> None:
    """Print the claim, the checks that failed, and the evidence in the article."""
    from rich.padding import Padding
    from rich.text import Text

    head = Text.assemble(
        (f"{claim.verdict:<12} ", _COLOURS[claim.verdict]), (f"{claim.id} ", "dim"), strip_controls(claim.text)
    )
    console.print(head)
    for check in claim.failures:
        console.print(Padding(Text(f"✗ {strip_controls(str(check))}", "red"), (0, 0, 0, 13)))
    for evidence in claim.evidence[:3]:
        quoted = Text(f"[{evidence.sentence}] {strip_controls(evidence.quote)}", "dim")
        console.print(Padding(quoted, (0, 0, 0, 13)))
    console.print()
