"""`newsbrief serve`"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun
from newsbrief.fetching.addresses import is_loopback

if TYPE_CHECKING:
    from fastapi import FastAPI

    from newsbrief.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve.")] = 1,
    allow_unauthenticated: Annotated[
        bool,
        typer.Option(
            "--allow-unauthenticated",
            help="Serve without API keys on a public address, or behind a proxy; NEWSBRIEF_ALLOW_UNAUTHENTICATED.",
        ),
    ] = False,
) -> None:
    """Serve the HTTP API."""
    from newsbrief.telemetry import interpreter

    with interpreter.pause_collection():
        settings = load_settings(host, allow_unauthenticated)
        app = _load(settings) if workers == 1 else None
    if app:
        run(app, settings, host, port)
        return
    # Each process makes its own, and cannot tell this one why it does not start.
    _try(settings)
    run(None, settings, host, port, workers)


def load_settings(host: str, allow_unauthenticated: bool) -> Settings:
    """Return the settings of a service that listens on `host`.

    Raises:
        CannotRun: others reach that address, and nothing says who may.
    """
    from newsbrief.settings import Settings

    if allow_unauthenticated:
        os.environ["NEWSBRIEF_ALLOW_UNAUTHENTICATED"] = "true"  # for each of several processes
    settings = Settings()
    if not (settings.api_keys or settings.allow_unauthenticated or is_loopback(host)):
        raise CannotRun(f"{host} is open to others: set NEWSBRIEF_API_KEYS, or pass --allow-unauthenticated")
    return settings


def run(app: FastAPI | None, settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serve `app` until a signal ends it; without one, `workers` processes each make their own.

    Raises:
        CannotRun: it could not start.
    """
    import uvicorn

    from newsbrief.api.protocol import SERVER
    from newsbrief.telemetry import interpreter, logs, tracing

    logs.configure()
    tracing.configure()
    if app:
        interpreter.tune()
    # uvicorn tells why in a stack trace, which would hide the line below.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "Traceback" not in record.getMessage())
    try:
        with _shared_numbers(workers):
            uvicorn.run(
                app or "newsbrief.cli.serve:worker",
                factory=app is None,
                host=host,
                port=port,
                workers=workers,
                **SERVER,
                timeout_graceful_shutdown=round(settings.deadline_s) + 1,
            )
    except SystemExit as stopped:
        if stopped.code:
            if app and app.state.failure:
                raise CannotRun(app.state.failure) from None
            raise CannotRun(f"could not serve on {host}:{port}; the log above says why") from None


def _try(settings: Settings) -> None:
    """Open and close once what each worker process opens; this brings the database up to date, too.

    Raises:
        CannotRun: it cannot be had.
    """
    import asyncio

    from newsbrief.api.cms import load_mappings
    from newsbrief.models.errors import DraftingError
    from newsbrief.pipeline.engines import open_engine
    from newsbrief.store import StoreUnavailable
    from newsbrief.store.store import Store
    from newsbrief.verification.entailment import open_encoder

    load_mappings(settings)
    open_encoder(settings.entailment_model)
    try:
        Store(settings).close()
        asyncio.run(open_engine(settings).aclose())
    except (DraftingError, StoreUnavailable) as failure:
        raise CannotRun(str(failure)) from None


def worker() -> FastAPI:
    """Return the application of one of several processes."""
    from newsbrief.telemetry import interpreter, logs, tracing

    logs.configure()
    tracing.configure()
    with interpreter.pause_collection():
        app = _load()
    interpreter.tune()
    return app


def _load(settings: Settings | None = None) -> FastAPI:
    """Return the application."""
    from newsbrief.api.app import create_app

    return create_app(settings)


@contextmanager
def _shared_numbers(workers: int) -> Iterator[None]:
    """Keep the metrics of several processes in one folder while the block runs, for each of them to add up."""
    if workers == 1 or os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="newsbrief-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]
