"""`newsbrief mcp`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsbrief.cli.errors import CannotRun


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP at /mcp, beside the HTTP API; else standard input.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="With --http: the port to listen on; 0 takes a free one.")
    ] = 8000,
    allow_unauthenticated: Annotated[
        bool,
        typer.Option(
            "--allow-unauthenticated",
            help="With --http: serve without API keys on a public address, or behind a proxy.",
        ),
    ] = False,
) -> None:
    """Serve the tools summarize, verify and update to assistants, by the Model Context Protocol."""
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise CannotRun("the SDK of the Model Context Protocol is missing: pip install 'newsbrief[mcp]'")
    if http:
        _serve_http(host, port, allow_unauthenticated)
        return
    import asyncio

    from newsbrief.mcp import stdio
    from newsbrief.settings import Settings
    from newsbrief.telemetry import logs

    logs.configure()
    asyncio.run(stdio.serve(Settings()))


def _serve_http(host: str, port: int, allow_unauthenticated: bool) -> None:
    from newsbrief.cli.serve import load_settings, run

    settings = load_settings(host, allow_unauthenticated)

    from newsbrief.api.app import create_app
    from newsbrief.mcp.http import install

    app = create_app(settings)
    install(app, settings)
    run(app, settings, host, port)
