"""`newsbrief key`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsbrief.cli.errors import CannotRun


def key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will hold it, as the log tells it.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="read, write, review or admin; once for each. All unless given.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="The newsroom whose briefings it sees, and no other's.")] = None,
    style: Annotated[
        str | None, typer.Option(help="The house style of NEWSBRIEF_STYLE that its briefings follow, by name.")
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(help="Whose name stands beside what it approves; NAME unless given, * for whom its holder names."),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            metavar="off|once",
            help="The most that is judged for it: nothing, or drafts but no fixes of them; "
            "whatever a request asks for unless given.",
        ),
    ] = None,
) -> None:
    """Make a key for the service. It is shown once; the service is given its hash alone."""
    from newsbrief.settings.keys import create_key

    try:
        made, entry = create_key(name, scopes=scope or (), team=team, style=style, reviewer=reviewer, judge=judge)
    except ValueError as error:
        raise CannotRun(str(error)) from None
    typer.echo(f"Send with each request:       Authorization: Bearer {made}")
    typer.echo(f"Add to NEWSBRIEF_API_KEYS:    {entry}")
