"""ninjs, held against the IPTC's own schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.markdown import parse_markdown
from newsbrief.briefing.renderings.html import render_fragment
from newsbrief.briefing.renderings.ninjs import render
from newsbrief.briefing.source import Source
from newsbrief.reply import Reply
from tests.briefing.renderings.items import APPROVED, MADE, item, texts

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "ninjs-3.1.json").read_text())
# The schema names GeoJSON's, of which nothing is used here.
VALID = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True, retriever=lambda _: {})


def read(reply: Reply) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(reply))
    VALID.validate(document)
    return document


def test_the_schema_refuses_what_is_wrong(seed_reply: Reply) -> None:
    fine = read(seed_reply)
    for wrong in ({"uri": "no address"}, {"unknown": 1}, {"pubStatus": "draft"}, {"versionCreated": "today"}):
        assert not VALID.is_valid(fine | wrong)


@given(texts, texts)
def test_any_briefing_is_valid(text: str, other: str) -> None:
    for url in (other, f"https://example.org/{other}", None):
        source = Source(url=url, title=other, outlet=other, published_at=MADE)
        document = read(item(text, source=source, model=other))
        assert document["headlines"][0]["value"] == text


def test_what_it_says(seed_reply: Reply) -> None:
    document = read(seed_reply)
    assert document["uri"] == f"urn:uuid:{seed_reply.id}"
    assert document["language"] == "en"
    assert {"role": "source-sha256", "value": seed_reply.meta.source_sha256} in document["altIds"]
    assert document["associations"][0]["uri"] == "https://example.org/iran"
    assert document["infoSources"] == [{"name": "AP"}]
    told = disclose(seed_reply).text
    assert {"role": "disclosure", "contentType": "text/plain", "value": told} in document["descriptions"]
    assert document["edNote"] == f"Draft. {told}"
    bodies = {body["contentType"]: body["value"] for body in document["bodies"]}
    assert bodies["text/html"] == render_fragment(seed_reply)
    assert parse_markdown(bodies["text/markdown"])[0] == seed_reply.briefing
    assert "digitalSourceType" not in document


@pytest.mark.parametrize(("status", "pub_status"), [("draft", "withheld"), ("reviewed", "usable")])
def test_a_draft_is_withheld(status: str, pub_status: str) -> None:
    review = APPROVED.model_copy(update={"status": status})
    document = read(item(review=review))
    assert document["pubStatus"] == pub_status
    assert ("Article 50(4)" in document["edNote"]) == (status == "draft")
    assert document["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")
