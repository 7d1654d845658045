"""`newsbrief watch`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from newsbrief.feeds.configuration import Feeds
    from newsbrief.settings import Settings
    from newsbrief.telemetry.metrics import Metrics

_EXTRA = ("feedparser", "lxml", "protego", "datasketch", "aiosmtplib")


def watch(
    file: Annotated[
        Path | None, typer.Argument(metavar="FEEDS.yaml", help="Feeds and digests; NEWSBRIEF_FEEDS unless given.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Check every feed, brief what is new, send what is due, and end.")
    ] = False,
    now: Annotated[bool, typer.Option("--now", help="With --once: send each digest now, whatever its times.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be briefed, and when digests are due; keep nothing.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="How feeds and deliveries stand; exits with 1 where something failed.")
    ] = False,
    resend: Annotated[
        UUID | None, typer.Option(metavar="ID", help="Let a delivery that --status shows be tried anew.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Serve Prometheus' numbers on this port; 0 takes a free one.")
    ] = None,
    metrics_host: Annotated[str, typer.Option(help="Address for them.")] = "127.0.0.1",
) -> int:
    """Watch feeds: brief what is new, articles on one event together, and send digests."""
    import asyncio
    import logging

    from newsbrief.settings import Settings
    from newsbrief.telemetry import logs, tracing
    from newsbrief.telemetry.metrics import Metrics

    settings = Settings()
    feeds = _read_feeds(file or settings.feeds)
    if now and not once:
        raise CannotRun("--now goes with --once")
    if sum((once, dry_run, status, resend is not None)) > 1:
        raise CannotRun("--once, --dry-run, --status and --resend exclude each other")
    if status or resend:
        return asyncio.run(_print_state(feeds, settings, resend))
    if dry_run:
        return asyncio.run(_print_trial(feeds, settings))
    _require_secrets(feeds)
    _require_style(feeds, settings)
    logs.configure()
    tracing.configure()
    metrics = Metrics()
    if metrics_port is not None:
        logging.getLogger(__name__).info("metrics", extra={"port": metrics.serve(metrics_host, metrics_port)})
    try:
        asyncio.run(_watch(feeds, settings, metrics, once=once, at_once=now))
    finally:
        tracing.flush()
    return 0


def _read_feeds(path: Path | None) -> Feeds:
    """Return what the file says.

    Raises:
        CannotRun: there is none, it cannot be used, or a package is missing.
    """
    from importlib.util import find_spec

    from newsbrief.feeds.file import MalformedFeeds, read_feeds

    if path is None:
        raise CannotRun("name a file, or set NEWSBRIEF_FEEDS; docs/feeds.md has an example")
    if missing := [name for name in _EXTRA if find_spec(name) is None]:
        raise CannotRun(f"{missing[0]} is not installed: pip install 'newsbrief[feeds]'")
    try:
        return read_feeds(path)
    except MalformedFeeds as error:
        raise CannotRun(str(error)) from None


def _require_secrets(feeds: Feeds) -> None:
    from newsbrief.feeds.file import find_missing_variables

    if unset := find_missing_variables(feeds):
        raise CannotRun(f"the file names environment variables that are not set: {', '.join(unset)}")


def _require_style(feeds: Feeds, settings: Settings) -> None:
    from newsbrief.pipeline import Options
    from newsbrief.pipeline.shape import UnknownStyle, find_style

    try:
        find_style(Options.of(feeds.options), settings)
    except UnknownStyle as error:
        raise CannotRun(f"options.style: {error}") from None


async def _watch(feeds: Feeds, settings: Settings, metrics: Metrics, *, once: bool, at_once: bool) -> None:
    """Watch until SIGTERM or SIGINT, or once; what is at work then has the deadline of a request to finish."""
    import asyncio
    import logging
    import signal
    from contextlib import suppress

    from newsbrief.feeds.watching import watch_feeds
    from newsbrief.jobs.executor import work_on_queue
    from newsbrief.jobs.lazy_worker import ARTICLES
    from newsbrief.jobs.worker import open_worker
    from newsbrief.telemetry import interpreter

    log = logging.getLogger(__name__)
    async with (
        open_worker(settings, metrics) as worker,
        work_on_queue(worker, ARTICLES, at_once=settings.max_concurrency, stop_s=settings.deadline_s) as feeder,
        watch_feeds(worker.store, feeds, settings, feeder, metrics) as watcher,
    ):
        interpreter.tune()
        log.info("watching feeds", extra={"feeds": len(feeds.feeds), "engine": worker.service.engine.name})
        work = asyncio.create_task(watcher.once(at_once=at_once) if once else watcher.run())
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, work.cancel)
        with suppress(asyncio.CancelledError):
            await work


async def _print_trial(feeds: Feeds, settings: Settings) -> int:
    """Print what a check would find; exits with 1 where a feed cannot be read. Nothing is written."""
    import asyncio
    from contextlib import closing
    from datetime import UTC, datetime

    from newsbrief.cli.streams import put
    from newsbrief.feeds.dry_run import describe
    from newsbrief.feeds.file import find_missing_variables
    from newsbrief.feeds.schedule import find_next_due
    from newsbrief.feeds.watching import make_client
    from newsbrief.store.store import Store

    lines, failed = list[str](), False
    with closing(await asyncio.to_thread(Store, settings)) as store:
        client = make_client(feeds, settings)
        for name, feed in feeds.feeds.items():
            described, fine = await describe(store, client, name, feed)
            lines += described
            failed |= not fine
    for name, digest in feeds.digests.items():
        at = find_next_due(digest.times, digest.days, feeds.find_zone(digest), datetime.now(UTC))
        due = f"next due {at.astimezone(feeds.find_zone(digest)):%Y-%m-%d %H:%M %Z}" if at else "an outgoing feed alone"
        lines.append(f"digest {name}: {due}, to {', '.join(digest.to) or 'nobody'}")
    lines += [f"not set: {variable}" for variable in find_missing_variables(feeds)]
    put("\n".join(lines))
    return 1 if failed else 0


async def _print_state(feeds: Feeds, settings: Settings, resend: UUID | None) -> int:
    """Print how everything stands; exits with 1 where something failed."""
    import asyncio
    from contextlib import closing

    from newsbrief.cli.streams import put
    from newsbrief.feeds.status import describe
    from newsbrief.store.store import Store

    with closing(await asyncio.to_thread(Store, settings)) as store:
        if resend is not None:
            if await store.ask(store.digests.resend, resend):
                put("It is sent when feeds are watched next.")
                return 0
            raise CannotRun("no delivery of that id failed or is unknown; --status lists them")
        lines, failed = await describe(store, feeds)
    put("\n".join(lines))
    return 1 if failed else 0
