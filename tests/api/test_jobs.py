"""Jobs as they are accepted: once they are kept, the answer says so."""

import json
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from fastapi import Request

from newsbrief.api import idempotency, jobs
from newsbrief.api.request_body import LARGE
from newsbrief.store.jobs import Jobs
from newsbrief.store.keys import KeyedRequest
from tests.support.http_service import open_socket, reason_of
from tests.support.waiting import wait_until

ASYNC = {"Prefer": "respond-async"}


def test_a_kept_job_is_answered_although_the_database_fails_then(
    service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, seed_article: str
) -> None:
    def fails(*_: Any) -> None:
        raise OSError("the database went away")

    sent, key = {"articles": [{"text": seed_article}] * 2}, {"Idempotency-Key": uuid4().hex}
    with service() as client:
        with monkeypatch.context() as patched:
            patched.setattr(Jobs, "find_progress", fails)
            answer = client.post("/jobs", json=sent, headers=key)
        assert answer.status_code == 202, answer.text
        assert answer.json() | {"id": ""} == {"id": "", "status": "queued", "total": 2, "done": 0, "failed": 0}
        again = client.post("/jobs", json=sent, headers=key)
        assert (again.json()["id"], again.json()["total"]) == (answer.json()["id"], 2)
        assert answer.headers["location"] == f"/jobs/{again.json()['id']}"


@pytest.mark.parametrize(("first", "then"), [({}, ASYNC), (ASYNC, {})])
def test_a_key_belongs_to_one_article_and_to_one_kind_of_answer(
    service: Callable[..., Any], first: dict[str, str], then: dict[str, str], seed_article: str
) -> None:
    key, other = {"Idempotency-Key": uuid4().hex}, f"{seed_article}\n\nThere was more."
    with service() as client:
        assert client.post("/summarize", json={"text": seed_article}, headers=key | first).is_success
        answer = client.post("/summarize", json={"text": other}, headers=key | then)
        assert (answer.status_code, reason_of(answer)) == (422, "idempotency-key-reused")
        # Else one key would have two answers, and two runs.
        answer = client.post("/summarize", json={"text": seed_article}, headers=key | then)
        assert (answer.status_code, reason_of(answer)) == (422, "idempotency-key-reused")
        assert client.post("/summarize", json={"text": seed_article}, headers=key | first).is_success


@pytest.mark.parametrize("then", [{}, ASYNC])
def test_a_key_whose_briefing_was_deleted_is_free(
    service: Callable[..., Any], seed_article: str, then: dict[str, str]
) -> None:
    key, sent = {"Idempotency-Key": uuid4().hex}, {"text": seed_article}
    with service() as client:
        job = client.post("/summarize", json=sent, headers=key | ASYNC).headers["location"]
        wait_until(lambda: client.get(job).json()["status"] == "completed", every_s=0.1)
        made = client.get(f"{job}/results").json()["id"]
        assert client.delete(f"/briefings/{made}").status_code == 204
        answer = client.post("/summarize", json=sent, headers=key | then)
        assert answer.is_success
        assert answer.json()["id"] not in (job.rpartition("/")[2], made)


def test_the_claim_of_a_key_is_computed_once_and_of_a_large_body_beside_the_loop(
    service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, seed_article: str
) -> None:
    threads: list[str] = []
    read_keyed_request = idempotency.read_keyed_request

    def record(request: Request, body: bytes) -> KeyedRequest | None:
        threads.append(threading.current_thread().name)
        return read_keyed_request(request, body)

    monkeypatch.setattr(idempotency, "read_keyed_request", record)
    with service() as client:
        for text in (seed_article, seed_article + " " * 300_000):
            answer = client.post("/summarize", json={"text": text}, headers={"Idempotency-Key": uuid4().hex} | ASYNC)
            assert answer.status_code == 202
    small, large = threads
    assert large != small


def test_no_more_large_jobs_are_read_at_once_than_there_are_places(
    service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LARGE_AT_ONCE", 0)
    head = b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    piece = b" " * 50_000
    with service(deadline_s=1) as client:
        with closing(open_socket(str(client.base_url))) as connection:
            connection.sendall(head + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % (LARGE + 1))
            assert connection.recv(65536).startswith(b"HTTP/1.1 503 "), "before the body is sent"
        for framing in ({"Content-Length": str(40 * len(piece))}, {"Transfer-Encoding": "chunked"}):
            headers = {"Content-Type": "application/json"} | framing
            answer = client.post("/jobs", content=iter([piece] * 40), headers=headers)
            assert (answer.status_code, reason_of(answer)) == (503, "busy")
        small = client.post("/jobs", content=piece, headers={"Content-Type": "application/json"})
        assert reason_of(small) == "malformed-request"


def test_a_large_job_is_read_in_pieces_and_at_once(service: Callable[..., Any], seed_article: str) -> None:
    body = json.dumps({"articles": [{"text": seed_article}]}).encode() + b" " * LARGE
    with service() as client:
        for content in (body, iter([body[:LARGE], body[LARGE:]])):
            answer = client.post("/jobs", content=content, headers={"Content-Type": "application/json"})
            assert answer.status_code == 202, answer.text
