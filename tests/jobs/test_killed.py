"""kill -9, at several instants, of each process that works: every article ends with one briefing, paid for once."""

import json
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from newsbrief.store.store import Store
from newsbrief.store.tables import executors
from tests.support.articles import articles
from tests.support.scripted_judge import SoundJudge
from tests.support.service_process import HASTE, Start, wait_for_job
from tests.support.settings import settings_for
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

COUNT, AT_ONCE = 8, 3


def _answers(url: str, job: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in httpx.get(f"{url}{job}/results", timeout=30).text.splitlines()]


PORT = re.compile(r'"port": (\d+)')
DONE = re.compile(r"^newsbrief_job_articles_total\{.*\} (\S+)$", re.MULTILINE)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _each_once(replies: list[dict[str, Any]], upstream: Upstream, at_once: int = AT_ONCE) -> None:
    assert len({reply["id"] for reply in replies}) == COUNT
    assert {reply["meta"]["engine"] for reply in replies} == {"openai"}
    calls = Counter(json.dumps(request) for request in upstream.requests)
    assert len(calls) == COUNT
    # What was under way when the process was killed is asked again, and nothing else.
    assert len(upstream.requests) <= COUNT + at_once


@pytest.mark.parametrize("calls", [0, 4])
def test_a_killed_service_goes_on_where_it_was(calls: int, start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=0.3))
    first = start("serve", "--port", "0")
    answer = httpx.post(f"{first.url}/jobs", json={"articles": articles(COUNT)})
    wait_until(lambda: len(upstream.requests) >= calls)
    first.kill()
    assert answer.status_code == 202
    url = start("serve", "--port", "0").url
    job = answer.headers["location"]
    ended = wait_for_job(url, job)
    assert (ended["status"], ended["done"], ended["failed"]) == ("completed", COUNT, 0)
    replies = _answers(url, job)
    _each_once(replies, upstream)
    listed = httpx.get(f"{url}/briefings").json()["briefings"]
    assert {entry["id"] for entry in listed} == {reply["id"] for reply in replies}


def test_a_call_that_was_answered_is_not_made_again(start: Start, upstream: Upstream) -> None:
    judge = SoundJudge()
    # The exam comes first; the verdicts on the article are held up.
    upstream.judges = lambda request: replace(judge(request), wait_s=30.0 if len(upstream.judged) == 2 else 0.0)
    upstream.says(chat(draft()))
    first = start("serve", "--port", "0")
    answer = httpx.post(f"{first.url}/jobs", json={"articles": articles(1)})
    wait_until(lambda: len(upstream.judged) >= 2)
    first.kill()
    url = start("serve", "--port", "0").url
    assert wait_for_job(url, answer.headers["location"])["done"] == 1
    assert len(upstream.requests) == 1
    exam, judging, again = upstream.judged
    assert judging == again != exam


def test_a_living_process_takes_up_the_work_of_a_killed_one(start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=0.3))
    worker, service = start("worker"), start("serve", "--port", "0")
    wait_until(lambda: "working on jobs" in worker.log.read_text())
    answer = httpx.post(f"{service.url}/jobs", json={"articles": articles(COUNT)})
    wait_until(lambda: len(upstream.requests) >= 2)
    worker.kill()
    job = wait_for_job(service.url, answer.headers["location"])
    assert job["done"] == COUNT
    replies = _answers(service.url, answer.headers["location"])
    assert len({reply["id"] for reply in replies}) == COUNT
    assert len(upstream.requests) <= COUNT + AT_ONCE


def test_work_is_taken_up_of_a_process_whose_lease_was_forgotten(
    start: Start, upstream: Upstream, address: str
) -> None:
    """A process that was paused for long, goes on, takes work and is killed at once is such a one."""
    upstream.says(Answer(chat(draft()).body, wait_s=60))
    first = start("serve", "--port", "0")
    answer = httpx.post(f"{first.url}/jobs", json={"articles": articles(1)})
    wait_until(lambda: upstream.requests)
    first.kill()
    with closing(Store(settings_for(address))) as store, store._engine.begin() as connection:
        connection.execute(delete(executors))
    upstream.free.set()
    assert wait_for_job(start("serve", "--port", "0").url, answer.headers["location"])["done"] == 1


def test_a_worker_ends_what_it_has_begun(start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=60))
    worker, service = start("worker"), start("serve", "--port", "0")
    wait_until(lambda: "working on jobs" in worker.log.read_text())
    answer = httpx.post(f"{service.url}/jobs", json={"articles": articles(2)})
    service.kill()
    wait_until(lambda: len(upstream.requests) >= 2)
    worker.popen.terminate()
    wait_until(lambda: "stopping" in worker.log.read_text())
    upstream.free.set()
    assert worker.popen.wait(timeout=60) == 0, worker.log.read_text()
    again = start("serve", "--port", "0")
    assert wait_for_job(again.url, answer.headers["location"])["done"] == 2


def test_a_worker_that_ends_begins_nothing_more(start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=60))
    worker, service = start("worker"), start("serve", "--port", "0", NEWSBRIEF_MAX_CONCURRENCY="1")
    wait_until(lambda: "working on jobs" in worker.log.read_text())
    answer = httpx.post(f"{service.url}/jobs", json={"articles": articles(COUNT)})
    service.kill()
    wait_until(lambda: len(upstream.requests) >= AT_ONCE)
    worker.popen.terminate()
    wait_until(lambda: "stopping" in worker.log.read_text())
    upstream.free.set()
    assert worker.popen.wait(timeout=60) == 0, worker.log.read_text()
    # The service may have asked for one before it was killed; a worker that went on would ask for all.
    assert len(upstream.requests) < COUNT
    again = start("serve", "--port", "0")
    assert wait_for_job(again.url, answer.headers["location"])["done"] == COUNT
    _each_once(_answers(again.url, answer.headers["location"]), upstream)


def test_a_worker_and_a_service_tell_what_they_did(start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body))
    # Nobody is killed here: on a busy machine an article whose lease ended would be done, and counted, twice.
    patient = HASTE.replace("LEASE_S = 3.0", "LEASE_S = 120.0")
    worker = start("worker", "--metrics-port", "0", haste=patient)
    port = wait_until(lambda: PORT.search(worker.log.read_text()))[1]
    service = start("serve", "--port", "0", haste=patient)
    sent = [*articles(3), {"text": "Too short."}]
    wait_for_job(service.url, httpx.post(f"{service.url}/jobs", json={"articles": sent}).headers["location"])
    told = [httpx.get(f"{url}/metrics").text for url in (f"http://127.0.0.1:{port}", service.url)]
    done = [sum(map(float, DONE.findall(text))) for text in told]
    assert sum(done) == len(sent)
    assert "newsbrief_job_articles_waiting 0.0" in told[1]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_batch_goes_on_where_it_was(workers: str, start: Start, upstream: Upstream, tmp_path: Path) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=0.3))
    lines = [json.dumps(article) for article in articles(COUNT)]
    (tmp_path / "in.jsonl").write_text("\n".join([*lines[:3], '{"text": "short"}', "{", *lines[3:]]))
    arguments = ("batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), "--workers", workers)
    first = start(*arguments)
    wait_until(lambda: len(upstream.requests) >= 4)
    hands = _children(first.popen.pid)
    assert len(hands) >= int(workers) - 1
    first.kill()
    wait_until(lambda: not any(Path(f"/proc/{hand}").exists() for hand in hands))
    assert not (tmp_path / "out.jsonl").exists()
    second = start(*arguments)
    assert second.popen.wait(timeout=60) == 1, second.log.read_text()
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["type"].rpartition(":")[2] for line in written[3:5]] == ["article-too-short", "malformed-request"]
    _each_once(written[:3] + written[5:], upstream, at_once=4)
    asked = len(upstream.requests)
    third = start(*arguments)
    assert third.popen.wait(timeout=60) == 1
    assert len(upstream.requests) == asked
    again = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line.get("id") for line in again] == [line.get("id") for line in written]
