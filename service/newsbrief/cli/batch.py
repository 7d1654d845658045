"""`newsbrief batch`"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun

if TYPE_CHECKING:
    from uuid import UUID

    from newsbrief.jobs.executor import Feeder
    from newsbrief.jobs.worker import Worker
    from newsbrief.models.bulk import BatchRun
    from newsbrief.settings import Settings
    from newsbrief.store.jobs import ArticleOutcome

PART = 500
"""Lines that are one job: two are kept at a time, however long the file is."""
OWNER = " batch"
"""No key has a name with a space: nobody sees these jobs over HTTP."""
QUEUE = "batch"
_POLL_S = 0.2
_DAY_S = 86_400.0
_PAGE = 50
_VANISHED = "a job of these articles was deleted while they were briefed: run it again"


def batch(
    articles: Annotated[Path, typer.Argument(metavar="IN.jsonl[.gz]|-", help="Lines like requests to /summarize.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Gets a line each, in order: reply or problem.")],
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Articles at once; NEWSBRIEF_MAX_CONCURRENCY unless given.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share them: as many as there are cores.")] = 1,
    batch_api: Annotated[
        bool, typer.Option("--batch-api", help="Ask the model by OpenAI's Batch API: half the price, hours to wait.")
    ] = False,
) -> int:
    """Brief many articles. Run again after a crash, it goes on where it was, and pays for nothing twice.

    Exits with 1 where any of the articles came to a problem.
    """
    import asyncio
    import logging
    import time

    from newsbrief.cli.streams import count_lines
    from newsbrief.settings import Settings

    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    settings, began = Settings(), time.monotonic()
    if batch_api:
        if settings.chosen_engine != "openai":
            raise CannotRun("the Batch API is asked by the openai engine: set OPENAI_API_KEY")
        if workers > 1:
            raise CannotRun("the Batch API is asked by one process: it puts all calls together")
        # Drafts are one batch, and what is to be mended in them another.
        settings = settings.model_copy(update={"deadline_s": 3 * _DAY_S})
    partial = out.with_name(out.name + ".partial")
    with ExitStack() as stack:
        lines, progress, task = count_lines(articles, "articles", stack)
        to = stack.enter_context(partial.open("wb"))

        def on_progress(done: int) -> None:
            progress.update(task, completed=done)

        at_once = concurrency or (2 * PART if batch_api else settings.max_concurrency)
        run = _Run(
            settings, str(out.resolve()), at_once, workers, on_progress, progress.console.print if batch_api else None
        )

        def put_in_place() -> None:
            # On the disk first: the jobs, which could make it again, are deleted next.
            to.flush()
            os.fsync(to.fileno())
            partial.replace(out)

        done, failed = asyncio.run(_brief_lines(run, lines, to.write, put_in_place))
    print(f"newsbrief: {done} articles, {failed} problems; {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Run:
    settings: Settings
    out: str
    at_once: int
    workers: int
    on_progress: Callable[[int], None]
    report: Callable[[str], object] | None
    """Of batches that were sent and came back; None where calls are made at once."""

    @property
    def batch_run(self) -> BatchRun | None:
        """Return the run of batches that calls are part of; None where they are made at once."""
        import hashlib

        from newsbrief.models.bulk import BatchRun

        return BatchRun(hashlib.sha256(self.out.encode()).hexdigest(), report=self.report) if self.report else None


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that were accepted as a job; `bad` has the problem of each line that is no request, by its place."""

    job: UUID | None
    size: int
    bad: dict[int, str]
    key: str = ""


async def _brief_lines(
    run: _Run, lines: Iterable[bytes], write: Callable[[bytes], object], whole: Callable[[], object]
) -> tuple[int, int]:
    """Brief the lines and write the results; return how many lines there were, and how many are problems."""
    import asyncio
    from math import ceil

    from newsbrief.cli.processes import run_worker_processes
    from newsbrief.jobs.executor import work_on_queue
    from newsbrief.jobs.worker import open_worker
    from newsbrief.telemetry import interpreter

    done = failed = 0
    keys: list[str] = []
    share = ceil(run.at_once / run.workers)
    async with (
        open_worker(run.settings, batch_run=run.batch_run) as worker,
        work_on_queue(worker, QUEUE, at_once=share, stop_s=0) as feeder,
        # Only once the tables are there: who makes them at the same time is in the way.
        run_worker_processes(run.workers - 1, run.settings, QUEUE, share),
    ):
        interpreter.tune()
        ahead: list[_Part] = []
        parts = _accept_parts(run, worker, feeder, _split(lines))
        while True:
            # The next part is at work while the last articles of this one are waited for.
            while len(ahead) < 2 and (part := await anext(parts, None)):
                ahead.append(part)
            if not ahead:
                break
            part = ahead.pop(0)
            await _wait_for(worker, part, run.on_progress, done)
            async for text, fine in _read_results(worker, part):
                await asyncio.to_thread(write, text.encode() + b"\n")
                failed += not fine
            done += part.size
            keys += [part.key] if part.job else []
            run.on_progress(done)
        whole()
        # A run that was killed may have left a job that gave up its key.
        for key in keys:
            await worker.store.ask(worker.store.jobs.delete_all, OWNER, key)
    return done, failed


def _split(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    from newsbrief.api.job_bodies import pick_lines

    part: list[bytes] = []
    for line in pick_lines(lines):
        part.append(line)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part


async def _accept_parts(
    run: _Run, worker: Worker, feeder: Feeder, parts: Iterator[list[bytes]]
) -> AsyncIterator[_Part]:
    """Yield the parts, each accepted as a job under a key that a run after a crash finds again."""
    import asyncio

    from newsbrief.store.jobs import JobOrder

    for number, lines in enumerate(parts):
        assignments, bad = await asyncio.to_thread(_parse, lines)
        if not assignments:
            yield _Part(None, len(lines), bad)
            continue
        key = _make_key(run, worker, number, lines)
        job = await worker.store.ask_to_the_end(
            worker.store.jobs.accept, JobOrder(OWNER, QUEUE, None, key, key), assignments
        )
        feeder.feed_now()
        yield _Part(job.id if job else None, len(lines), bad, key)


def _parse(lines: list[bytes]) -> tuple[list[str], dict[int, str]]:
    from newsbrief.api.job_bodies import parse_line
    from newsbrief.api.problems import ProblemError, describe_error
    from newsbrief.jobs.assignment import Assignment
    from newsbrief.pipeline import Options

    assignments, bad = [], {}
    for place, line in enumerate(lines):
        try:
            body = parse_line(line)
        except ProblemError as error:
            problem, _ = describe_error(error, "urn:newsbrief:batch")
            bad[place] = problem.model_dump_json(exclude_none=True)
        else:
            assignments.append(Assignment(body.submission(), Options.of(body.options)).to_json())
    return assignments, bad


def _make_key(run: _Run, worker: Worker, number: int, lines: list[bytes]) -> str:
    """Return the key of a part: of its text, its output file and the settings, as others make other briefings."""
    import hashlib

    from newsbrief.orders.order import Order
    from newsbrief.orders.recipe import make_key
    from newsbrief.pipeline import Submission

    made_with = make_key(Order(Submission("")), worker.service.engine, worker.settings)
    mixed = hashlib.sha256(f"{run.out}\n{number}\n{made_with}\n".encode())
    for line in lines:
        mixed.update(line)
    return mixed.hexdigest()


async def _wait_for(worker: Worker, part: _Part, on_progress: Callable[[int], None], before: int) -> None:
    import asyncio

    while part.job:
        job = await worker.store.ask(worker.store.jobs.find_progress, part.job, OWNER)
        if job is None:
            raise CannotRun(_VANISHED)
        if job.status in ("completed", "cancelled"):
            return
        on_progress(before + job.done + job.failed)
        await asyncio.sleep(_POLL_S)


async def _read_results(worker: Worker, part: _Part) -> AsyncIterator[tuple[str, bool]]:
    """Yield the result of each line of a part, in order, and whether it is a reply."""
    from newsbrief.api.jobs import format_result

    place, outcomes = 0, _read_outcomes(worker, part.job)
    while place < part.size:
        if place in part.bad:
            yield part.bad[place], False
        elif outcome := await anext(outcomes, None):
            yield format_result(outcome[0], outcome[1]), outcome[1].state == "done" and outcome[1].reply is not None
        else:
            raise CannotRun(_VANISHED)
        place += 1


async def _read_outcomes(worker: Worker, job: UUID | None) -> AsyncIterator[tuple[UUID, ArticleOutcome]]:
    after = -1
    while job and (outcomes := await worker.store.ask(worker.store.jobs.list_outcomes, job, after=after, limit=_PAGE)):
        for outcome in outcomes:
            yield job, outcome
        after = outcomes[-1].place
