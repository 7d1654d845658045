"""JSON-LD, held against the vocabulary of schema.org, and safe inside a page."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.renderings.jsonld import render
from newsbrief.briefing.source import Source
from newsbrief.reply import Reply
from tests.briefing.renderings.items import APPROVED, MADE, NASTY, item, texts

VOCABULARY = (Path(__file__).parent / "schemas" / "schema.org-29.3.csv").read_text()
ROWS = list(csv.DictReader(VOCABULARY.splitlines()))
PROPERTIES = {r["name"]: (set(r["domain"].split()), set(r["range"].split())) for r in ROWS if r["kind"] == "property"}
SUPER = {r["name"]: r["superTypes"].split() for r in ROWS if r["kind"] in ("type", "member")}


def lineage(name: str) -> set[str]:
    return {name}.union(*(lineage(parent) for parent in SUPER[name]))


def kinds(value: Any) -> set[str]:
    """Return the types of schema.org that a value may pass for."""
    if isinstance(value, dict):
        return check(value)
    assert isinstance(value, str)
    member = value.removeprefix("https://schema.org/")
    if member in SUPER:
        return lineage(member)
    found = {"Text"}
    if value.startswith("https://"):
        found.add("URL")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return found
    return found | {"DateTime"}


def check(node: dict[str, Any]) -> set[str]:
    """Return the types of a node, whose properties must all belong to it and hold what they may."""
    types = lineage(node["@type"])
    for name, value in node.items():
        if not name.startswith("@"):
            domain, allowed = PROPERTIES[name]
            assert domain & types, name
            for one in value if isinstance(value, list) else [value]:
                assert kinds(one) & allowed, (name, one)
    return types


def read(reply: Reply) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(reply))
    assert document["@context"] == "https://schema.org"
    check(document)
    return document


def test_what_it_says(seed_reply: Reply) -> None:
    document = read(seed_reply)
    assert document["@type"] == "NewsArticle"
    assert document["headline"] == seed_reply.briefing.title
    assert document["abstract"] == seed_reply.briefing.the_story
    assert document["isBasedOn"]["url"] == "https://example.org/iran"
    assert document["isBasedOn"]["publisher"]["name"] == "AP"
    assert document["backstory"] == disclose(seed_reply).text
    assert document["creativeWorkStatus"] == "Draft"
    assert [part["name"] for part in document["hasPart"]][:2] == ["The Story", "Key Points"]
    assert "digitalSourceType" not in document


def test_the_source_type_and_the_editor_follow_from_the_review() -> None:
    document = read(item(review=APPROVED.model_copy(update={"edited": True})))
    assert document["digitalSourceType"] == "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"
    assert document["editor"]["name"] == "Jane Doe"
    assert read(item())["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


@pytest.mark.parametrize(("language", "story"), [("ar", "الخبر"), ("de", "Die Nachricht"), ("sw", "The Story")])
def test_parts_are_named_in_the_articles_language(language: str, story: str) -> None:
    document = read(item(language=language))
    assert document["inLanguage"] == language
    assert document["hasPart"][0]["name"] == story
    assert "inLanguage" not in read(item(language="und"))


@given(texts, texts)
def test_any_briefing_is_safe_in_a_page(text: str, other: str) -> None:
    for said in (text, f"{NASTY} {text}"):
        source = Source(url=other, title=said, outlet=other, published_at=MADE)
        reply = item(said, source=source, model=other)
        written = render(reply)
        assert read(reply)["headline"] == said
        assert not set(written) & set("<>&\u2028\u2029")
    page = f'<!doctype html><title>t</title><script type="application/ld+json">{written}</script><p>after</p>'
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert [found.tag for found in tree.iter() if found.tag in ("script", "b", "p")] == ["script", "p"]
