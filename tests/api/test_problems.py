"""Test that every bad request gets a problem: never a 500, never an echo of the input."""

import gzip
import json
import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from newsbrief.api.problems import PROBLEMS, describe_error
from newsbrief.orders.order import RefusedBefore
from newsbrief.problem import RecordedProblem
from tests.support.http_service import reason_of

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
PAGE = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"", JSON, "malformed-request"),
        (b"{", JSON, "malformed-request"),
        (b'{"text": "\xff\xfe"}', JSON, "malformed-request"),
        (b'{"text": "half \\ud800 a pair"}', JSON, "malformed-request"),
        (b"[" * 100_000, JSON, "malformed-request"),
        (b'{"text": ' + b"1" * 5000 + b"}", JSON, "malformed-request"),
        (b'{"text": NaN}', JSON, "invalid-request"),
        (b'{"text": 1e999}', JSON, "invalid-request"),
        (b'{"text": 7}', JSON, "invalid-request"),
        (b'{"text": null}', JSON, "invalid-request"),
        (b"{}", JSON, "invalid-request"),
        (b'"text"', JSON, "invalid-request"),
        (b'{"text": "a", "unknown": 1}', JSON, "invalid-request"),
        (b'{"text": "a", "\\u0000~/": 1}', JSON, "invalid-request"),
        (b'{"text": "a", "published_at": "yesterday"}', JSON, "invalid-request"),
        (b'{"text": "a", "published_at": 1700000000}', JSON, "invalid-request"),
        (b'{"text": "a", "published_at": "0001-01-01T00:00:00+14:00"}', JSON, "invalid-request"),
        (b'{"text": "a", "published_at": "9999-12-31T23:59:59-14:00"}', JSON, "invalid-request"),
        (b'{"text": "a", "language": "\'; drop"}', JSON, "invalid-request"),
        (b'{"text": "a", "options": {"strategy": "other"}}', JSON, "invalid-request"),
        (b'{"text": "a", "options": {"judge": "yes"}}', JSON, "invalid-request"),
        (b'{"text": ""}', JSON, "no-article-found"),
        (b'{"text": " \\n "}', JSON, "no-article-found"),
        (b'{"text": "Only three words"}', JSON, "article-too-short"),
        (b'{"text": "x", "text": "Only three words"}', JSON, "article-too-short"),
        (b"", TEXT, "no-article-found"),
        (b"Only three words", TEXT, "article-too-short"),
        (os.urandom(5000), TEXT, "no-article-found"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), TEXT, "no-article-found"),
        (bytes(5000), TEXT, "no-article-found"),
        (b"<html><body><nav><a href=/>Home</a></nav></body></html>", PAGE, None),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, "unsupported-media-type"),
        (b"{}", {}, "unsupported-media-type"),
        (b"{}", {"Content-Type": "nonsense"}, "unsupported-media-type"),
        (gzip.compress(b"{}", mtime=0), {**JSON, "Content-Encoding": "gzip"}, "malformed-request"),
    ],
)
def test_bad_input_is_told_apart(
    client: httpx.Client, body: bytes, headers: dict[str, str], reason: str | None
) -> None:
    found = reason_of(client.post("/summarize", content=body, headers=headers))
    assert found == reason or (reason is None and found in ("no-article-found", "article-too-short"))


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "invalid-request"),
        ({"claims": []}, "invalid-request"),
        ({"claims": [" "]}, "invalid-request"),
        ({"claims": ["a"], "briefing": "b"}, "invalid-request"),
        ({"claims": "a"}, "invalid-request"),
        ({"briefing": {"title": "x"}}, "invalid-request"),
        ({"briefing": 7}, "invalid-request"),
        ({"briefing": "no format"}, "malformed-briefing"),
    ],
)
def test_bad_verification_is_told_apart(
    client: httpx.Client, seed_article: str, sent: dict[str, Any], reason: str
) -> None:
    answer = client.post("/verify", json={"text": seed_article, **sent})
    assert reason_of(answer) == reason
    assert seed_article[:80] not in answer.text


def test_pointers_lead_to_what_is_wrong(client: httpx.Client, seed_article: str) -> None:
    sent = {"text": seed_article, "briefing": {"title": 1}, "options": {"judge": "secret"}}
    answer = client.post("/verify", json=sent)
    pointers = [e["pointer"] for e in answer.json()["errors"]]
    assert "/briefing/title" in pointers
    assert "/options/judge" in pointers
    assert "secret" not in answer.text


@pytest.mark.parametrize("accept", ["application/xml", "application/json;q=0", "image/*"])
def test_what_cannot_be_written_is_not_acceptable(client: httpx.Client, accept: str) -> None:
    for route in ("/summarize", "/verify"):
        assert reason_of(client.post(route, json={"text": "a"}, headers={"Accept": accept})) == "not-acceptable"


def test_paths_and_methods(client: httpx.Client) -> None:
    assert reason_of(client.get("/nothing")) == "not-found"
    refused = client.get("/summarize")
    assert reason_of(refused) == "method-not-allowed"
    assert refused.headers["allow"] == "POST"


def test_an_article_of_a_job_is_measured_in_bytes(client: httpx.Client) -> None:
    large = client.post("/jobs", json={"articles": [{"text": "é" * 200_000}]})
    assert reason_of(large) == "body-too-large"


def test_ten_megabytes_are_too_many_declared_or_not(client: httpx.Client) -> None:
    chunk = b"word " * 20_000
    assert reason_of(client.post("/summarize", content=chunk * 100, headers=TEXT)) == "body-too-large"
    chunked = client.post("/summarize", content=(chunk for _ in range(100)), headers=TEXT)
    assert reason_of(chunked) == "body-too-large"


@pytest.mark.parametrize(
    "text",
    [
        "word " * 50_000,
        "שלום עולם. ראש הממשלה אמר היום כי השיחות יימשכו בשבוע הבא. " * 10,
        "The minister\x00 said that talks would go on next week in the capital of the country, he told all reporters.",
        "He\u202e said \u200bthe talks would be held on Friday in Oman and that both would attend it, he told them.",
        "<b>" * 20_000 + "The minister said that the talks would be held on Friday in Oman and both would attend them.",
    ],
)
def test_odd_text_is_briefed_or_refused(client: httpx.Client, text: str) -> None:
    answer = client.post("/summarize", content=json.dumps({"text": text}), headers=JSON)
    assert answer.status_code == 200 or reason_of(answer) in ("no-article-found", "article-too-short")


def test_a_wrong_charset_is_not_believed(client: httpx.Client, seed_article: str) -> None:
    for charset in ("utf-16", "nonsense", "ascii"):
        headers = {"Content-Type": f"text/plain; charset={charset}", "Accept": "text/markdown"}
        answer = client.post("/summarize", content=seed_article.encode(), headers=headers)
        assert answer.status_code == 200, charset
        assert "Iran" in answer.text


def test_a_key_opens_and_nothing_else_does(service: Callable[..., Any], seed_article: str) -> None:
    with service(api_keys="first, sécond") as client:
        for headers in ({}, {"Authorization": "Bearer no"}, {"Authorization": "Basic Zmlyc3Q="}):
            refused = client.post("/summarize", json={"text": seed_article}, headers=headers)
            assert reason_of(refused) == "unauthenticated"
            assert refused.headers["www-authenticate"] == "Bearer"
        for key in ("first", "sécond"):
            sent = {"Authorization": f"Bearer {key}".encode()}
            assert client.post("/summarize", json={"text": seed_article}, headers=sent).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_an_engine_that_fails_is_a_problem_where_asked(service: Callable[..., Any], seed_article: str) -> None:
    with service(engine="openai", openai_base_url="http://127.0.0.1:9/v1", deadline_s=2) as client:
        asked = {"text": seed_article, "options": {"on_failure": "error"}}
        answer = client.post("/summarize", json=asked)
        assert PROBLEMS[reason_of(answer)][0] == 503
        assert int(answer.headers["retry-after"]) > 0
        degraded = client.post("/summarize", json={"text": seed_article}).json()
        assert degraded["meta"]["degraded"] is True
        assert degraded["meta"]["engine"] == "extractive"


def test_more_claims_than_can_be_checked_in_time(client: httpx.Client, seed_article: str) -> None:
    for claims in ({"claims": ["Iran met the U.S. " * 100] * 120}, {"briefing": "word " * 50_000}):
        answer = client.post("/verify", json={"text": seed_article, **claims})
        assert reason_of(answer) == "invalid-request"
        assert "200000 characters" in answer.json()["errors"][0]["detail"]
        assert not answer.json()["errors"][0]["detail"].startswith("Value error")


@pytest.mark.parametrize("title", ["# ...", ".", "#", "\u0000"])
def test_a_title_that_says_nothing_is_none(client: httpx.Client, seed_article: str, title: str) -> None:
    answer = client.post("/summarize", json={"text": seed_article, "title": title})
    assert answer.status_code == 200
    assert answer.json()["briefing"]["title"].startswith("From Escalation to Engagement")


def test_a_reason_that_another_version_stored_is_told_as_a_failure_to_draft() -> None:
    stored = RecordedProblem("of-another-version", "The words came back as they went.").to_text()
    problem, _ = describe_error(RefusedBefore(RecordedProblem.from_text(stored)), "urn:newsbrief:request:1")
    assert (problem.type, problem.status) == ("urn:newsbrief:problem:drafting-failed", 503)
    assert problem.detail == "The words came back as they went."
