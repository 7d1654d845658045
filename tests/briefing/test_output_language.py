"""A briefing in another language than the article's, over real HTTP: judged across languages, or refused."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.models.errors import UpstreamFailed
from tests.support.http_service import reason_of
from tests.support.scripted_judge import SoundJudge, is_judging
from tests.support.scripted_model import ScriptedModel, item
from tests.support.upstream import Answer, Upstream, chat, draft

Service = Callable[..., Any]
ARTICLE = """\
Hochwasser an der Sela: 12.500 Menschen verlassen ihre Häuser

CAMPOLUNGO — Nach tagelangem Regen ist die Sela am Dienstag über die Ufer getreten. Etwa 12.500 Menschen mussten ihre \
Häuser verlassen, teilte der Zivilschutz mit. Der Schaden liegt nach ersten Schätzungen bei 1,2 Milliarden Euro.

Ministerpräsident Andrea Salvi besuchte am Mittwoch die Stadt Vado. „Wir lassen niemanden allein“, sagte Salvi vor \
Anwohnern. Das Parlament soll am Freitag über Soforthilfe entscheiden.
"""
DRAFT = draft(
    title=item("Floods on the Sela drive 12,500 people from their homes", 1, 2),
    the_story=[
        item("The river Sela burst its banks on Tuesday after days of rain.", 1),
        item("Prime Minister Andrea Salvi said: “We leave nobody alone”.", 5),
    ],
    key_points=[
        item("The damage is put at 1.2 billion euros.", 3),
        item("The damage is put at 1.9 billion euros by the government.", 3),
        item("Parliament is to decide on emergency aid on Friday.", 6),
    ],
    critical_analysis=[item("The damage may burden the budget.", 3, kind="inference")],
    key_takeaways=[item("Some 12,500 people had to leave their homes.", 2)],
    impact_analysis=[item("Emergency aid may follow on Friday.", 6, kind="inference")],
)


@pytest.fixture
def room(upstream: Upstream) -> ScriptedModel:
    found = ScriptedModel(briefing=DRAFT)
    upstream.says(found)
    upstream.judges = SoundJudge({"1.9 billion": None})
    return found


def ask(client: httpx.Client, **options: Any) -> httpx.Response:
    return client.post("/summarize", json={"text": ARTICLE, "options": {"output_language": "en", **options}})


def test_claims_are_judged_across_languages(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        made = ask(client)
        assert made.status_code == 200, made.text
        found = made.json()
        assert (found["meta"]["language"], found["meta"]["source_language"]) == ("en", "de")
        claims = {c["text"]: c for c in found["faithfulness"]["claims"]}
        assert claims["The damage is put at 1.2 billion euros."]["verdict"] == "supported"
        assert not any("1.9 billion" in text for text in claims)
        # Nothing is replaced by the article's own words, which are German.
        assert "replaced" not in {c["action"] for c in claims.values() if c["evidence"]}
        for claim in claims.values():
            assert all(ARTICLE[e["start"] : e["end"]] == e["quote"] for e in claim["evidence"])
        (shown, *_) = upstream.judged[-1:]
        put = "".join(message["content"] for message in shown["messages"])
        assert "The article is in German, the claims are in English" in put
        written = "".join(message["content"] for message in upstream.requests[0]["messages"])
        assert "Write in English." in written
        assert "The article is in another language." in written


def test_guards_ask_about_figures_and_translated_quotations_are_marked(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = ask(client).json()
        (quote,) = [c for c in found["faithfulness"]["claims"] if "nobody" in c["text"]]
        assert quote["text"] == "Prime Minister Andrea Salvi said: “We leave nobody alone” (translated)."
        assert {c["name"]: c["outcome"] for c in quote["checks"]}["translated_quotes"] == "pass"
        asked_of = str(upstream.judged)
        assert "the article does not have the number “1.9 billion”" in asked_of
        assert "the number “1.2 billion”" not in asked_of


def test_labels_and_disclosure_are_in_that_language(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = ask(client).json()["id"]
        text = client.get(f"/briefings/{id}.md")
        assert parse_markdown(text.text)[0].title.startswith("Floods")
        assert "The Story:" in text.text
        assert "AI" in text.headers["newsbrief-disclosure"]
        assert '<html lang="en"' in client.get(f"/briefings/{id}.html").text
        assert client.get(f"/briefings/{id}.ninjs").json()["language"] == "en"


def test_each_language_is_kept_apart(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        first = ask(client)
        assert "fwd=miss" in first.headers["cache-status"]
        assert "hit" in ask(client).headers["cache-status"]
        assert client.post("/summarize", json={"text": ARTICLE}).json()["meta"]["source_language"] is None
        # The article's own language asks for nothing more.
        own = ask(client, output_language="de")
        assert own.json()["meta"]["language"] == "de"
        assert own.json()["meta"]["source_language"] is None


@pytest.mark.parametrize(
    ("settings", "options", "said"),
    [
        ({"engine": "extractive"}, {}, "it takes a model to write in en"),
        ({"judge_model": "off"}, {}, "only a judge can tell whether it stands"),
        ({}, {"judge": False}, "do not switch the judge off"),
        ({}, {"output_language": "xx"}, "Briefings are not written in “xx”"),
    ],
)
def test_without_a_judge_it_is_refused_with_the_reason(
    service: Service, upstream: Upstream, room: ScriptedModel, settings: Any, options: Any, said: str
) -> None:
    with service(**{"engine": "openai", "openai_base_url": upstream.base_url, **settings}) as client:
        refused = ask(client, **options)
        assert (refused.status_code, reason_of(refused)) == (422, "output-language-unavailable")
        assert said in refused.json()["detail"]
        assert room.asked == []


def test_a_judge_that_fails_gives_no_briefing(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    def fails(request: dict[str, Any]) -> Answer:
        # It passes its exam, which is in the language of the exam, and then is gone.
        if "the claims are in" in str(request["messages"]):
            return Answer("no", 401)
        return chat(SoundJudge().judgements(request))

    upstream.judges = fails
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        refused = ask(client)
        assert (refused.status_code, reason_of(refused)) == (503, "judge-unavailable")
    assert UpstreamFailed.reason != "judge-unavailable"


def test_a_model_that_fails_is_no_reason_for_another_language(service: Service, upstream: Upstream) -> None:
    upstream.says(Answer("no", 401))
    with service(engine="openai", openai_base_url=upstream.base_url, on_failure="degrade") as client:
        assert ask(client).status_code == 503
        assert client.post("/summarize", json={"text": ARTICLE}).json()["meta"]["degraded"]


def test_edits_are_checked_across_languages(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        made = ask(client).json()
        edit = {"op": "replace", "claim": "key_points.0", "text": "Salvi said “nobody is alone”."}
        body = {"edits": [edit], "by": "Ada", "text": ARTICLE}
        edited = client.patch(f"/briefings/{made['id']}", json=body, headers={"If-Match": '"1"'})
        assert edited.status_code == 200, edited.text
        assert "Salvi said “nobody is alone” (translated)." in edited.json()["briefing"]["key_points"]
        assert "the claims are in English" in str(upstream.judged[-1])
        wrong = {"edits": [edit | {"text": "The damage is 1.9 billion euros."}], "by": "Ada", "text": ARTICLE}
        refused = client.patch(f"/briefings/{made['id']}", json=wrong, headers={"If-Match": '"2"'})
        assert reason_of(refused) == "edit-refused"


def test_a_briefing_in_another_language_is_verified_across_languages(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    claims = ["The damage is put at 1.2 billion euros.", "The damage is put at 1.9 billion euros."]
    body = {"text": ARTICLE, "claims": claims, "options": {"output_language": "en"}}
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = client.post("/verify", json=body).json()["faithfulness"]["claims"]
        assert [claim["verdict"] for claim in found] == ["supported", "contradicted"]
        assert [claim["text"] for claim in found] == claims
        assert "the claims are in English" in str(upstream.judged[-1])
        own = client.post("/verify", json=body | {"options": {"output_language": "de"}}).json()
        assert own["meta"]["language"] == "de"
        assert "the claims are in" not in str(upstream.judged[-1])
        unknown = client.post("/verify", json=body | {"options": {"output_language": "xx"}})
        assert reason_of(unknown) == "output-language-unavailable"
    with service() as client:
        found = client.post("/verify", json=body).json()["faithfulness"]["claims"]
        assert {claim["verdict"] for claim in found} == {"unverified"}, "nobody could tell"


NEWER = """\
Sela: Zahl der Obdachlosen steigt

Etwa 14.000 Menschen mussten bis Donnerstag ihre Häuser verlassen, teilte der Zivilschutz mit. Der \
Schaden liegt bei 1,2 Milliarden Euro. „Wir lassen niemanden allein“, sagte Ministerpräsident Andrea Salvi erneut.

Das Parlament hat am Freitag Soforthilfe von 40 Millionen Euro beschlossen. Der Pegel der Sela sinkt seit dem Abend.
"""
REVISED = draft(
    title=item("14,000 people driven from their homes on the Sela", 1),
    the_story=[
        item("Some 14,000 people had to leave their homes by Thursday.", 1),
        item("“We leave nobody alone”, Prime Minister Andrea Salvi said again.", 3),
    ],
    key_points=[item("Parliament agreed on emergency aid of 40 million euros on Friday.", 4)],
    critical_analysis=[item("The damage may burden the budget.", 2, kind="inference")],
    key_takeaways=[item("The level of the Sela has been falling since the evening.", 5)],
    impact_analysis=[item("The damage is put at 1.2 billion euros.", 2)],
)


def test_an_update_stays_in_the_language_of_the_briefing(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        made = ask(client).json()
        room.briefing, before = REVISED, len(upstream.judged)
        upstream.judges = SoundJudge({"Some 12,500 people": None})
        answer = client.post(f"/briefings/{made['id']}/update", json={"text": NEWER})
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["meta"]["language"], found["meta"]["source_language"]) == ("en", "de")
        # Guards and the judge are told of both languages, for the older claims as for the new ones.
        claimed = [str(request["messages"]) for request in upstream.judged[before:]]
        assert claimed
        assert all("German" in text for text in claimed)
        gone = {s["text"] for s in found["standings"] if s["standing"] == "out_of_date"}
        assert "Some 12,500 people had to leave their homes." in gone
        held = {s["text"] for s in found["standings"] if s["standing"] == "holds"}
        assert "The damage is put at 1.2 billion euros." in held
        texts = [claim["text"] for claim in found["faithfulness"]["claims"]]
        assert any("“We leave nobody alone” (translated)" in text for text in texts)
        assert not [text for text in texts if "Menschen" in text or "Soforthilfe" in text], "no German is printed"
        assert found["correction"].startswith("An earlier version of this briefing said: ")
        for claim in found["faithfulness"]["claims"]:
            assert all(NEWER[e["start"] : e["end"]] == e["quote"] for e in claim["evidence"] if not e["source"])
        other = client.post(
            f"/briefings/{made['id']}/update", json={"text": NEWER, "options": {"output_language": "fr"}}
        )
        assert reason_of(other) == "output-language-unavailable"
        assert "The older briefing is in en" in other.json()["detail"]
        none = client.post(f"/briefings/{made['id']}/update", json={"text": NEWER, "options": {"judge": False}})
        assert reason_of(none) == "output-language-unavailable"
        assert "only a judge" in none.json()["detail"]


def test_an_update_by_an_article_in_another_language_takes_a_judge(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    english = (
        "The river Sela burst its banks on Tuesday after days of rain. Some 12,500 people had to leave their homes, "
    )
    english += (
        "the civil protection service said. The damage is put at 1.2 billion euros by the government in the capital."
    )
    with service(engine="extractive") as client:
        id = client.post("/summarize", json={"text": english}).json()["id"]
        refused = client.post(f"/briefings/{id}/update", json={"text": NEWER})
        assert reason_of(refused) == "output-language-unavailable"
        assert "takes a model to write in en" in refused.json()["detail"]


def test_several_articles_are_judged_across_languages(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    room.briefing = REVISED
    upstream.judges = SoundJudge()
    articles = [{"text": ARTICLE, "source": "Bote"}, {"text": NEWER, "source": "Kurier"}]
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        answer = client.post("/summarize", json={"articles": articles, "options": {"output_language": "en"}})
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["meta"]["language"], found["meta"]["source_language"]) == ("en", "de")
        texts = [claim["text"] for claim in found["faithfulness"]["claims"]]
        assert any("(translated)" in text for text in texts)
        assert not any("Menschen" in text for text in texts)
        sources = [ARTICLE, NEWER]
        for claim in found["faithfulness"]["claims"]:
            assert all(sources[e["source"]][e["start"] : e["end"]] == e["quote"] for e in claim["evidence"])
        shown = [str(request["messages"]) for request in upstream.judged]
        assert all("German" in text for text in shown if "Menschen" in text)
        none = client.post(
            "/summarize", json={"articles": articles, "options": {"output_language": "en", "judge": False}}
        )
        assert reason_of(none) == "output-language-unavailable"


def test_of_several_articles_the_one_in_another_language_is_judged_across(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    room.briefing = REVISED
    upstream.judges = SoundJudge({"1.2 billion": None})
    english = "CAMPOLUNGO - The damage on the Sela is put at 1.4 billion euros, the government said on Thursday. Some "
    english += "14,000 people had to leave their homes. The level of the river has been falling since the evening."
    articles = [{"text": NEWER, "source": "Kurier"}, {"text": ARTICLE, "source": "Bote"}, {"text": english}]
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        body = {"articles": articles, "options": {"output_language": "en"}}
        found = client.post("/summarize", json=body).json()
        assert found["meta"]["language"] == "en"
        asked_in = [("German" in str(r["messages"]), english[:40] in str(r["messages"])) for r in upstream.judged]
        # Held against the English article alone, the English claims are in its language.
        assert (False, True) in asked_in
        assert (True, False) in asked_in


def test_what_is_written_anew_is_in_the_language_of_the_briefing(
    service: Service, upstream: Upstream, room: ScriptedModel
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url, api_keys="desk:k") as client:
        client.headers["Authorization"] = "Bearer k"
        id = ask(client).json()["id"]
        client.headers["Origin"] = str(client.base_url).rstrip("/")
        client.post("/desk/sign-in", data={"key": "k"})
        room.briefing = REVISED
        sent = {"target": "key_points", "version": "1", "by": "Ada", "article": ARTICLE}
        answer = client.post(f"/desk/briefings/{id}/redraft", data=sent)
        assert answer.status_code in (200, 303), answer.text
        written = [str(r["messages"]) for r in upstream.requests][-1]
        assert "The article is in another language." in written
        found = client.get(f"/briefings/{id}").json()
        assert (found["meta"]["language"], found["meta"]["source_language"]) == ("en", "de")
        assert found["briefing"]["key_points"] == ["Parliament agreed on emergency aid of 40 million euros on Friday."]


def test_events_tell_it_at_the_end(service: Service, upstream: Upstream, room: ScriptedModel) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        body = {"text": ARTICLE, "options": {"output_language": "en", "stream": True}}
        told = client.post("/summarize", json=body).text
        assert "event: done" in told
        assert '"source_language":"de"' in told


def test_the_judges_prompt_across_languages_is_known_as_one() -> None:
    from newsbrief.models.prompts import load_prompt

    shown = load_prompt("judge").render(
        source="", claims="", published="", claimed="German", written="Persian", reasons="flagged"
    )
    assert is_judging({"messages": [{"content": shown.system}, {"content": shown.user}]})
