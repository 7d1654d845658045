"""Briefings that rest on several articles, in the renderings."""

import json

from newsbrief.briefing.renderings import html, jsonld, ninjs, web_annotations
from newsbrief.briefing.source import make_urn
from newsbrief.reply import CitedSource, Reply
from newsbrief.verification.claim import Evidence
from tests.briefing.renderings.items import item


def resting_on_two() -> Reply:
    made = item()
    sources = (
        CitedSource(url="https://new.example/a", title="New", outlet="Post", sha256="a" * 64),
        CitedSource(title="Old <b>", outlet="Courier", sha256="b" * 64),
    )
    old = Evidence(sentence=0, start=3, end=8, quote="It was", source=1)
    first, *others = made.faithfulness.claims
    claims = (first.model_copy(update={"evidence": (old,)}), *others)
    return made.model_copy(
        update={
            "meta": made.meta.model_copy(update={"sources": sources}),
            "faithfulness": made.faithfulness.model_copy(update={"claims": claims}),
        }
    )


def test_an_annotation_selects_in_the_article_that_is_cited() -> None:
    found = json.loads(web_annotations.render(resting_on_two()))["first"]["items"]
    assert [target["source"] for target in found[0]["target"]] == [make_urn("b" * 64)]
    assert "prefix" not in found[0]["target"][0]["selector"][0]
    others = [target for annotation in found[1:] for target in annotation["target"] if isinstance(target, dict)]
    assert {target["source"] for target in others} == {"https://new.example/a"}


def test_every_article_is_named() -> None:
    two = resting_on_two()
    assert [s["headline"] for s in json.loads(jsonld.render(two))["isBasedOn"]] == ["New", "Old <b>"]
    told = json.loads(ninjs.render(two))
    assert [s["name"] for s in told["associations"]] == ["source", "source-2"]
    assert [s["name"] for s in told["infoSources"]] == ["Post", "Courier"]
    page = html.render_page(two)
    assert page.index("New</a>") < page.index("Old &lt;b&gt;</cite>")
