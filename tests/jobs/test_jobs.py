"""Jobs over HTTP, by a real service in a process of its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import create_engine, update

from newsbrief.store.tables import jobs
from tests.support.articles import articles
from tests.support.service_process import Start, wait_for_job
from tests.support.upstream import Answer, Upstream, chat, draft


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Return a file: what differs between the databases is tried where processes are killed."""
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture
def url(start: Start, upstream: Upstream) -> str:
    upstream.says(Answer(chat(draft()).body))
    return start("serve", "--port", "0", NEWSBRIEF_API_KEYS="desk:one,wire:two").url


DESK, WIRE = {"Authorization": "Bearer one"}, {"Authorization": "Bearer two"}


def _results(url: str, job: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{url}{job}/results", headers=DESK, timeout=30)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def _done(url: str, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    return wait_for_job(url, answer.headers["location"], headers=DESK)


def test_a_job_from_its_articles_to_its_results(url: str) -> None:
    sent = [*articles(3), {"text": "Too short."}]
    answer = httpx.post(f"{url}/jobs", json={"articles": sent}, headers=DESK)
    assert answer.json()["total"] == 4
    job = answer.headers["location"]
    assert _done(url, answer) | {"id": ""} == {"id": "", "status": "completed", "total": 4, "done": 3, "failed": 1}
    *replies, problem = _results(url, job)
    assert [reply["briefing"]["title"] for reply in replies] == [replies[0]["briefing"]["title"]] * 3
    assert problem["type"] == "urn:newsbrief:problem:article-too-short"
    kept = httpx.get(f"{url}/briefings/{replies[1]['id']}", headers=DESK).json()
    assert kept == replies[1]
    # What is done stays done.
    assert httpx.delete(f"{url}{job}", headers=DESK).json()["status"] == "completed"


def test_lines_are_as_good_as_json(url: str) -> None:
    lines = "\n".join(json.dumps(article) for article in articles(2))
    kind = {"Content-Type": "application/x-ndjson"}
    assert _done(url, httpx.post(f"{url}/jobs", content=lines, headers=DESK | kind))["done"] == 2
    marked = "\ufeff\r\n" + lines.replace("\n", "\r\n")
    assert _done(url, httpx.post(f"{url}/jobs", content=marked, headers=DESK | kind))["done"] == 2
    broken = httpx.post(f"{url}/jobs", content=lines + "\n{", headers=DESK | kind)
    assert (broken.status_code, broken.json()["detail"][:6]) == (400, "Line 3")


def test_one_article_that_nobody_waits_for(url: str) -> None:
    answer = httpx.post(f"{url}/summarize", json=articles(1)[0], headers=DESK | {"Prefer": "respond-async"})
    assert answer.headers["preference-applied"] == "respond-async"
    assert _done(url, answer)["done"] == 1
    # It is the briefing that one who waits is given.
    waited = httpx.post(f"{url}/summarize", json=articles(1)[0], headers=DESK, timeout=30)
    assert waited.json()["id"] == _results(url, answer.headers["location"])[0]["id"]


def test_a_key_makes_one_job_of_two_requests_for_a_day(url: str, address: str) -> None:
    key = DESK | {"Idempotency-Key": uuid4().hex}
    first = httpx.post(f"{url}/jobs", json={"articles": articles(1)}, headers=key)
    again = httpx.post(f"{url}/jobs", json={"articles": articles(1)}, headers=key)
    assert first.json()["id"] == again.json()["id"]
    other = httpx.post(f"{url}/jobs", json={"articles": articles(2)}, headers=key)
    assert (other.status_code, other.json()["type"]) == (422, "urn:newsbrief:problem:idempotency-key-reused")
    assert _done(url, again)["done"] == 1
    database = create_engine(address)
    with database.begin() as connection:
        connection.execute(update(jobs).values(created_at=datetime.now(UTC) - timedelta(hours=25)))
    database.dispose()
    later = httpx.post(f"{url}/jobs", json={"articles": articles(2)}, headers=key)
    assert _done(url, later)["done"] == 2
    assert httpx.get(f"{url}/jobs/{first.json()['id']}", headers=DESK).json()["done"] == 1


def test_a_job_is_of_those_who_made_it(url: str) -> None:
    answer = httpx.post(f"{url}/jobs", json={"articles": articles(1)}, headers=DESK)
    job = answer.headers["location"]
    assert httpx.get(f"{url}{job}", headers=WIRE).status_code == 404
    assert httpx.delete(f"{url}{job}", headers=WIRE).status_code == 404
    assert _done(url, answer)["done"] == 1


def test_what_is_cancelled_is_not_done(start: Start, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=1))
    url = start("serve", "--port", "0").url
    answer = httpx.post(f"{url}/jobs", json={"articles": articles(30)})
    job = answer.headers["location"]
    gone = httpx.delete(f"{url}{job}").json()
    assert gone["status"] == "cancelled"
    assert gone["done"] < 30
    lines = [json.loads(line) for line in httpx.get(f"{url}{job}/results").text.splitlines()]
    assert lines[-1]["type"] == "urn:newsbrief:problem:job-cancelled"


NO_JOBS = [
    (b"{", "application/json", 400),
    (b'{"articles": []}', "application/json", 422),
    (b'{"articles": [{"text": 3}]}', "application/json", 422),
    (b"\n\n", "application/x-ndjson", 422),
    (b"text", "text/plain", 415),
    (b'{"articles": [{"text": "x"}], "callback_url": "file:///etc/passwd"}', "application/json", 422),
    # No secret is set to sign with.
    (b'{"articles": [{"text": "x"}], "callback_url": "https://x.example/"}', "application/json", 422),
]


def test_what_is_no_job_is_said_so(url: str) -> None:
    for sent, kind, status in NO_JOBS:
        answer = httpx.post(f"{url}/jobs", content=sent, headers=DESK | {"Content-Type": kind})
        assert (answer.status_code, sent) == (status, sent)
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_job(url: str) -> None:
    for path in (f"/jobs/{uuid4()}", f"/jobs/{uuid4()}/results"):
        assert httpx.get(url + path, headers=DESK).status_code == 404
