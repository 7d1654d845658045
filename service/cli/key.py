"""`newsbrief key`"""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.errors import CannotRun


def key(name: Annotated[str, typer.Argument(metavar="NAME", help="Who will hold it, as the log tells it.")]) -> None:
    """Make a key for the service. It is shown once; the service is given its hash alone."""
    from service.keys import new

    try:
        made, entry = new(name)
    except ValueError as error:
        raise CannotRun(str(error)) from None
    typer.echo(f"Send with each request:       Authorization: Bearer {made}")
    typer.echo(f"Add to NEWSBRIEF_API_KEYS:    {entry}")
