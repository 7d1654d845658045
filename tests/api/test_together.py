"""Several articles in one request, over real HTTP."""

import json
from collections.abc import Callable
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from tests.support.articles import COURIER, POST
from tests.support.http_service import reason_of
from tests.support.waiting import wait_until

Service = Callable[..., Any]
SENT = {"articles": [{"text": POST, "source": "Daily Post"}, {"text": COURIER, "source": "The Courier"}]}


def test_several_articles_make_one_briefing(client: httpx.Client) -> None:
    made = client.post("/summarize", json=SENT)
    found = made.json()
    assert [s["outlet"] for s in found["meta"]["sources"]] == ["Daily Post", "The Courier"]
    assert {d["claim"] for d in found["disagreements"]} <= {c["id"] for c in found["faithfulness"]["claims"]}
    assert len(found["disagreements"]) >= 2
    for claim in found["faithfulness"]["claims"]:
        for e in claim["evidence"]:
            assert (POST, COURIER)[e["source"]][e["start"] : e["end"]] == e["quote"]
    assert client.get(f"/briefings/{found['id']}").content == made.content
    assert client.post("/summarize", json=SENT).content == made.content
    assert client.post("/summarize", json=SENT, headers={"Accept": "text/markdown"}).text.count("according to") >= 2
    renamed = {"articles": [SENT["articles"][0], SENT["articles"][1] | {"source": "Another"}]}
    assert "Another" in client.post("/summarize", json=renamed).text


def test_pages_get_their_texts_back_each_time(client: httpx.Client) -> None:
    page = "<!doctype html><article>" + "".join(f"<p>{p}</p>" for p in COURIER.split("\n\n")) + "</article>"
    sent, key = {"articles": [{"text": POST}, {"text": page}]}, {"Idempotency-Key": str(uuid7())}
    first = client.post("/summarize", json=sent, headers=key).json()
    assert first["source_texts"][1]
    assert client.post("/summarize", json=sent, headers=key).json() == first
    assert client.post("/summarize", json=sent).json() == first
    assert client.get(f"/briefings/{first['id']}").json()["source_texts"] == [None, None]


def test_what_goes_wrong(client: httpx.Client) -> None:
    many = {"articles": [{"text": POST}] * 11}
    wrong: tuple[dict[str, Any], ...] = (
        {"articles": []}, {"articles": [{"text": POST}]}, many, SENT | {"text": POST}, {"articles": None},
    )  # fmt: skip
    for sent in wrong:
        found = client.post("/summarize", json=sent)
        assert reason_of(found) == "invalid-request", sent
        assert all(not e["pointer"].startswith("/union") for e in found.json()["errors"])
    short = {"articles": [{"text": POST}, {"text": "Too short."}]}
    assert reason_of(client.post("/summarize", json=short)) == "article-too-short"
    id = client.post("/summarize", json={"text": POST}).json()["id"]
    assert reason_of(client.post(f"/briefings/{id}/update", json=SENT)) == "invalid-request"
    assert client.post("/summarize", json={"txt": POST}).json()["errors"][0]["pointer"] == "/text"


def test_events_take_several_too(client: httpx.Client) -> None:
    stream = client.post("/summarize", json=SENT, headers={"Accept": "text/event-stream"}).text
    assert "event: done" in stream
    assert "event: problem" not in stream


def test_jobs_take_several_too(service: Service) -> None:
    # A service of its own: once there are jobs, threads go on working on them.
    with service() as client:
        job = client.post("/summarize", json=SENT, headers={"Prefer": "respond-async"})
        assert job.status_code == 202
        wait_until(lambda: client.get(job.headers["location"]).json()["status"] == "completed", every_s=0.1)
        (line,) = client.get(f"{job.headers['location']}/results").text.splitlines()
    assert [s["outlet"] for s in json.loads(line)["meta"]["sources"]] == ["Daily Post", "The Courier"]
