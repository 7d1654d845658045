"""`newsbrief eval`: suites by default, and the commands beside them that have options of their own."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from newsbrief.cli.eval import evaluate
from newsbrief.cli.eval_judge import judge

_SUITES = "suites"


class _Suites(TyperGroup):
    """A group whose first command is meant where no other is named: `newsbrief eval [SUITE]` stays as it is."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]
        """Return the arguments with the command that is meant before them."""
        return super().parse_args(ctx, args if args[:1] == ["judge"] else [_SUITES, *args])

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        """Return the command; the first goes without a name of its own in help and errors."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == _SUITES else name), command, rest


app = typer.Typer(cls=_Suites, add_completion=False, rich_markup_mode=None)
app.command(_SUITES)(evaluate)
app.command("judge")(judge)
