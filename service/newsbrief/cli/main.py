"""The command `newsbrief`: one file a command, and one place where errors become a line and an exit code.

Exit codes: 0 fine, 1 the answer is no, 2 used wrongly or could not run, 3 no model where one is required,
130 interrupted, 141 the reader went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from newsbrief.cli import (
    batch,
    check,
    cms,
    doctor,
    eval_suites,
    feedback,
    key,
    mcp,
    schema,
    serve,
    style,
    summarize,
    update,
    variants,
    verify,
    verify_repository,
    watch,
    worker,
)
from newsbrief.cli.errors import COULD_NOT_RUN, describe_error
from newsbrief.version import __version__

INTERRUPTED = 130

app = typer.Typer(
    name="newsbrief",
    help="Verified news briefings: every claim traced to the sentences it rests on.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    serve.serve,
    summarize.summarize,
    verify.verify,
    update.update,
    variants.variants,
    check.check,
    batch.batch,
    worker.worker,
    watch.watch,
    key.key,
    feedback.feedback,
    mcp.mcp,
    doctor.doctor,
    schema.schema,
):
    app.command()(command)
app.command("verify-repository")(verify_repository.verify_repository)
app.add_typer(cms.app, name="cms")
app.add_typer(eval_suites.app, name="eval", help="Evaluate engines, checks and judges on known cases.")
app.add_typer(style.app, name="style")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"newsbrief {__version__}")
        raise typer.Exit


@app.callback()
def _newsbrief(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    _warn_of_variables()


def _warn_of_variables() -> None:
    """Warn of variables in the environment that look like settings and are none."""
    if not any(name.startswith("NEWSBRIEF_") for name in os.environ) and not os.path.exists(".env"):
        return
    from newsbrief.settings.names import find_unknown

    for warning in find_unknown():
        print(f"newsbrief: warning: {warning}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. An error is one line on standard error."""
    try:
        code = app(args=None if arguments is None else list(arguments), standalone_mode=False)
        return code if isinstance(code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except typer.Abort:
        return INTERRUPTED
    except TyperException as error:
        return _print_failure(error.format_message())
    except Exception as error:
        return _print_failure(describe_error(error))


def _print_failure(message: str) -> int:
    line = " ".join(message.split()) or "could not run"
    print(f"newsbrief: {line}", file=sys.stderr)
    return COULD_NOT_RUN
