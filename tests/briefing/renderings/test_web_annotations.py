"""Web Annotations, held against the W3C's own tests."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import given

from newsbrief.briefing.renderings.web_annotations import AROUND, render
from newsbrief.briefing.source import Source
from newsbrief.reply import Reply
from tests.briefing.renderings.items import item, texts

ASSERTIONS = json.loads((Path(__file__).parent / "schemas" / "web-annotation.json").read_text())


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft4Validator:
    # Without its own name: references are to the definitions, by the name of their file, or to itself.
    own = {name: value for name, value in schema.items() if name != "id"}
    found = jsonschema_rs.Draft4Validator(
        own,
        validate_formats=True,
        base_uri="http://w3c.test/assertion.json",
        retriever=lambda uri: ASSERTIONS["definitions"][uri.rsplit("/", 1)[-1]],
    )
    assert isinstance(found, jsonschema_rs.Draft4Validator)
    return found


MUSTS = {
    kind: {name: _validator(schema) for name, schema in ASSERTIONS[kind].items()}
    for kind in ("annotation", "collection")
}


def broken(document: dict[str, Any], kind: str) -> list[str]:
    return [name for name, must in MUSTS[kind].items() if not must.is_valid(document)]


def read(reply: Reply) -> dict[str, Any]:
    collection: dict[str, Any] = json.loads(render(reply))
    assert broken(collection, "collection") == []
    for annotation in collection["first"]["items"]:
        assert broken(annotation, "annotation") == []
    return collection


def test_the_assertions_refuse_what_is_wrong(seed_reply: Reply) -> None:
    fine = read(seed_reply)["first"]["items"][0]
    target = fine["target"][0]
    for wrong in (
        {"id": "no address"},
        {"type": "Note"},
        {"created": "yesterday"},
        {"@context": "https://schema.org"},
        {"target": [target | {"selector": [{"type": "TextPositionSelector", "start": -1, "end": 3}]}]},
        {"target": [target | {"selector": [{"type": "TextQuoteSelector"}]}]},
    ):
        assert broken(fine | wrong, "annotation"), wrong


def test_each_claim_selects_its_evidence(seed_reply: Reply, seed_article: str) -> None:
    items = read(seed_reply)["first"]["items"]
    assert len(items) == len(seed_reply.faithfulness.claims)
    for annotation, claim in zip(items, seed_reply.faithfulness.claims, strict=True):
        assert annotation["id"] == f"urn:uuid:{seed_reply.id}#{claim.id}"
        assert [body["value"] for body in annotation["body"]] == [claim.text, claim.verdict]
        for target in annotation["target"]:
            quotation, position = target["selector"]
            assert target["source"] == "https://example.org/iran"
            assert seed_article[position["start"] : position["end"]] == quotation["exact"]


def test_what_stands_around_is_given_where_the_text_is_kept() -> None:
    text = f"{'a' * 50}Talks move to Oman.{'b' * 5}"
    reply = item(source_text=text, quote="Talks move to Oman.")
    evidence = reply.faithfulness.claims[-2].evidence or reply.faithfulness.claims[3].evidence
    moved = [e.model_copy(update={"start": 50, "end": 69}) for e in evidence]
    claim = reply.faithfulness.claims[3].model_copy(update={"evidence": tuple(moved)})
    reply = reply.model_copy(update={"faithfulness": reply.faithfulness.model_copy(update={"claims": (claim,)})})
    quotation = read(reply)["first"]["items"][0]["target"][0]["selector"][0]
    assert (quotation["prefix"], quotation["suffix"]) == ("a" * AROUND, "b" * 5)
    assert text.count(quotation["prefix"] + quotation["exact"] + quotation["suffix"]) == 1


@given(texts, texts)
def test_any_briefing_is_valid(text: str, url: str) -> None:
    for address in (url, f"http://{url}", f"https://example.org/{url}?{url}#{url}"):
        collection = read(item(text, source=Source(url=address)))
        assert collection["total"] == len(collection["first"]["items"]) == 8


def test_without_an_address_the_source_is_named_by_its_hash() -> None:
    collection = read(item())
    assert collection["first"]["items"][0]["target"] == "urn:sha256:" + "a" * 64
    assert collection["creativeWorkStatus"] == "Draft"
    assert collection["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert "writer-1" in collection["backstory"]


def test_no_claims_no_page() -> None:
    bare = item()
    bare = bare.model_copy(update={"faithfulness": bare.faithfulness.model_copy(update={"claims": ()})})
    collection = json.loads(render(bare))
    assert broken(collection, "collection") == []
    assert collection["total"] == 0
    assert "first" not in collection
