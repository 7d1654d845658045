"""The main flows over real HTTP."""

import json
import uuid

import httpx
import pytest

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.reply import Reply


def test_an_article_becomes_a_verified_briefing(client: httpx.Client, seed_article: str) -> None:
    answer = client.post("/summarize", json={"text": seed_article, "source": "AP"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    reply = Reply.model_validate_json(answer.content)
    assert uuid.UUID(reply.id).version == 7
    assert reply.source_text is None
    for claim in (*reply.faithfulness.claims, *reply.faithfulness.dropped):
        for found in claim.evidence:
            assert seed_article[found.start : found.end] == found.quote
    assert {c.verdict for c in reply.faithfulness.claims} <= {"supported", "inference"}
    assert set(answer.json()) == {"id", "briefing", "layout", "review", "faithfulness", "meta", "source_text"}


def test_text_comes_in_and_markdown_goes_out(client: httpx.Client, seed_article: str) -> None:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Accept": "text/markdown"}
    answer = client.post("/summarize", content=seed_article.encode(), headers=headers)
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert parse_markdown(answer.text)[0].key_points


def test_a_page_comes_in_with_its_charset(client: httpx.Client, seed_article: str) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in seed_article.splitlines() if line.strip())
    head = "<title>Iran and U.S. Tensions Reach a Peak as Diplomacy Reopens</title>"
    page = f"<html><head>{head}</head><body><article><p>Café first.</p>{paragraphs}</article></body></html>"
    headers = {"Content-Type": "text/html; charset=windows-1252"}
    answer = client.post("/summarize", content=page.encode("cp1252", "ignore"), headers=headers).json()
    assert "Café" in answer["source_text"]
    for claim in answer["faithfulness"]["claims"]:
        for found in claim["evidence"]:
            assert answer["source_text"][found["start"] : found["end"]] == found["quote"]


def test_a_page_goes_out_escaped_and_confined(client: httpx.Client, seed_article: str) -> None:
    article = "The <script>alert(1)</script> minister said talks would go on. " + seed_article
    sent = {"text": article, "title": "<img src=x onerror=alert(1)>"}
    answer = client.post("/summarize", json=sent, headers={"Accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_events_end_with_the_whole_reply(client: httpx.Client, seed_article: str) -> None:
    for sent in (
        {"json": {"text": seed_article}, "headers": {"Accept": "text/event-stream"}},
        {"json": {"text": seed_article, "options": {"stream": True}}},
    ):
        answer = client.post("/summarize", **sent)
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [dict(line.split(": ", 1) for line in e.split("\n")) for e in answer.text.strip().split("\n\n")]
        assert events[0] == {"event": "stage", "data": '{"stage": "working"}'}
        assert events[-1]["event"] == "done"
        reply = Reply.model_validate_json(events[-1]["data"])
        claims = [json.loads(e["data"])["id"] for e in events if e["event"] == "claim"]
        assert claims == [c.id for c in reply.faithfulness.claims]


def test_a_stream_that_fails_ends_with_the_problem(client: httpx.Client) -> None:
    answer = client.post("/summarize", json={"text": "too short"}, headers={"Accept": "text/event-stream"})
    last = answer.text.strip().split("\n\n")[-1]
    assert last.startswith("event: problem\n")
    assert "article-too-short" in last


def test_somebodys_briefing_is_held_against_the_article(
    client: httpx.Client, seed_article: str, seed_briefing: str
) -> None:
    as_markdown = client.post("/verify", json={"text": seed_article, "briefing": seed_briefing}).json()
    briefing = parse_markdown(seed_briefing)[0].model_dump(mode="json")
    as_object = client.post("/verify", json={"text": seed_article, "briefing": briefing}).json()
    assert as_markdown["faithfulness"] == as_object["faithfulness"]
    assert as_markdown["faithfulness"]["dropped"] == []
    assert set(as_markdown) == {"faithfulness", "meta", "source_text"}


def test_a_list_of_claims_is_checked_one_by_one(client: httpx.Client, seed_article: str) -> None:
    sent = [
        "The White House called the talks “a waste of time”.",
        "The drone was shot down by an American F-35 fighter jet.",
    ]
    found = client.post("/verify", json={"text": seed_article, "claims": sent}).json()["faithfulness"]
    assert [c["text"] for c in found["claims"]] == sent
    assert [c["id"] for c in found["claims"]] == ["key_points.0", "key_points.1"]
    assert found["claims"][0]["verdict"] in ("unsupported", "contradicted")
    assert found["verdict"] == "fail"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs"])
def test_what_is_open_answers(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]


def test_the_request_id_of_the_client_is_kept_where_it_is_a_word(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "a-1"}).headers["x-request-id"] == "a-1"
    assert "<" not in client.get("/healthz", headers={"X-Request-ID": "<b>"}).headers["x-request-id"]


def test_the_description_names_every_body_and_problem(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    for route in ("/summarize", "/verify"):
        operation = schema["paths"][route]["post"]
        assert {"400", "401", "413", "415", "422", "503"} <= set(operation["responses"])
        assert "application/json" in operation["requestBody"]["content"]
    assert {"SummarizeBody", "VerifyBody", "Problem", "Briefing", "Reply"} <= set(schema["components"]["schemas"])


def test_the_docs_page_may_load_what_it_shows(client: httpx.Client) -> None:
    assert "script-src" in client.get("/docs").headers["content-security-policy"]
    assert "script-src" not in client.get("/healthz").headers["content-security-policy"]
