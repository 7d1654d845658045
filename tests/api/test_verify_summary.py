"""A summary of any form against its article: what a chain of some framework wrote."""

import httpx

SENTENCE = (
    "This tentative diplomatic opening has emerged amid continued confrontations on land, at sea, and in the air."
)


def test_each_sentence_of_a_summary_has_a_verdict(client: httpx.Client, seed_article: str) -> None:
    summary = f"## Summary\n\n- {SENTENCE}\n- The talks will be held in Turkey on Saturday. Nobody knows why."
    found = client.post("/verify", json={"text": seed_article, "summary": summary}).json()["faithfulness"]
    assert found["claims"][0]["verdict"] == "supported"
    assert len(found["claims"]) == 3
    assert found["verdict"] != "pass"


def test_a_summary_without_a_sentence_is_refused(client: httpx.Client, seed_article: str) -> None:
    for summary in ("# Summary\n---", " ", "No. " * 1_001):
        answer = client.post("/verify", json={"text": seed_article, "summary": summary})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:newsbrief:problem:invalid-request")


def test_one_of_three_is_sent(client: httpx.Client, seed_article: str) -> None:
    for body in ({}, {"summary": "A.", "claims": ["A."]}):
        answer = client.post("/verify", json={"text": seed_article, **body})
        assert answer.status_code == 422
        assert "one of 'briefing', 'claims' and 'summary'" in answer.text
