"""Review over real HTTP: approved, edited, and every version found again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import pytest

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.reply import Reply
from newsbrief.store.versions import Version, Versions
from tests.support.articles import COURIER, OLDER, POST
from tests.support.http_service import reason_of
from tests.support.scripted_judge import SoundJudge
from tests.support.upstream import Upstream, chat, draft

Service = Callable[..., Any]
ADA = "Ada Lovelace"


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    with service() as opened:
        yield opened


def make(client: httpx.Client, text: str) -> tuple[str, dict[str, Any]]:
    reply = client.post("/summarize", json={"text": text}).json()
    return f"/briefings/{reply['id']}", reply


def send_edits(
    client: httpx.Client, path: str, *edits: dict[str, Any], version: str = '"1"', **more: Any
) -> httpx.Response:
    return client.patch(path, json={"edits": edits, "by": ADA, **more}, headers={"If-Match": version})


def shorter(reply: dict[str, Any]) -> dict[str, Any]:
    """Return an edit that the article carries: a key point in the words of another."""
    return {"op": "replace", "claim": "key_points.0", "text": reply["briefing"]["key_points"][1]}


def test_approved_published_and_back(client: httpx.Client, seed_article: str) -> None:
    path, reply = make(client, seed_article)
    assert client.get(path).headers["etag"] == '"1"'
    assert reply["review"] == {"status": "draft", "by": None, "at": None, "edited": False}
    assert reason_of(client.post(f"{path}/review", json={"status": "published", "by": ADA})) == "not-reviewed"
    approved = client.post(f"{path}/review", json={"status": "reviewed", "by": f" {ADA} "}, headers={"If-Match": '"1"'})
    assert approved.headers["etag"] == '"2"'
    review = approved.json()["review"]
    assert (review["status"], review["by"], review["edited"]) == ("reviewed", ADA, False)
    assert datetime.fromisoformat(review["at"]).tzinfo
    assert client.get(path).content == approved.content
    published = client.post(f"{path}/review", json={"status": "published", "by": "Web desk"}).json()["review"]
    assert published == review | {"status": "published"}
    assert [e["status"] for e in client.get("/briefings?status=published").json()["briefings"]] == ["published"]
    again = client.post(f"{path}/review", json={"status": "draft", "by": "Web desk"}).json()
    assert again == reply
    listed = client.get(f"{path}/versions").json()["versions"]
    assert [(v["number"], v["author"], v["note"], v["status"]) for v in listed] == [
        (1, None, "as made", "draft"),
        (2, ADA, "approved", "reviewed"),
        (3, "Web desk", "published", "published"),
        (4, "Web desk", "back to draft", "draft"),
    ]
    assert client.get(f"{path}/versions/2").content == approved.content
    for wrong in (f"{path}/versions/5", f"/briefings/{reply['id'][:-4]}0000/versions"):
        assert reason_of(client.get(wrong)) == "not-found"
    assert client.delete(path).status_code == 204
    for gone in (client.get(f"{path}/versions"), client.get(f"{path}/versions/2")):
        assert reason_of(gone) == "not-found"


def test_what_nobody_approved_is_published_only_where_a_setting_says_so(service: Service, seed_article: str) -> None:
    with service(publish_unreviewed=True) as client:
        path, _ = make(client, seed_article)
        published = client.post(f"{path}/review", json={"status": "published", "by": "cron"}).json()["review"]
        assert published == {"status": "published", "by": None, "at": None, "edited": False}


def test_an_edit_is_checked_and_makes_a_draft_of_it(client: httpx.Client, seed_article: str) -> None:
    path, reply = make(client, seed_article)
    client.post(f"{path}/review", json={"status": "reviewed", "by": ADA})
    answer = send_edits(
        client, path, shorter(reply), {"op": "delete", "claim": "key_points.1"}, version='"2"', text=seed_article
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')
    now = answer.json()
    assert now["review"] == {"status": "draft", "by": None, "at": None, "edited": True}
    assert now["briefing"]["key_points"] == reply["briefing"]["key_points"][1:]
    claim = next(c for c in now["faithfulness"]["claims"] if c["id"] == "key_points.0")
    assert claim["action"] == "edited"
    assert claim["evidence"]
    assert all(seed_article[e["start"] : e["end"]] == e["quote"] for e in claim["evidence"])
    assert now["faithfulness"]["dropped"][-1]["checks"][-1] == {
        "name": "edit",
        "outcome": "fail",
        "detail": f"{ADA} deleted it",
        "fault": "",
    }
    assert parse_markdown(client.get(f"{path}.md").text)[0].model_dump(mode="json") == now["briefing"]
    (last,) = client.get(f"{path}/versions").json()["versions"][2:]
    assert (last["author"], last["note"]) == (ADA, "Key Points: 1 changed, 1 deleted")
    assert client.get(f"{path}/versions/1").json() == reply
    undone = send_edits(
        client, path, {"op": "restore", "dropped": len(now["faithfulness"]["dropped"]) - 1}, version='"3"'
    )
    assert undone.status_code == 200


def test_an_equal_request_gets_the_briefing_as_it_was_made(client: httpx.Client, seed_article: str) -> None:
    key = {"Idempotency-Key": "once"}
    first = client.post("/summarize", json={"text": seed_article}, headers=key)
    path = f"/briefings/{first.json()['id']}"
    assert send_edits(client, path, shorter(first.json()), text=seed_article).status_code == 200
    assert client.get(path).json()["briefing"] != first.json()["briefing"]
    for again in (
        client.post("/summarize", json={"text": seed_article}),
        client.post("/summarize", json={"text": seed_article}, headers=key),
    ):
        assert "hit" in again.headers["cache-status"]
        assert again.content == first.content


def test_words_that_the_article_does_not_carry_are_refused(client: httpx.Client, seed_article: str) -> None:
    path, _ = make(client, seed_article)
    wrong = {"op": "replace", "claim": "key_points.0", "text": "Trump called the talks “a waste of everybody’s time”."}
    answer = send_edits(client, path, {"op": "delete", "claim": "key_points.1"}, wrong, text=seed_article)
    assert reason_of(answer) == "edit-refused"
    said = answer.json()["errors"]
    assert {e["pointer"] for e in said} == {"/edits/1"}
    assert any("quotes: " in e["detail"] and "everybody" in e["detail"] for e in said)
    assert client.get(path).headers["etag"] == '"1"'


def test_the_text_must_be_the_article(service: Service, seed_article: str) -> None:
    with service() as client:
        path, reply = make(client, seed_article)
        assert reason_of(send_edits(client, path, shorter(reply))) == "text-needed"
        assert reason_of(send_edits(client, path, shorter(reply), text=seed_article + " And more.")) == "other-article"
        assert reason_of(send_edits(client, path, shorter(reply), text="Too short.")) == "article-too-short"
        assert send_edits(client, path, shorter(reply), text=seed_article.replace("\n", "\r\n")).status_code == 200
        page = "<!doctype html><html><body><article>" + "".join(
            f"<p>{line}</p>" for line in seed_article.splitlines() if line.strip()
        )
        path, reply = make(client, page)
        assert send_edits(client, path, shorter(reply), text=reply["source_text"]).status_code == 200
        assert send_edits(client, path, shorter(reply), text=page, version='"2"').status_code == 200
    with service(keep_text=True) as client:
        path, reply = make(client, seed_article)
        answer = send_edits(client, path, shorter(reply))
        assert answer.status_code == 200
        assert client.get(path).json()["source_text"] == seed_article


def test_two_editors_do_not_overwrite_each_other(client: httpx.Client, seed_article: str) -> None:
    path, reply = make(client, seed_article)
    change = shorter(reply)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: send_edits(client, path, change, text=seed_article), range(4)))
    assert sorted(a.status_code for a in answers) == [200, 412, 412, 412]
    assert {reason_of(a) for a in answers if a.status_code == 412} == {"version-changed"}
    late = client.post(f"{path}/review", json={"status": "reviewed", "by": ADA}, headers={"If-Match": '"1"'})
    assert reason_of(late) == "version-changed"
    move = {"op": "move", "claim": "key_points.0", "to": 1}
    unnamed = client.patch(path, json={"edits": [move], "by": ADA})
    assert (unnamed.status_code, reason_of(unnamed)) == (428, "version-required")
    assert send_edits(client, path, move, version='"1", "2"').status_code == 200
    assert send_edits(client, path, move, version="*").status_code == 200


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ({"op": "delete", "claim": "title.0"}, "edit-impossible"),
        ({"op": "delete", "claim": "key_points.77"}, "edit-impossible"),
        ({"op": "move", "claim": "title.0", "to": 1}, "edit-impossible"),
        ({"op": "restore", "dropped": 99}, "edit-impossible"),
        ({"op": "polish", "claim": "title.0"}, "invalid-request"),
        ({"op": "replace", "claim": "title.0", "text": " "}, "invalid-request"),
        ({"op": "move", "claim": "title.0", "to": -1}, "invalid-request"),
    ],
)
def test_edits_that_cannot_be_made(address: str, seed_article: str, edit: dict[str, Any], reason: str) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        path, _ = make(client, seed_article)
        answer = send_edits(client, path, edit, version="*")
        assert reason_of(answer) == reason
        assert answer.json()["errors"][0]["pointer"].startswith("/edits/0")
        assert reason_of(client.patch(path, content=b"{", headers={"If-Match": "*"})) == "unsupported-media-type"


def test_a_models_failed_claim_comes_back_only_in_other_words(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    wrong = {"text": "The talks will be held in Reykjavik.", "sources": [1], "kind": "reported"}
    upstream.says(chat(draft(key_points=[wrong])))
    upstream.judges = SoundJudge({"Reykjavik": None})
    with service(engine="openai", openai_api_key="k", openai_base_url=upstream.base_url) as client:
        path, reply = make(client, seed_article)
        place = [c["text"] for c in reply["faithfulness"]["dropped"]].index(wrong["text"])
        back = {"op": "restore", "dropped": place}
        assert reason_of(send_edits(client, path, back, text=seed_article)) == "edit-refused"
        words = reply["briefing"]["key_points"][0]
        answer = send_edits(client, path, back | {"text": words.replace(",", "", 1)}, text=seed_article)
        assert answer.status_code == 200
        assert str(wrong["text"]) not in answer.text.split('"dropped"')[1]


def test_a_briefing_of_several_articles_is_put_in_order_but_not_rewritten(client: httpx.Client) -> None:
    reply = client.post("/summarize", json={"articles": [{"text": POST}, {"text": COURIER}]}).json()
    path = f"/briefings/{reply['id']}"
    told = next(d for d in reply["disagreements"] if d["claim"])
    section, _, number = told["claim"].partition(".")
    claims = [c for c in reply["faithfulness"]["claims"] if c["section"] == section]
    assert reason_of(
        send_edits(client, path, {"op": "replace", "claim": told["claim"], "text": "Other words."}, text=POST)
    ) == ("edit-impossible")
    moved = send_edits(client, path, {"op": "move", "claim": told["claim"], "to": len(claims) - 1 - int(number)})
    assert moved.status_code == 200
    now = moved.json()
    follows = next(d for d in now["disagreements"] if d["text"] == told["text"])
    assert follows["claim"] == f"{section}.{len(claims) - 1 - int(number)}"
    assert now["source_texts"] == [None, None]
    other = next(c["id"] for c in reply["faithfulness"]["claims"] if c["section"] == "key_points")
    assert send_edits(client, path, {"op": "delete", "claim": other}, version='"2"').status_code == 200
    assert client.get(f"{path}/versions/1").json()["disagreements"] == reply["disagreements"]


def test_a_tag_that_was_made_weak_on_its_way_names_the_version_and_none_is_told(
    client: httpx.Client, seed_article: str
) -> None:
    path, _ = make(client, seed_article)
    accept = {"op": "accept", "claim": "key_points.0"}
    for sent in ("1", "W/1", "version 1"):
        assert reason_of(send_edits(client, path, accept, version=sent)) == "malformed-request"
    assert send_edits(client, path, accept, version='W/"1"').status_code == 200
    assert reason_of(send_edits(client, path, accept, version='"x", W/"1"')) == "version-changed"
    assert send_edits(client, path, accept, version='"x", W/"2"').status_code == 200


def test_what_several_articles_disagree_on_stays_so_through_edits(client: httpx.Client) -> None:
    made = client.post("/summarize", json={"articles": [{"text": POST}, {"text": COURIER}]}).json()
    path, told = f"/briefings/{made['id']}", [d["claim"] for d in made["disagreements"]]
    assert (made["faithfulness"]["verdict"], made["faithfulness"]["dropped"]) == ("review", [])
    looked = send_edits(client, path, {"op": "accept", "claim": "key_points.0"}).json()["faithfulness"]
    assert (looked["verdict"], looked["reason"]) == ("review", "the articles disagree")
    contested = next(id for id in told if id.startswith("the_story"))
    deleted = send_edits(client, path, {"op": "delete", "claim": contested}, version='"2"').json()
    assert [d["claim"] for d in deleted["disagreements"]].count(None) == 1
    restored = send_edits(client, path, {"op": "restore", "dropped": 0}, version='"3"').json()
    assert [d["claim"] for d in restored["disagreements"]] == told
    assert restored["faithfulness"]["verdict"] == "review"


def test_a_revised_briefing_is_edited_against_the_newer_article(client: httpx.Client, seed_article: str) -> None:
    older = client.post("/summarize", json={"text": OLDER, "published_at": "2026-02-03T18:00:00Z"}).json()["id"]
    reply = client.post(f"/briefings/{older}/update", json={"text": seed_article}).json()
    path = f"/briefings/{reply['id']}"
    answer = send_edits(client, path, {"op": "delete", "claim": "key_points.0"}, text=seed_article)
    assert answer.status_code == 200
    now, gone = answer.json(), reply["briefing"]["key_points"][0]
    assert said_instead(now) == {old: new for old, new in said_instead(reply).items() if new != gone}
    assert gone not in [line["text"] for line in now["diff"]["key_points"] if line["change"] != "removed"]
    kept = [c["id"] for c in now["faithfulness"]["claims"]]
    assert {c["id"] for c in now["new"]} <= set(kept)
    change = {"op": "replace", "claim": "key_points.0", "text": now["new"][-1]["text"]}
    assert send_edits(client, path, change, version='"2"', text=seed_article).status_code == 200
    assert reason_of(send_edits(client, path, change, version='"3"', text=OLDER)) == "other-article"


def test_a_correction_tells_what_is_said_now(client: httpx.Client, seed_article: str) -> None:
    older = client.post("/summarize", json={"text": OLDER, "published_at": "2026-02-03T18:00:00Z"}).json()["id"]
    reply = client.post(f"/briefings/{older}/update", json={"text": seed_article}).json()
    path, before = f"/briefings/{reply['id']}", said_instead(reply)
    gone = next(s["became"] for s in reply["standings"] if s["standing"] == "out_of_date" and s["became"])
    text = next(c["text"] for c in reply["faithfulness"]["claims"] if c["id"] == gone)
    assert text in reply["correction"]
    carried = (c["text"] for c in reply["faithfulness"]["claims"] if c["evidence"])
    other = next(words for words in carried if words not in reply["correction"])
    change = {"op": "replace", "claim": gone, "text": other}
    now = send_edits(client, path, change, text=seed_article).json()
    assert text not in now["correction"]
    assert other in now["correction"]
    assert said_instead(now) == {old: other if new == text else new for old, new in before.items()}
    deleted = send_edits(client, path, {"op": "delete", "claim": gone}, version='"2"').json()
    assert other not in deleted["correction"]
    assert said_instead(deleted) == {old: new for old, new in said_instead(now).items() if new != other}


def said_instead(reply: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Return what an update prints for each claim of the older briefing that has a successor."""
    texts = {c["id"]: c["text"] for c in reply["faithfulness"]["claims"]}
    return {(s["section"], s["text"]): texts[s["became"]] for s in reply["standings"] if s["became"]}


@pytest.mark.parametrize(("deleted", "reason"), [(False, "version-changed"), (True, "not-found")])
def test_who_was_slower_is_told_of_the_newest_version(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, seed_article: str, deleted: bool, reason: str
) -> None:
    path, reply = make(client, seed_article)
    append = Versions.append

    def append_late(self: Versions, made: Reply, added: Version) -> bool:
        monkeypatch.setattr(Versions, "append", append)
        if deleted:
            assert client.delete(path).status_code == 204
        else:
            assert send_edits(client, path, shorter(reply), text=seed_article).status_code == 200
        return append(self, made, added)

    monkeypatch.setattr(Versions, "append", append_late)
    late = send_edits(client, path, shorter(reply), text=seed_article)
    assert reason_of(late) == reason
    assert ("read version 2" in late.json()["detail"]) is not deleted
