"""`newsbrief serve`"""

from __future__ import annotations

import ipaddress
from typing import Annotated

import typer

from service.cli.errors import CannotRun


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve.")] = 1,
    allow_unauthenticated: Annotated[
        bool,
        typer.Option(
            "--allow-unauthenticated",
            envvar="NEWSBRIEF_ALLOW_UNAUTHENTICATED",
            help="Listen on a public address without API keys.",
        ),
    ] = False,
) -> None:
    """Serve the HTTP API."""
    from service.settings import Settings

    settings = Settings()
    if not (settings.accepted_keys or allow_unauthenticated or _loopback(host)):
        raise CannotRun(f"{host} is open to others: set NEWSBRIEF_API_KEYS, or pass --allow-unauthenticated")
    import uvicorn

    from service import observability
    from service.api.app import create_app

    observability.configure()
    # Several processes each make their own; one tells this process why it could not start.
    app = create_app(settings) if workers == 1 else None
    try:
        uvicorn.run(
            app or "service.api.app:create_app",
            factory=app is None,
            host=host,
            port=port,
            workers=workers,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=round(settings.deadline_s) + 1,
        )
    except SystemExit as stopped:
        if stopped.code:
            if app and app.state.failure:
                raise CannotRun(app.state.failure) from None
            raise CannotRun(f"could not serve on {host}:{port}; the log above says why") from None


def _loopback(host: str) -> bool:
    """Whether only this machine reaches `host`. A name that is not `localhost` may resolve to anything."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
