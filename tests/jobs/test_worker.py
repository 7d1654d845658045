"""Test the briefing of one article of a job."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.worker import Worker, open_worker
from newsbrief.models.errors import UpstreamFailed
from newsbrief.orders.order import Order
from newsbrief.pipeline import Options, Submission
from newsbrief.store.briefings import Briefings
from newsbrief.store.jobs import JobOrder
from newsbrief.store.model_calls import ModelCalls
from newsbrief.store.replies import read_reply
from tests.support.settings import make_settings
from tests.support.upstream import Upstream, chat, draft
from tests.support.waiting import wait_until


@dataclass
class FailingService:
    """An engine that fails so often before it does what another does."""

    failures: int
    engine: object
    name: str = "openai"
    model: str | None = "m"
    asked: list[str] = field(default_factory=list)

    async def draft(self, request: object) -> object:
        self.asked.append("draft")
        if len(self.asked) <= self.failures:
            raise UpstreamFailed("The model's server failed.")
        return await self.engine.draft(request)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("waits", "degraded"), [((0.0, 0.0), False), ((0.0,), True)])
async def test_it_is_tried_again_before_it_degrades(
    waits: tuple[float, ...], degraded: bool, tmp_path: Path, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.jobs.worker.PATIENCE_S", waits)
    settings = make_settings(engine="extractive", database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")
    submission = Submission(seed_article)
    async with open_worker(settings) as worker:
        worker.service.engine = FailingService(2, worker.service.engine)  # type: ignore[assignment]
        job = worker.store.jobs.accept(JobOrder("", "articles"), [Assignment(submission, Options()).to_json()])
        assert job
        await worker.settle_article((job.id, 0))
        (outcome,) = worker.store.jobs.list_outcomes(job.id, after=-1, limit=1)
        again = await worker.service.fulfil(Order(submission))
    assert outcome.reply
    assert read_reply(outcome.reply, outcome.source_text).meta.degraded is degraded
    assert again.origin == "miss", "what no model wrote, or another one, is not given again"


async def test_a_worker_on_its_own_holds_to_the_budget_of_each_owner_but_not_to_one_for_its_own_work(
    upstream: Upstream, tmp_path: Path, seed_article: str
) -> None:
    upstream.says(chat(draft(), usage=(900, 200)))
    database = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    settings = make_settings(
        engine="openai",
        openai_base_url=upstream.base_url,
        judge_model="off",
        tokens_per_day=1_000,
        database_url=database,
    )
    async with open_worker(settings) as worker:
        places = []
        for number, owner in enumerate(("desk", "desk", "wire", " feeds", " feeds")):
            assignment = Assignment(Submission(f"{seed_article}\nThis is paragraph {number} of the story."), Options())
            job = worker.store.jobs.accept(JobOrder(owner, "articles"), [assignment.to_json()])
            assert job
            places.append((job.id, 0))
            await worker.settle_article(places[-1])
        outcomes = [worker.store.jobs.list_outcomes(job, after=-1, limit=1)[0] for job, _ in places]
    assert [outcome.state for outcome in outcomes] == ["done", "failed", "done", "done", "done"]
    assert (outcomes[1].problem or "").startswith("token-budget-spent")


async def test_no_call_is_paid_for_twice_while_the_store_is_away(
    upstream: Upstream, tmp_path: Path, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, keep = [True, True], Briefings.keep

    def fails(*_: Any) -> None:
        raise OSError("the database is away")

    def keep_later(self: Briefings, *args: Any, **kwargs: Any) -> Any:
        return fails() if away and away.pop() else keep(self, *args, **kwargs)

    monkeypatch.setattr("newsbrief.jobs.worker.STORE_AWAY_S", 0.0)
    monkeypatch.setattr(ModelCalls, "remember", fails)
    monkeypatch.setattr(Briefings, "keep", keep_later)
    upstream.says(chat(draft()))
    settings = make_settings(
        engine="openai",
        openai_base_url=upstream.base_url,
        judge_model="off",
        database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}",
    )
    async with open_worker(settings) as worker:
        job = worker.store.jobs.accept(
            JobOrder("", "articles"), [Assignment(Submission(seed_article), Options()).to_json()]
        )
        assert job
        await worker.settle_article((job.id, 0))
        (outcome,) = worker.store.jobs.list_outcomes(job.id, after=-1, limit=1)
    assert (outcome.state, away) == ("done", [])
    assert len(upstream.requests) == 1


@dataclass
class Held(FailingService):
    """An engine that fails so often, once it is told to go on."""

    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def draft(self, request: object) -> object:
        if len(self.asked) < self.failures:
            self.asked.append("draft")
            await self.go.wait()
            raise UpstreamFailed("The model's server failed.")
        return await super().draft(request)


async def _until_asked(engine: Held, number: int) -> None:
    await asyncio.to_thread(wait_until, lambda: len(engine.asked) >= number, within_s=20)


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncIterator[Worker]:
    settings = make_settings(engine="extractive", database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")
    async with open_worker(settings) as opened:
        yield opened


def _begin_job(worker: Worker, submission: Submission) -> tuple[UUID, asyncio.Task[str | None]]:
    job = worker.store.jobs.accept(JobOrder("", "articles"), [Assignment(submission, Options()).to_json()])
    assert job
    return job.id, asyncio.create_task(worker.settle_article((job.id, 0)))


async def test_a_request_that_joins_a_job_does_not_wait_as_patiently(
    worker: Worker, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.jobs.worker.PATIENCE_S", (3600.0,))
    worker.service.engine = engine = Held(1, worker.service.engine)  # type: ignore[assignment]
    submission = Submission(seed_article)
    _, working = _begin_job(worker, submission)
    await _until_asked(engine, 1)
    joined = asyncio.create_task(worker.service.fulfil(Order(submission, Options(on_failure="error"))))
    await asyncio.sleep(0)
    engine.go.set()
    async with asyncio.timeout(20):
        with pytest.raises(UpstreamFailed):
            await joined
    assert (engine.asked, working.done()) == (["draft"], False)
    working.cancel()


async def test_a_job_is_not_given_what_a_request_made_do_with(worker: Worker, seed_article: str) -> None:
    worker.service.engine = engine = Held(1, worker.service.engine)  # type: ignore[assignment]
    submission = Submission(seed_article)
    asked = asyncio.create_task(worker.service.fulfil(Order(submission)))
    await _until_asked(engine, 1)
    job, working = _begin_job(worker, submission)
    await _until_asked(engine, 2)
    engine.go.set()
    await working
    assert (await asked).reply.meta.degraded
    (outcome,) = worker.store.jobs.list_outcomes(job, after=-1, limit=1)
    assert outcome.reply
    assert not read_reply(outcome.reply, outcome.source_text).meta.degraded


async def test_only_an_article_that_is_refused_for_itself_is_refused_again(
    worker: Worker, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.jobs.worker.PATIENCE_S", ())
    worker.service.engine = FailingService(1, worker.service.engine)  # type: ignore[assignment]

    async def send(text: str, options: Options) -> tuple[UUID, str]:
        content = hashlib.sha256(text.encode()).hexdigest()
        order = JobOrder("", "articles", None, content, content)
        job = worker.store.jobs.accept(order, [Assignment(Submission(text), options).to_json()])
        assert job
        await worker.settle_article((job.id, 0))
        (outcome,) = worker.store.jobs.list_outcomes(job.id, after=-1, limit=1)
        return job.id, outcome.problem or outcome.state

    # The model's server fails, then does not; a language that nothing translates to may be one later.
    failed, done = [await send(seed_article, Options(on_failure="error")) for _ in range(2)]
    assert (failed[1].partition(" ")[0], done[1]) == ("upstream-failed", "done")
    assert await send(seed_article, Options(on_failure="error")) == done
    one, other = [await send(seed_article + " More.", Options(output_language="fr")) for _ in range(2)]
    assert one[0] != other[0]
    short, again = [await send("Too short.", Options()) for _ in range(2)]
    assert short == again
