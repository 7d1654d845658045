"""`newsbrief batch`: its file is whole before its jobs are deleted, and is none where a job is not there any more."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy

from newsbrief.store.store import Store
from newsbrief.store.tables import jobs
from tests.support.articles import articles
from tests.support.service_process import HASTE, Start
from tests.support.settings import settings_for
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

COUNT = 4
KILLED = "import os, newsbrief.store.jobs as jobs\njobs.Jobs.delete_all = lambda *_: os.kill(os.getpid(), 9)\n"
"""Ends a run when it deletes its jobs."""


def test_a_run_that_is_killed_when_it_deletes_its_job_has_written_every_line(
    start: Start, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.says(Answer(chat(draft()).body))
    # The last is a short problem: a reply would be longer than what is held back before it is written.
    (tmp_path / "in.jsonl").write_text("\n".join([*map(json.dumps, articles(COUNT)), "{"]))
    run = start("batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), haste=KILLED + HASTE)
    assert run.popen.wait(timeout=60) == -9, run.log.read_text()
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == COUNT + 1


def test_a_job_that_a_killed_run_left_without_a_key_is_deleted_by_the_next(
    address: str, start: Start, tmp_path: Path
) -> None:
    # Another time there may be a style of that name.
    (tmp_path / "in.jsonl").write_text(json.dumps(articles(1)[0] | {"options": {"style": "sport"}}))
    command = ("batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert start(*command, haste=KILLED + HASTE).popen.wait(timeout=60) == -9
    run = start(*command)
    assert run.popen.wait(timeout=60) == 1, run.log.read_text()
    with closing(Store(settings_for(address))) as store, store._engine.begin() as connection:
        assert connection.execute(sqlalchemy.select(jobs.c.key)).all() == []


def test_a_job_that_is_deleted_meanwhile_is_an_error(
    address: str, start: Start, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=60))
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, articles(COUNT))))
    run = start("batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    wait_until(lambda: upstream.requests)
    with closing(Store(settings_for(address))) as store:
        with store._engine.begin() as connection:
            owner, request = connection.execute(sqlalchemy.select(jobs.c.owner, jobs.c.request)).one()
        assert store.jobs.delete_older(timedelta(0), today=datetime.now(UTC) + timedelta(days=1)) == 0
        store.jobs.delete_all(owner, request)
    assert run.popen.wait(timeout=60) == 2, run.log.read_text()
    assert "run it again" in run.log.read_text()
    assert not (tmp_path / "out.jsonl").exists()
