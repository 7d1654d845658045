"""Options that several commands have, and checks of what is given with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from newsbrief.cli.errors import CannotRun


def read_moment(text: str) -> datetime:
    """Return a day or a moment in ISO 8601.

    Raises:
        BadParameter: it is none.
    """
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        said = f"“{text[:40]}” is no date or time, such as 2026-01-31 or 2026-01-31T16:30:00Z"
        raise typer.BadParameter(said) from None


Language = Annotated[str | None, typer.Option(help="The article's language, such as en; else detected.")]
Title = Annotated[str | None, typer.Option(help="The article's title, where known.")]
Url = Annotated[str | None, typer.Option(help="Where the article is published.")]
PublishedAt = Annotated[
    datetime | None,
    typer.Option(
        parser=read_moment, metavar="DATE", help="When it appeared: relative dates count from it; UTC unless it says."
    ),
]
EngineChoice = Annotated[
    Literal["auto", "openai", "local", "extractive"] | None, typer.Option(help="Instead of NEWSBRIEF_ENGINE.")
]
Style = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="A house style: a file, or one of NEWSBRIEF_STYLE by name.")
]


def check_language(language: str | None) -> str | None:
    """Return `language`, which must be a tag such as `en` or `pt-BR`.

    Raises:
        CannotRun: it is none.
    """
    from newsbrief.article.language import read_primary_subtag

    if language is not None and read_primary_subtag(language) is None:
        raise CannotRun(f"{language} is no language tag, such as en")
    return language


def to_utc(moment: datetime | None) -> datetime | None:
    """Return `moment`, in UTC where it names no zone.

    Raises:
        CannotRun: no article can be of that year.
    """
    from datetime import UTC

    from newsbrief.article.reading import YEARS

    if moment and moment.year not in YEARS:
        raise CannotRun(f"the year must lie between {YEARS.start} and {YEARS.stop - 1}")
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
