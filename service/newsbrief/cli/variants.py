"""`newsbrief variants`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun
from newsbrief.cli.options import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbrief.reply import Reply
    from newsbrief.settings import Settings
    from newsbrief.variants.kind import KindName
    from newsbrief.variants.variant import Variants

_ORIGINS = {"model": "written and judged", "claims": "checked claims"}


def variants(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE|-", help="The article that the briefing was made of.")],
    briefing: Annotated[
        Path, typer.Option(metavar="FILE", help="The briefing: a reply in JSON, as `summarize --json` prints it.")
    ],
    kind: Annotated[
        list[str] | None, typer.Option(help="headline_short, push, radio, …; once for each. All unless given.")
    ] = None,
    style: Style = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer for programs.")] = False,
) -> int:
    """Make headlines, a push notification, posts and scripts from the checked claims of a briefing.

    Each is judged against the article and held to its length. Without a judge only those are offered that are checked
    claims word for word. Exits with 1 where none can be.
    """
    from pydantic import ValidationError

    from newsbrief.cli.streams import put, read_text
    from newsbrief.reply import Reply
    from newsbrief.settings import Settings

    try:
        reply = Reply.model_validate_json(read_text(briefing))
    except ValidationError:
        raise CannotRun(f"{briefing}: that is no reply of newsbrief; make one with summarize --json") from None
    made = _make_variants(read_text(article), article, reply, _parse_kinds(kind), Settings(), style)
    if as_json:
        put(made.model_dump_json(indent=2))
    else:
        _show(made)
    return 0 if made.variants else 1


def _parse_kinds(named: list[str] | None) -> Sequence[KindName]:
    from newsbrief.variants.kind import NAMES

    known = {str(name): name for name in NAMES}
    if wrong := [name for name in named or () if name not in known]:
        raise CannotRun(f"{wrong[0]} is no kind of variant: {', '.join(NAMES)}")
    return tuple(dict.fromkeys(known[name] for name in named)) if named else NAMES


def _make_variants(
    text: str, file: Path, reply: Reply, kinds: Sequence[KindName], settings: Settings, style: str | None
) -> Variants:
    import asyncio
    import time

    from newsbrief.article.documents.kinds import PAGES
    from newsbrief.cli.style import find_chosen_style
    from newsbrief.drafting.writer import as_writer
    from newsbrief.editorial.original import OtherArticle, read_original, rebuild_submission
    from newsbrief.pipeline import Options
    from newsbrief.pipeline.shape import Shape, find_style
    from newsbrief.service import open_service
    from newsbrief.variants.making import VariantTools, make_variants
    from newsbrief.verification.checking import Checker

    try:
        read = read_original(reply, rebuild_submission(reply, text, html=file.suffix.lower() in PAGES))
    except OtherArticle as error:
        raise CannotRun(str(error)) from None
    shape = Shape(find_style(Options(style=find_chosen_style(style)), settings))

    async def run() -> Variants:
        async with open_service(settings, keeps=False) as service:
            engine, deadline = service.engine, time.monotonic() + settings.deadline_s
            checker = Checker(service.judge, deadline, entailment=settings.entailment_model)
            tools = VariantTools(as_writer(engine), checker, read, engine.model, shape)
            return await make_variants(reply, kinds, tools)

    return asyncio.run(run())


def _show(made: Variants) -> None:
    import sys

    from newsbrief.article.normalise import to_visible
    from newsbrief.cli.streams import put

    lines = [
        f"{each.kind} ({each.length} {each.unit}, {_ORIGINS[each.origin]})\n  {to_visible(each.text)}"
        for each in made.variants
    ]
    if lines:
        put("\n".join(lines))
    for refused in made.refused:
        print(f"newsbrief: not offered: {refused.kind}: {to_visible(refused.reason)}", file=sys.stderr)
    for warning in made.warnings:
        print(f"newsbrief: warning: {to_visible(warning)}", file=sys.stderr)
