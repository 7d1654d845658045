"""House style over real HTTP: per service, per key, per request; own sections, their layout and its schema."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.style.reading import read_styles
from tests.support.http_service import reason_of
from tests.support.scripted_judge import SoundJudge
from tests.support.scripted_model import ScriptedModel, item
from tests.support.service_process import wait_for_job
from tests.support.upstream import Upstream, draft

Service = Callable[..., Any]
STYLE: dict[str, Any] = {
    "name": "post",
    "spelling": "british",
    "words": {"prefer": {"use": ["utilise"]}, "ban": ["shocking"]},
    "title": {"characters": 30},
    "sections": [
        {"name": "key_points", "items": 2, "heading": "The facts"},
        {"name": "timeline"},
        {"name": "the_story"},
        {"name": "key_quotes"},
    ],
}
STORY = item("Iran favored Oman for the talks.", 3)
DRAFT = draft(
    title=item("Talks between Iran and the United States move to Oman", 3),
    the_story=[STORY, item("The shocking move was announced on Wednesday.", 3)],
    key_points=[item("Iran asked to utilise Oman.", 3), item("The White House agreed.", 3), item("A drone fell.", 1)],
)
OWN = {
    "timeline": [item("Tuesday: a drone was shot down.", 1), item("On Friday talks are held in Paris.", 3)],
    "key_quotes": [item("Nobody says: “This was never said.”", 3)],
}
SHORTER = {
    "sentences": [
        {"number": 1, "text": "Talks move to Oman"},
        {"number": 3, "text": "The move was announced on Wednesday."},
    ]
}


def brief(client: httpx.Client, text: str, **options: Any) -> dict[str, Any]:
    made = client.post("/summarize", json={"text": text, "options": options})
    assert made.status_code == 200, made.text
    found: dict[str, Any] = made.json()
    return found


def newsroom(upstream: Upstream) -> ScriptedModel:
    room = ScriptedModel(briefing=DRAFT, own_sections=OWN, restyle=SHORTER)
    upstream.says(room)
    upstream.judges = SoundJudge({"in Paris": "On Friday talks are held in Oman.", "never said": None})
    return room


def test_a_style_is_followed_and_what_it_writes_is_judged(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    room = newsroom(upstream)
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = brief(client, seed_article, style=STYLE)
        claims = {c["id"]: c for c in found["faithfulness"]["claims"]}
        # By code: spelling, a preferred word, two of three bullets. By the model: a banned word, a title too long.
        assert claims["the_story.0"]["text"] == "Iran favoured Oman for the talks."
        assert claims["the_story.1"]["text"] == "The move was announced on Wednesday."
        assert claims["title.0"]["text"] == "Talks move to Oman"
        kept = [c["text"] for c in claims.values() if c["section"] == "key_points" and c["action"] == "kept"]
        assert kept == ["Iran asked to use Oman.", "The White House agreed."]
        assert sum(c["section"] == "key_points" for c in claims.values()) == 2
        assert {c["verdict"] for c in claims.values()} <= {"supported", "inference"}
        # What was judged is what was printed.
        judged = "\n".join(str(request["messages"]) for request in upstream.judged)
        assert "favoured Oman" in judged
        assert "favored Oman" not in judged
        assert sorted(room.asked) == ["briefing", "own_sections", "restyle"]
        shown = str([r["messages"] for r in upstream.requests])
        assert "write “use”, not “utilise”" in shown
        assert found["meta"]["style"]["name"] == "post"


def test_own_sections_are_drafted_judged_and_repaired(service: Service, upstream: Upstream, seed_article: str) -> None:
    newsroom(upstream)
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = brief(client, seed_article, style=STYLE)
        report, layout = found["faithfulness"], found["layout"]
        timeline = [c for c in report["claims"] if c["section"] == "timeline"]
        assert [(c["text"], c["action"]) for c in timeline] == [
            ("Tuesday: a drone was shot down.", "kept"),
            ("On Friday talks are held in Oman.", "repaired"),
        ]
        assert any("never said" in c["text"] for c in report["dropped"])
        assert not any("never said" in c["text"] for c in report["claims"])
        assert [(s["name"], s["heading"], s["form"]) for s in layout["sections"]] == [
            ("key_points", "The facts", "bullets"),
            ("timeline", "Timeline", "bullets"),
            ("the_story", "The Story", "paragraph"),
            ("key_quotes", "Key Quotes", "bullets"),
        ]
        # The fixed format is there beside it, whole.
        assert list(found["briefing"]) == [
            "title", "the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis"
        ]  # fmt: skip
        schema = client.get(layout["described_by"])
        assert schema.headers["content-type"] == "application/schema+json"
        jsonschema_rs.validator_for(schema.json()).validate(layout)
        other = client.get("/layouts/schema?sections=the_story,timeline").json()
        assert not jsonschema_rs.validator_for(other).is_valid(layout)


def test_other_forms_show_the_layout_and_the_parser_refuses_it(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    newsroom(upstream)
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = brief(client, seed_article, style=STYLE)["id"]
        text = client.get(f"/briefings/{id}.md").text
        assert [line for line in text.splitlines() if line.endswith(":")][:3] == [
            "The facts:",
            "Timeline:",
            "The Story:",
        ]
        with pytest.raises(MalformedBriefing):
            parse_markdown(text)
        page = client.get(f"/briefings/{id}.html").text
        assert page.index("The facts") < page.index("Timeline") < page.index("The Story")
        assert "Critical Analysis" not in page
        for form in ("ninjs", "jsonld", "rss", "annotations", "fragment"):
            assert client.get(f"/briefings/{id}.{form}").status_code == 200
        # Edits are followed.
        edits = [{"op": "delete", "claim": "timeline.0"}]
        edited = client.patch(
            f"/briefings/{id}", json={"edits": edits, "by": "Ada"}, headers={"If-Match": '"1"'}
        ).json()
        (timeline,) = [s for s in edited["layout"]["sections"] if s["name"] == "timeline"]
        assert timeline["texts"] == ["On Friday talks are held in Oman."]


def test_styles_are_kept_apart_and_chosen_by_request_key_and_service(
    service: Service, upstream: Upstream, seed_article: str, tmp_path: Path
) -> None:
    newsroom(upstream)
    (tmp_path / "default.yaml").write_text("words: {prefer: {use: utilise}}")
    (tmp_path / "sports.yaml").write_text("words: {prefer: {play in: utilise}}")
    entry = f"desk:sha256:{sha256(b'key').hexdigest()}:style=sports,plain:s3cret"
    with service(engine="openai", openai_base_url=upstream.base_url, style=tmp_path, api_keys=entry) as client:
        client.headers["Authorization"] = "Bearer s3cret"
        assert "to use Oman" in str(brief(client, seed_article)["briefing"])
        client.headers["Authorization"] = "Bearer key"
        found = brief(client, seed_article)
        assert found["meta"]["style"]["name"] == "sports"
        assert "to play in Oman" in str(found["briefing"])
        assert "to utilise Oman" in str(brief(client, seed_article, style="none")["briefing"])
        assert brief(client, seed_article, style="default")["meta"]["style"]["name"] == "default"
        refused = client.post("/summarize", json={"text": seed_article, "options": {"style": "opera"}})
        assert (refused.status_code, reason_of(refused)) == (422, "unknown-style")
        assert "default, sports" in refused.json()["detail"]
        wrong = client.post("/summarize", json={"text": seed_article, "options": {"style": {"spelling": "welsh"}}})
        assert wrong.json()["errors"][0]["pointer"] == "/options/style/spelling"
        assert client.get("/styles/schema").json()["title"] == "HouseStyle"
        assert client.get("/styles").json() == {"styles": ["default", "sports"], "default": "sports"}
        client.headers["Authorization"] = "Bearer s3cret"
        assert client.get("/styles").json()["default"] == "default"


def test_every_route_that_briefs_follows_the_style_of_a_request(
    service: Service, upstream: Upstream, seed_article: str, tmp_path: Path
) -> None:
    newsroom(upstream)
    (tmp_path / "sports.yaml").write_text("words: {prefer: {play in: utilise}}")
    other = seed_article + " More of it soon."
    sports = {"style": "sports"}
    with service(engine="openai", openai_base_url=upstream.base_url, style=tmp_path) as client:
        old = brief(client, seed_article)["id"]
        made = {
            "update": client.post(f"/briefings/{old}/update", json={"text": other, "options": sports}).json(),
            "several": client.post(
                "/summarize", json={"articles": [{"text": seed_article}, {"text": other}], "options": sports}
            ).json(),
        }
        asked = {"text": seed_article, "options": sports}
        wait = client.post("/summarize", json=asked, headers={"Prefer": "respond-async"})
        job = client.post("/jobs", json={"articles": [asked]}).json()["id"]
        for name, where in (("async", wait.headers["Location"]), ("job", f"/jobs/{job}")):
            wait_for_job(str(client.base_url), where)
            made[name] = json.loads(client.get(f"{where}/results").text)
        for name, reply in made.items():
            assert reply["meta"]["style"]["name"] == "sports", name
            assert "to play in Oman" in str(reply["briefing"]), name
        chat = {
            "model": "newsbrief", "messages": [{"role": "user", "content": seed_article}], "newsbrief": sports
        }  # fmt: skip
        answered = client.post("/v1/chat/completions", json=chat).json()
        assert "to play in Oman" in answered["choices"][0]["message"]["content"]


def test_every_route_refuses_a_style_that_is_not_there(service: Service, seed_article: str) -> None:
    opera = {"style": "opera"}
    with service() as client:
        old = brief(client, seed_article)["id"]
        for path, body in {
            f"/briefings/{old}/update": {"text": seed_article, "options": opera},
            f"/briefings/{old}/variants": {"text": seed_article, **opera},
            "/jobs": {"articles": [{"text": seed_article, "options": opera}]},
        }.items():
            refused = client.post(path, json=body)
            assert (refused.status_code, reason_of(refused)) == (422, "unknown-style"), path
        chat = {"model": "newsbrief", "messages": [{"role": "user", "content": seed_article}], "newsbrief": opera}
        refused = client.post("/v1/chat/completions", json=chat)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "unknown-style")
        # Nothing is written there, so that no style can be followed.
        refused = client.post("/verify", json={"text": seed_article, "claims": ["A claim."], "options": opera})
        assert refused.json()["errors"] == [{"pointer": "/options/style", "detail": "There is no such field here"}]


def test_a_style_that_was_broken_since_is_told_on_a_page_of_the_desk(
    service: Service, upstream: Upstream, tmp_path: Path
) -> None:
    (tmp_path / "default.yaml").write_text("name: post")
    with service(engine="openai", openai_base_url=upstream.base_url, style=tmp_path) as client:
        (tmp_path / "default.yaml").write_text("spelling: welsh")
        read_styles.cache_clear()
        shown = client.get("/desk")
    assert (shown.status_code, shown.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "default.yaml" in shown.text


def test_where_no_style_is_set_none_can_be_named(service: Service) -> None:
    with service() as client:
        assert client.get("/styles").json() == {"styles": [], "default": None}


@pytest.mark.parametrize("sections", ["", "weather", "the_story,the_story", "title"])
def test_a_schema_of_no_sections_is_refused(service: Service, sections: str) -> None:
    with service() as client:
        assert client.get(f"/layouts/schema?sections={sections}").status_code == 422


def test_without_a_model_the_words_stay_the_articles_and_departures_are_told(
    service: Service, seed_article: str
) -> None:
    with service() as client:
        found = brief(client, seed_article, style=STYLE)
        assert found["faithfulness"]["verdict"] == "pass"
        warnings = found["meta"]["warnings"]
        assert any("timeline, key_quotes take a model" in w for w in warnings)
        assert any("House style post: title.0: the title has characters" in w for w in warnings)
        for claim in found["faithfulness"]["claims"]:
            for e in claim["evidence"]:
                assert seed_article[e["start"] : e["end"]] == e["quote"]


def test_a_model_that_cannot_write_more_costs_no_briefing(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(ScriptedModel(briefing=DRAFT))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = brief(client, seed_article, style=STYLE)
        assert not found["meta"]["degraded"]
        warnings = " ".join(found["meta"]["warnings"])
        assert "The sections timeline, key_quotes were not written" in warnings
        assert "The house style was not followed in" in warnings
        assert "“shocking” is not to be written" in warnings
        assert [s["texts"] for s in found["layout"]["sections"] if s["name"] == "timeline"] == [[]]


def test_sentences_that_were_not_rewritten_are_tried_again(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(ScriptedModel(briefing=DRAFT, own_sections=OWN))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = brief(client, seed_article, style=STYLE)
        (warning,) = (w for w in found["meta"]["warnings"] if "not followed" in w or "not written" in w)
        assert "The house style was not followed in" in warning
        assert brief(client, seed_article, style=STYLE)["id"] != found["id"]


def test_updates_and_several_articles_keep_the_fixed_format(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    newsroom(upstream)
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = brief(client, seed_article, style=STYLE)["id"]
        made = client.post(
            f"/briefings/{id}/update", json={"text": seed_article + " More.", "options": {"style": STYLE}}
        )
        assert made.status_code == 200
        assert made.json()["layout"] is None
        assert not any(s["section"] == "timeline" for s in made.json()["standings"])


def test_a_key_with_a_style_that_is_not_there_is_no_start(tmp_path: Path) -> None:
    from newsbrief.api.styles import load_styles
    from newsbrief.style.reading import MalformedStyle
    from tests.support.settings import plain_settings

    (tmp_path / "default.yaml").write_text("tone: plain")
    settings = plain_settings(style=tmp_path, api_keys=f"desk:sha256:{'0' * 64}:style=opera")
    with pytest.raises(MalformedStyle, match="desk names the style opera"):
        load_styles(settings)
