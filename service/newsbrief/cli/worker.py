"""`newsbrief worker`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from newsbrief.settings import Settings
    from newsbrief.telemetry.metrics import Metrics


def worker(
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Articles at once; NEWSBRIEF_MAX_CONCURRENCY unless given.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Serve Prometheus' numbers on this port; 0 takes a free one.")
    ] = None,
    metrics_host: Annotated[str, typer.Option(help="Address for them.")] = "127.0.0.1",
) -> None:
    """Work on the jobs of a service that shares this database, from this machine or another (PostgreSQL)."""
    import asyncio
    import logging

    from newsbrief.settings import Settings
    from newsbrief.telemetry import logs, tracing
    from newsbrief.telemetry.metrics import Metrics

    logs.configure()
    tracing.configure()
    settings = Settings()
    metrics = Metrics()
    if metrics_port is not None:
        logging.getLogger(__name__).info("metrics", extra={"port": metrics.serve(metrics_host, metrics_port)})
    try:
        asyncio.run(_work(settings, concurrency or settings.max_concurrency, metrics))
    finally:
        tracing.flush()


async def _work(settings: Settings, at_once: int, metrics: Metrics) -> None:
    """Work until SIGTERM or SIGINT; what is at work then has the deadline of a request to finish."""
    import asyncio
    import logging
    import signal

    from newsbrief.jobs.executor import work_on_queue
    from newsbrief.jobs.lazy_worker import ARTICLES
    from newsbrief.jobs.worker import open_worker
    from newsbrief.telemetry import interpreter

    stop, log = asyncio.Event(), logging.getLogger(__name__)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_worker(settings, metrics) as worker:
        if worker.store.url.get_backend_name() == "sqlite":
            log.warning("the database is a file: workers on other machines do not see it")
        async with work_on_queue(worker, ARTICLES, at_once=at_once, stop_s=settings.deadline_s):
            interpreter.tune()
            log.info("working on jobs", extra={"engine": worker.service.engine.name, "at_once": at_once})
            await stop.wait()
            log.info("stopping", extra={"within_s": settings.deadline_s})
