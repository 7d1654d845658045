"""`newsbrief feedback`"""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.options import read_moment, to_utc

if TYPE_CHECKING:
    from newsbrief.evals.feedback import Tally
    from newsbrief.store.briefings import Filters


def feedback(
    since: Annotated[
        datetime | None,
        typer.Option(parser=read_moment, metavar="DATE", help="Only briefings made since then; UTC unless it says."),
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only briefings of this newsroom.")] = None,
    out: Annotated[
        Path, typer.Option(metavar="FILE|-", help="Gets the pairs, a line each; standard output unless given.")
    ] = Path("-"),
) -> None:
    """Export what editors did with claims as labelled pairs, for eval judge and eval checks.

    Reads the kept briefings that somebody approved. A pair holds its article only where the service keeps texts
    (NEWSBRIEF_KEEP_TEXT); without it no judge can be asked about the pair.
    """
    import asyncio

    from newsbrief.store.briefings import Filters

    tally = asyncio.run(_export(Filters(since=to_utc(since), team=team), out))
    print(f"newsbrief: {_tell(tally)}", file=sys.stderr)


async def _export(filters: Filters, out: Path) -> Tally:
    """Write the pairs to `out`, which is replaced in one step; return what was looked through."""
    import json

    from newsbrief.cli.streams import open_replacement
    from newsbrief.evals.feedback import Tally, export_pairs
    from newsbrief.evals.pairs import to_row
    from newsbrief.settings import Settings
    from newsbrief.store.store import Store

    tally = Tally()
    with open_replacement(out) as to, closing(Store(Settings())) as store:
        async for pair in export_pairs(store, filters, tally):
            to.write(json.dumps(to_row(pair), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return tally


def _tell(tally: Tally) -> str:
    said = ", ".join(f"{number} {feedback}" for feedback, number in sorted(tally.pairs.items()))
    counts = [
        f"{sum(tally.pairs.values())} pairs of {tally.approved} approved briefings" + (f" ({said})" if said else "")
    ]
    left_out = [
        (tally.without_text, "of them without their article, which was not kept"),
        (tally.unapproved, "more that nobody approved"),
        (tally.several, "more of several articles"),
    ]
    return "; ".join([*counts, *(f"{number} {why}" for number, why in left_out if number)])
