"""`POST /briefings/{id}/variants` over real HTTP: from checked claims, held to lengths, judged, or not offered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from newsbrief.settings.keys import create_key, parse_keys
from newsbrief.variants.kind import KINDS, NAMES
from tests.support.http_service import reason_of
from tests.support.scripted_judge import SoundJudge
from tests.support.scripted_model import ScriptedModel, item
from tests.support.upstream import Upstream, draft
from tests.support.variants import DRAFT, keep_briefing, make_variants, write_texts

Service = Callable[..., Any]


@pytest.fixture
def room(upstream: Upstream) -> ScriptedModel:
    found = ScriptedModel(briefing=DRAFT)
    upstream.says(found)
    return found


def test_what_is_written_is_judged_and_held_to_its_length(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    room.variants = [
        write_texts(
            headline_short="Iran and US to talk in Oman",
            push="Iran and the United States will hold talks in Oman on Friday.",
            radio=" ".join(["The talks will be held in Oman on Friday, officials say."] * 6),
        )
    ]
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = keep_briefing(client, seed_article)
        before = len(upstream.judged)
        found = make_variants(client, id, kinds=["headline_short", "push", "radio"], text=seed_article)
        texts = {v["kind"]: v for v in found["variants"]}
        assert texts["headline_short"]["text"] == "Iran and US to talk in Oman"
        assert (texts["headline_short"]["length"], texts["headline_short"]["limit"]) == (27, "at most 40 characters")
        assert {v["origin"] for v in found["variants"]} == {"model"}
        assert found["refused"] == []
        assert found["prompt"]["name"] == "variants"
        assert found["usage"]["calls"] >= 2
        judged = str(upstream.judged[before:])
        assert all(text["text"].split(".")[0] in judged for text in texts.values())
        for each in found["variants"]:
            for claim in each["claims"]:
                assert claim["verdict"] == "supported"
                assert all(seed_article[e["start"] : e["end"]] == e["quote"] for e in claim["evidence"])


def test_what_is_offered_is_the_text_that_was_measured_and_judged(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    sentences = [f"市議会は{day}日、新しい予算案を承認した。" for day in range(1, 10)]
    article = "".join(sentences) + "市長は記者団に対し、来年度から学校の給食を無料にすると述べた。"
    room.briefing = draft(title=item("市議会が予算案を承認", 1), the_story=[item(sentences[0], 1)])
    text = "".join(sentences[:5])
    room.variants = [write_texts(push=text)]
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        (push,) = make_variants(client, keep_briefing(client, article), kinds=["push"], text=article)["variants"]
    assert (push["origin"], push["text"], push["length"]) == ("model", text, len(text))
    assert len(push["claims"]) == 5


def test_a_key_that_pays_for_no_judge_has_none_judged(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    room.variants = [write_texts(push="Iran and the United States will hold talks in Oman on Friday.")]
    key, hashed = create_key("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "api_keys": parse_keys(f"{hashed}:judge=off")}
    with service(**settings) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        path, calls = f"/briefings/{keep_briefing(client, seed_article)}/variants", len(upstream.requests)
        client.post(path, json={"kinds": ["push"], "text": seed_article, "judge": True})
    assert not upstream.judged
    assert len(upstream.requests) == calls, "nothing is written that nobody checks"


def test_a_text_that_fails_is_written_again_and_never_offered(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    room.variants = [
        write_texts(
            push="Iran will bomb Paris on Friday.", headline_short="A headline that is much too long for a small one"
        ),
        write_texts(push="Iran will bomb Paris on Friday.", headline_short="Iran and US talk in Oman"),
    ]
    upstream.judges = SoundJudge({"Paris": None})
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = make_variants(
            client, keep_briefing(client, seed_article), kinds=["push", "headline_short"], text=seed_article
        )
        texts = {v["kind"]: v for v in found["variants"]}
        assert texts["headline_short"]["text"] == "Iran and US talk in Oman"
        # The push that was written failed twice: a checked claim fits in its place.
        assert texts["push"]["origin"] == "claims"
        assert texts["push"]["text"] == DRAFT["the_story"][0]["text"]
        assert "Paris" not in str(found["variants"])
        again = str([r["messages"] for r in upstream.requests][-1])
        assert "Your last one did not pass: contradicted: not so" in again
        assert "Your last one did not pass: characters: 48, at most 40 allowed" in again


def test_what_no_claim_fits_and_no_judge_carries_is_refused_with_the_reason(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    room.variants = [write_texts(headline_short="Iran bombs Paris")]
    upstream.judges = SoundJudge({"Paris": None})
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = make_variants(
            client, keep_briefing(client, seed_article), kinds=["headline_short", "seo_title"], text=seed_article
        )
        assert found["variants"][0]["kind"] == "seo_title"
        assert found["refused"] == [{"kind": "headline_short", "reason": "contradicted: not so"}]
        assert "bombs" not in str(found)


def test_without_a_judge_only_checked_claims_are_offered(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    with service(engine="extractive") as client:
        made = client.post("/summarize", json={"text": seed_article}).json()
        found = make_variants(client, made["id"], kinds=list(NAMES))
        claims = {claim["text"] for claim in made["faithfulness"]["claims"]}
        assert found["variants"]
        for each in found["variants"]:
            assert each["origin"] == "claims"
            assert {claim["text"] for claim in each["claims"]} <= claims
            assert " ".join(claim["text"] for claim in each["claims"]) == each["text"]
            assert not KINDS[each["kind"]].complaint(each["text"])
        assert found["model"] is None
        assert all("a judge to check it" in each["reason"] for each in found["refused"])
        none = client.post(f"/briefings/{made['id']}/variants", json={"kinds": ["headline_short"]})
        assert (none.status_code, reason_of(none)) == (422, "judge-needed")
    with service(engine="openai", openai_base_url=upstream.base_url, judge_model="off", unverified="print") as client:
        id = keep_briefing(client, seed_article)
        refused = client.post(f"/briefings/{id}/variants", json={"kinds": ["radio"]})
        assert reason_of(refused) == "judge-needed"
        assert "no judge is set" in refused.json()["detail"]
        assert room.asked == ["briefing"]


def test_the_article_is_needed_and_must_be_the_same(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        path = f"/briefings/{keep_briefing(client, seed_article)}/variants"
        assert reason_of(client.post(path, json={})) == "text-needed"
        assert reason_of(client.post(path, json={"text": seed_article + " More of it."})) == "other-article"
        assert reason_of(client.post(path, json={"kinds": ["tweet"]})) == "invalid-request"
        assert reason_of(client.post(path, json={"kinds": []})) == "invalid-request"
        assert reason_of(client.post(path, content=b"x")) == "unsupported-media-type"
        assert reason_of(client.post(f"/briefings/{uuid4()}/variants", json={})) == "not-found"
        assert make_variants(client, path.split("/")[2], judge=False)["variants"]
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        room.variants = [write_texts(push="Talks will be held in Oman on Friday.")]
        found = make_variants(client, keep_briefing(client, seed_article), kinds=["push"])
        assert found["variants"][0]["origin"] == "model"


def test_a_model_that_fails_leaves_the_claims_own_words(
    service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = make_variants(
            client, keep_briefing(client, seed_article), kinds=["seo_title", "radio"], text=seed_article
        )
        assert [v["origin"] for v in found["variants"]] == ["claims"]
        assert found["refused"][0]["reason"].startswith("It was not written: ")
        assert any(w.startswith("The variants were not written") for w in found["warnings"])


def test_a_house_style_goes_along(service: Service, upstream: Upstream, room: ScriptedModel, seed_article: str) -> None:
    room.variants = [write_texts(push="Iran favored Oman for the talks.")]
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = keep_briefing(client, seed_article)
        found = make_variants(client, id, kinds=["push"], text=seed_article, style={"spelling": "british"})
        assert found["variants"][0]["text"] == "Iran favoured Oman for the talks."
        assert "spelling of English: british" in str(upstream.requests[-1]["messages"])


def test_of_several_articles_there_are_only_its_own_claims(service: Service, seed_article: str) -> None:
    with service() as client:
        articles = [{"text": seed_article}, {"text": seed_article.replace("Oman", "Qatar")}]
        made = client.post("/summarize", json={"articles": articles}).json()
        found = make_variants(client, made["id"])
        assert found["variants"]
        assert any("several articles" in warning for warning in found["warnings"])
