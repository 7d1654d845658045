"""Jobs as they are accepted: once they are kept, the answer says so."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from newsbrief.store.jobs import Jobs
from tests.api.test_gate import reason_of

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
def test_a_key_belongs_to_one_article_whether_or_not_its_answer_is_waited_for(
    service: Callable[..., Any], first: dict[str, str], then: dict[str, str], seed_article: str
) -> None:
    key, other = {"Idempotency-Key": uuid4().hex}, f"{seed_article}\n\nThere was more."
    with service() as client:
        assert client.post("/summarize", json={"text": seed_article}, headers=key | first).is_success
        answer = client.post("/summarize", json={"text": other}, headers=key | then)
        assert (answer.status_code, reason_of(answer)) == (422, "idempotency-key-reused")
        same = client.post("/summarize", json={"text": seed_article}, headers=key | then)
        assert same.is_success
