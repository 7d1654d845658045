"""`newsbrief update`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun
from newsbrief.cli.options import EngineChoice, Language, PublishedAt, Title, Url
from newsbrief.cli.streams import strip_controls

if TYPE_CHECKING:
    from rich.console import Console

    from newsbrief.pipeline import Submission
    from newsbrief.pipeline.older_briefing import OlderBriefing
    from newsbrief.reply import Update
    from newsbrief.settings import Settings
    from newsbrief.stories.standing import Standing

_WORDS = {
    "holds": ("holds", "green"),
    "out_of_date": ("out of date", "bold red"),
    "unconfirmed": ("unconfirmed", "yellow"),
}


def update(
    article: Annotated[Path, typer.Argument(metavar="NEWER|-", help="The newer article: text or HTML.")],
    briefing: Annotated[
        Path, typer.Option(metavar="FILE", help="The older briefing: Markdown of the fixed format, or a reply in JSON.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer for programs.")] = False,
    engine: EngineChoice = None,
    language: Language = None,
    title: Title = None,
    url: Url = None,
    published_at: PublishedAt = None,
) -> None:
    """Bring an older briefing up to date with a newer article on the same story.

    What the article is silent on stays, dated, only where the older briefing is a reply that says what it rests on.
    """
    from newsbrief.cli.sources import read_article
    from newsbrief.cli.streams import allow_closed_pipe, put, read_text
    from newsbrief.settings import Settings

    settings = Settings() if engine is None else Settings().model_copy(update={"engine": engine})
    older = _read_older(read_text(briefing))
    submission = read_article(article, title=title, url=url, published_at=published_at, language=language)
    revised = _update(submission, older, settings)
    if as_json:
        put(revised.model_dump_json(indent=2))
    else:
        with allow_closed_pipe():
            _show(revised)


def _read_older(text: str) -> OlderBriefing:
    """Return the older briefing: a reply of newsbrief in JSON, or Markdown."""
    from pydantic import ValidationError

    from newsbrief.pipeline.older_briefing import read_older_markdown, read_older_reply
    from newsbrief.reply import Reply

    if text.lstrip().startswith("{"):
        try:
            return read_older_reply(Reply.model_validate_json(text))
        except ValidationError:
            raise CannotRun("the older briefing is JSON, but not a reply of newsbrief: send that or Markdown") from None
    return read_older_markdown(text)


def _update(submission: Submission, older: OlderBriefing, settings: Settings) -> Update:
    from newsbrief.cli.orders import run_order
    from newsbrief.orders.order import Order
    from newsbrief.reply import Update

    outcome = run_order(Order(submission, older=older), settings, "Updating…")
    assert isinstance(outcome, Update)  # noqa: S101 - an order with an older briefing comes to one
    return outcome


def _show(revised: Update) -> None:
    from rich.console import Console
    from rich.text import Text

    from newsbrief.briefing.markdown import render_markdown

    console = Console(highlight=False, soft_wrap=True)
    for warning in revised.meta.warnings:
        console.print(Text(strip_controls(warning), "yellow"))
    for standing in revised.standings:
        _show_standing(console, standing)
    console.print()
    if revised.correction:
        console.print(Text.assemble(("Correction: ", "bold"), strip_controls(revised.correction)))
        console.print()
    console.print(Text(_strip_lines(render_markdown(revised.briefing, revised.meta.created_at, revised.meta.language))))


def _show_standing(console: Console, standing: Standing) -> None:
    """Print how one claim stands, and the sentences that overtake it."""
    from rich.text import Text

    word, colour = _WORDS[standing.standing]
    console.print(Text.assemble((f"{word:<12} ", colour), (f"{standing.id} ", "dim"), strip_controls(standing.text)))
    if standing.standing == "out_of_date":
        console.print(Text(f"{'':13}✗ {strip_controls(standing.detail)}", "red"))
        for evidence in standing.evidence:
            console.print(Text(f"{'':13}[{evidence.sentence}] {strip_controls(evidence.quote)}", "dim"))


def _strip_lines(text: str) -> str:
    return "\n".join(map(strip_controls, text.splitlines()))
