"""Test articles pushed by a CMS over real HTTP: signed or with a key, mapped, and briefed as a job of one."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsbrief.cms.mapping_file import MalformedMapping
from newsbrief.cms.signature import Signature
from tests.support.service_process import wait_for_job
from tests.support.settings import plain_settings

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "integrations" / "mappings"
NINJS = json.loads((ROOT / "tests" / "cms" / "payloads" / "superdesk.json").read_text())
ANS = json.loads((ROOT / "tests" / "cms" / "payloads" / "arc.json").read_text())
SUPERDESK = Signature(header="x-superdesk-signature", algorithm="sha1", prefix="sha1=", secret_env="SUPERDESK_SECRET")
DESK = {"Authorization": "Bearer desk-key"}


@pytest.fixture
def cms_client(service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setenv("SUPERDESK_SECRET", "s3cret")
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", "s3cret")
    with service(cms=MAPPINGS, api_keys="desk:desk-key") as client:
        yield client


def push(client: httpx.Client, payload: Any, secret: bytes = b"s3cret", **headers: str) -> httpx.Response:
    """Send `body` as Superdesk pushes it: JSON with its signature."""
    body = json.dumps(payload).encode()
    signed = {"x-superdesk-signature": SUPERDESK.of(body, secret), "content-type": "application/json"}
    return client.post("/cms/superdesk", content=body, headers=signed | headers)


def reason(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).removeprefix("urn:newsbrief:problem:")


def test_the_signature_is_superdesks() -> None:
    # HMAC-SHA1 in hexadecimal behind `sha1=`; the second test case of RFC 2202.
    signed = SUPERDESK.of(b"what do ya want for nothing?", b"Jefe")
    assert signed == "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"


def test_superdesk_gets_201_and_its_article_a_briefing(cms_client: httpx.Client) -> None:
    answer = push(cms_client, NINJS)
    assert answer.status_code == 201
    assert answer.json()["total"] == 1
    job = answer.headers["location"]
    # Those of signed payloads are the mapping's own: another key does not see them.
    assert cms_client.get(job, headers=DESK).status_code == 404
    assert push(cms_client, NINJS).headers["location"] == job
    assert push(cms_client, {**NINJS, "version": "3"}).headers["location"] != job


def test_what_is_not_signed_is_not_taken(cms_client: httpx.Client) -> None:
    forged = push(cms_client, NINJS, b"another")
    assert (forged.status_code, reason(forged)) == (401, "unauthenticated")
    assert cms_client.post("/cms/superdesk", json=NINJS).status_code == 401
    assert cms_client.post("/cms/superdesk", json=NINJS, headers=DESK).status_code == 401
    strange = {b"x-superdesk-signature": "sha1=ü".encode()}
    assert cms_client.post("/cms/superdesk", json=NINJS, headers=strange).status_code == 401


def test_arc_comes_with_a_key(cms_client: httpx.Client, tmp_path: Path) -> None:
    assert cms_client.post("/cms/arc", json=ANS).status_code == 401
    answer = cms_client.post("/cms/arc", json=ANS, headers=DESK)
    assert answer.status_code == 202
    done = wait_for_job(str(cms_client.base_url).rstrip("/"), answer.headers["location"], DESK)
    assert (done["done"], done["failed"]) == (1, 0)
    reply = cms_client.get(f"{answer.headers['location']}/results", headers=DESK).json()
    assert "talks" in reply["briefing"]["the_story"]
    quotes = [quote["quote"] for claim in reply["faithfulness"]["claims"] for quote in claim["evidence"]]
    assert any("Abbas Araghchi said Wednesday" in quote for quote in quotes), "markup is no part of what was read"
    kept = cms_client.get(f"/briefings/{reply['id']}", headers=DESK).json()
    assert kept["review"]["status"] == "draft"


def test_what_was_cancelled_or_deleted_is_briefed_when_it_is_pushed_again(cms_client: httpx.Client) -> None:
    jobs = []
    for gone in ("job", "briefing", None):
        answer = cms_client.post("/cms/arc", json=ANS, headers=DESK)
        assert answer.status_code == 202
        jobs.append(job := answer.headers["location"])
        if gone == "job":
            assert cms_client.delete(job, headers=DESK).json()["status"] == "cancelled"
        elif gone:
            wait_for_job(str(cms_client.base_url).rstrip("/"), job, DESK)
            made = cms_client.get(f"{job}/results", headers=DESK).json()["id"]
            assert cms_client.delete(f"/briefings/{made}", headers=DESK).status_code == 204
    assert len(set(jobs)) == 3


def test_a_payload_that_takes_long_is_given_up_in_the_time_of_a_request(
    service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.0)
    monkeypatch.setenv("SUPERDESK_SECRET", "s3cret")
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", "s3cret")
    elements = [{"type": "text", "content": "x"}] * 40_000
    with service(cms=MAPPINGS, api_keys="desk:desk-key", deadline_s=1.0) as client:
        answer = client.post("/cms/arc", json=ANS | {"content_elements": elements}, headers=DESK)
        assert (answer.status_code, reason(answer)) == (503, "deadline-exceeded")


def test_other_payloads_are_ignored_and_said_so(cms_client: httpx.Client) -> None:
    answer = push(cms_client, {**NINJS, "type": "picture"})
    assert (answer.status_code, answer.json()["ignored"]) == (201, True)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"type": "text", "pubstatus": "usable"}, "article's html"),
        ({**NINJS, "versioncreated": "last Friday"}, "/published_at"),
        ({**NINJS, "language": "English, mostly"}, "/language"),
        ({**NINJS, "headline": "x" * 2001}, "/title"),
    ],
)
def test_what_cannot_be_mapped_is_said(cms_client: httpx.Client, payload: Any, said: str) -> None:
    answer = push(cms_client, payload)
    assert (answer.status_code, reason(answer)) == (422, "invalid-request")
    assert said in answer.json()["detail"]


def test_no_json_deep_json_and_no_mapping(cms_client: httpx.Client) -> None:
    for body, status in ((b"{", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b"", 400)):
        assert cms_client.post("/cms/arc", content=body, headers=DESK).status_code == status
    assert reason(cms_client.post("/cms/none", json={}, headers=DESK)) == "not-found"
    assert cms_client.post("/cms/none", json={}).status_code == 401


def test_signed_payloads_have_limits_too(service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERDESK_SECRET", "s3cret")
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", "s3cret")
    with service(cms=MAPPINGS, api_keys="desk:desk-key", rate_limit="2/minute") as client:
        answers = [push(client, {**NINJS, "version": str(n)}).status_code for n in range(3)]
        assert answers == [201, 201, 429]
        assert client.get("/briefings", headers=DESK).status_code == 200


def test_the_owner_of_a_mapping_sees_its_jobs(
    service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SUPERDESK_SECRET", "s3cret")
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", "s3cret")
    text = (MAPPINGS / "superdesk.yaml").read_text()
    (tmp_path / "superdesk.yaml").write_text(text + "owner: desk\n")
    with service(cms=tmp_path, api_keys="desk:desk-key") as client:
        assert client.get(push(client, NINJS).headers["location"], headers=DESK).status_code == 200


def test_without_keys_everybody_sees_its_jobs(service: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERDESK_SECRET", "s3cret")
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", "s3cret")
    with service(cms=MAPPINGS) as client:
        assert client.post("/cms/superdesk", json=NINJS).status_code == 401
        assert client.get(push(client, NINJS).headers["location"]).status_code == 200


@pytest.mark.parametrize("line", ["options: {stratgy: single}", "callback_url: ftp://example.com"])
def test_options_that_are_none_stop_the_start(tmp_path: Path, line: str) -> None:
    from newsbrief.api.app import create_app

    (tmp_path / "a.yaml").write_text(f"article: {{text: $.a}}\n{line}\n")
    with pytest.raises(MalformedMapping, match="options or callback_url"):
        create_app(plain_settings(cms=tmp_path))


def test_a_payload_that_is_sent_again_on_another_day_is_the_same_job(
    cms_client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=2)

    job = push(cms_client, NINJS).headers["location"]
    monkeypatch.setattr("newsbrief.api.cms.datetime", Later)
    assert push(cms_client, NINJS).headers["location"] == job
    assert push(cms_client, {**NINJS, "version": "4"}).headers["location"] != job


def test_guesses_of_a_signature_are_throttled(cms_client: httpx.Client) -> None:
    codes = [push(cms_client, NINJS, f"guess {number}".encode()).status_code for number in range(25)]
    assert codes == [401] * 20 + [429] * 5


@pytest.mark.parametrize("digits", [309, 400, 5_000])
def test_numbers_of_any_length_are_no_fault(cms_client: httpx.Client, digits: int) -> None:
    number = "9" * digits
    missing = "/briefings/00000000-0000-7000-8000-000000000000"
    json_type = DESK | {"Content-Type": "application/json", "If-Match": "*"}
    for method, path, body in (
        ("POST", "/summarize", f'{{"text": {number}}}'),
        ("POST", "/summarize", f'{{"text": "a", "options": {{"judge": {number}}}}}'),
        ("POST", "/verify", f'{{"text": "a", "claims": [{number}]}}'),
        ("PATCH", missing, f'{{"edits": [{{"op": "move", "claim": "title.0", "to": {number}}}]}}'),
        ("POST", "/cms/arc", f'{{"type": "story", "content_elements": {number}, "headlines": {{"basic": {number}}}}}'),
        ("GET", f"/briefings?limit={number}", ""),
        ("GET", f"{missing}/versions/{number}", ""),
    ):
        answer = cms_client.request(method, path, content=body.encode(), headers=json_type)
        assert answer.status_code in (400, 404, 422), (path, answer.status_code)
