"""Several processes on one database, over real HTTP; one of them is killed."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.forked_process import COMMAND, ForkedProcess
from tests.support.service_process import ROOT, wait_for_address
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

Served = tuple[ForkedProcess, str]


@contextmanager
def serve(log: Path, **settings: str) -> Iterator[Served]:
    """Run `newsbrief serve` in a process of its own; yield it with its address."""
    environment = os.environ | {"NEWSBRIEF_DEADLINE_S": "40", "PYTHONPATH": str(ROOT)} | settings
    process = ForkedProcess(COMMAND, ["serve", "--port", "0"], environment, log)
    try:
        yield process, wait_for_address(log, process)
    finally:
        process.kill()


@pytest.fixture
def two(address: str, upstream: Upstream, tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """Yield two processes that start at once on an empty database."""
    settings = {
        "NEWSBRIEF_DATABASE_URL": address,
        "NEWSBRIEF_ENGINE": "openai",
        "OPENAI_API_KEY": "k",
        "OPENAI_BASE_URL": upstream.base_url,
    }
    with ThreadPoolExecutor(2) as threads:
        opened = [serve(tmp_path / f"{n}.log", **settings) for n in range(2)]
        first, second = threads.map(lambda one: one.__enter__(), opened)
        try:
            yield first, second
        finally:
            for one in opened:
                one.__exit__(None, None, None)


def post_twin(text: str) -> Callable[[str], httpx.Response]:
    headers = {"Idempotency-Key": '"twin"', "Cache-Control": "no-cache"}
    return lambda url: httpx.post(f"{url}/summarize", json={"text": text}, headers=headers, timeout=60)


def test_twins_at_two_processes_get_one_answer(
    two: tuple[Served, Served], upstream: Upstream, seed_article: str
) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=1))
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(post_twin(seed_article), [url for _, url in two] * 3))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.content for answer in answers}) == 1
    assert sum("stored" in answer.headers["cache-status"] for answer in answers) == 1
    listed = httpx.get(f"{two[1][1]}/briefings").json()["briefings"]
    assert [entry["id"] for entry in listed] == [answers[0].json()["id"]]


def test_the_key_of_a_killed_process_is_taken_over(
    two: tuple[Served, Served], upstream: Upstream, seed_article: str
) -> None:
    (first, one), (_, other) = two
    asked = len(upstream.requests)
    upstream.says(Answer(chat(draft()).body, wait_s=30), chat(draft()))
    ask = post_twin(seed_article)
    with ThreadPoolExecutor(2) as threads:
        lost = threads.submit(ask, one)
        wait_until(lambda: len(upstream.requests) > asked)
        twin = threads.submit(ask, other)
        time.sleep(0.5)
        assert not twin.done()
        first.kill()
        killed = time.monotonic()
        answer = twin.result()
        assert time.monotonic() - killed < 25
        with pytest.raises(httpx.HTTPError):
            lost.result()
    assert answer.status_code == 200
    assert ask(other).content == answer.content
