"""`POST /briefings/{id}/update` over real HTTP."""

from collections.abc import Callable
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from newsbrief.briefing.markdown import parse_markdown
from tests.support.articles import OLDER
from tests.support.http_service import reason_of
from tests.support.upstream import Upstream, chat, draft

Service = Callable[..., Any]
FEBRUARY = "2026-02-03T18:00:00Z"


def older(client: httpx.Client) -> str:
    """Return the id of a kept briefing of the older article."""
    made = client.post("/summarize", json={"text": OLDER, "published_at": FEBRUARY})
    return str(made.json()["id"])


def test_a_kept_briefing_is_brought_up_to_date(client: httpx.Client, seed_article: str) -> None:
    id = older(client)
    made = client.post(f"/briefings/{id}/update", json={"text": seed_article, "outlet_": 1})
    assert reason_of(made) == "invalid-request"
    made = client.post(f"/briefings/{id}/update", json={"text": seed_article, "source": "AP"})
    assert made.status_code == 200
    found = made.json()
    assert found["id"] != id
    assert found["meta"]["revises"] == id
    assert found["meta"]["sources"][0]["outlet"] == "AP"
    assert {s["standing"] for s in found["standings"]} == {"out_of_date", "unconfirmed"}
    assert "as well as its missiles" in found["correction"]
    assert "Oman" in found["correction"]
    assert {line["change"] for own in found["diff"].values() for line in own} == {"removed", "added"}
    for claim in found["faithfulness"]["claims"]:
        assert claim["verdict"] in ("supported", "inference")
        for e in claim["evidence"]:
            assert e["source"] or seed_article[e["start"] : e["end"]] == e["quote"]
    # Kept like any other briefing, with what became of the older one; the older stays as it was.
    assert client.get(f"/briefings/{found['id']}").content == made.content
    assert client.get(f"/briefings/{id}").json()["meta"]["revises"] is None
    assert parse_markdown(client.get(f"/briefings/{found['id']}.md").text)[0].title == found["briefing"]["title"]


def test_text_and_renderings(client: httpx.Client, seed_article: str) -> None:
    path = f"/briefings/{older(client)}/update"
    plain = {"Content-Type": "text/plain", "Accept": "text/markdown"}
    made = client.post(path, content=seed_article.encode(), headers=plain)
    assert parse_markdown(made.text)[0].the_story
    page = client.post(path, content=seed_article.encode(), headers=plain | {"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    html = "<!doctype html><article>" + "".join(f"<p>{p}</p>" for p in seed_article.split("\n")) + "</article>"
    found = client.post(path, content=html.encode(), headers={"Content-Type": "text/html"}).json()
    assert found["source_text"]
    for claim in found["faithfulness"]["claims"]:
        for e in claim["evidence"]:
            assert e["source"] or found["source_text"][e["start"] : e["end"]] == e["quote"]


def test_the_same_again_is_the_same(client: httpx.Client, seed_article: str) -> None:
    path, key = f"/briefings/{older(client)}/update", str(uuid7())
    first = client.post(path, json={"text": seed_article}, headers={"Idempotency-Key": key})
    assert first.headers["cache-status"].startswith("newsbrief; fwd=miss") or "hit" in first.headers["cache-status"]
    assert client.post(path, json={"text": seed_article}, headers={"Idempotency-Key": key}).content == first.content
    assert client.post(path, json={"text": seed_article}).content == first.content
    other = client.post(path, json={"text": seed_article + " More."}, headers={"Idempotency-Key": key})
    assert reason_of(other) == "idempotency-key-reused"
    fresh = client.post(path, json={"text": seed_article}, headers={"Cache-Control": "no-cache"})
    assert fresh.json()["id"] != first.json()["id"]
    # The same article alone is no update, and an update is no answer to it.
    assert "standings" not in client.post("/summarize", json={"text": seed_article}).json()


def test_what_goes_wrong(client: httpx.Client, seed_article: str) -> None:
    id = older(client)
    assert reason_of(client.post(f"/briefings/{uuid7()}/update", json={"text": seed_article})) == "not-found"
    assert reason_of(client.post("/briefings/none/update", json={"text": seed_article})) == "invalid-request"
    assert reason_of(client.post(f"/briefings/{id}/update", json={"text": "Too short."})) == "article-too-short"
    assert reason_of(client.post(f"/briefings/{id}/update", content=b"{")) == "unsupported-media-type"
    events = {"Accept": "text/event-stream"}
    found = client.post(f"/briefings/{id}/update", json={"text": seed_article}, headers=events)
    assert reason_of(found) == "not-acceptable"


def test_a_model_drafts_and_its_tokens_count(service: Service, upstream: Upstream, seed_article: str) -> None:
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "openai_api_key": "k", "model": "writer"}
    with service(**settings, rate_limit="3/minute") as client:
        upstream.says(chat(draft()))
        id = older(client)
        upstream.says(chat(draft()))
        found = client.post(f"/briefings/{id}/update", json={"text": seed_article})
        assert found.status_code == 200
        assert found.json()["meta"]["engine"] == "openai"
        assert found.json()["meta"]["usage"]["calls"] >= 1
        assert 'newsbrief_answers_total{engine="openai",work="update"} 1.0' in client.get("/metrics").text
        client.post(f"/briefings/{id}/update", json={"text": seed_article})
        assert reason_of(client.post(f"/briefings/{id}/update", json={"text": seed_article})) == "too-many-requests"
