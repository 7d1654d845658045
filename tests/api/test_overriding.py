"""Words saved against the checks, versions brought back, and what is searched, over real HTTP."""

from collections.abc import Callable
from typing import Any

import httpx

from newsbrief.settings.keys import create_key
from tests.support.http_service import reason_of

Service = Callable[..., Any]
ADA = "Ada Lovelace"
LIBEL = "The talks will be held in Reykjavik on 9 March 1999."


def replace_claim(client: httpx.Client, path: str, version: int, **edit: object) -> httpx.Response:
    sent = {"edits": [{"op": "replace", "claim": "key_points.0", "text": LIBEL, **edit}], "by": ADA}
    return client.patch(path, json=sent, headers={"If-Match": f'"{version}"'})


def test_saved_against_the_checks_and_brought_back(service: Service, seed_article: str) -> None:
    with service(keep_text=True) as client:
        reply = client.post("/summarize", json={"text": seed_article}).json()
        path = f"/briefings/{reply['id']}"
        assert reason_of(replace_claim(client, path, 1)) == "edit-refused"
        assert reason_of(replace_claim(client, path, 1, reason=" \u200b ")) == "edit-refused"
        assert replace_claim(client, path, 1, reason="x" * 1001).status_code == 422
        saved = replace_claim(client, path, 1, reason="The minister\n confirmed it.").json()
        claim = next(c for c in saved["faithfulness"]["claims"] if c["text"] == LIBEL)
        assert claim["verdict"] in ("unsupported", "contradicted")
        assert saved["faithfulness"]["verdict"] == "fail"
        note = client.get(f"{path}/versions").json()["versions"][-1]["note"]
        assert f"“{LIBEL}”: {ADA} saved it against the checks: The minister confirmed it." in note
        disclosed = client.get(f"{path}.ninjs").json()
        assert "kept by an editor although the check did not find them" in disclosed["edNote"]

        back = {"by": ADA}
        assert client.post(f"{path}/versions/1/restore", json=back).status_code == 428
        stale = client.post(f"{path}/versions/1/restore", json=back, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        gone = client.post(f"{path}/versions/9/restore", json=back, headers={"If-Match": '"2"'})
        assert gone.status_code == 404
        answer = client.post(f"{path}/versions/1/restore", json=back, headers={"If-Match": '"2"'})
        assert answer.headers["etag"] == '"3"'
        assert answer.json()["briefing"] == reply["briefing"]
        assert client.get(path).json()["source_text"] == seed_article, "texts stay where they are kept"
        listed = client.get(f"{path}/versions").json()["versions"]
        assert (listed[-1]["note"], listed[-1]["status"]) == ("back to version 1", "draft")


def test_a_look_leaves_the_review_where_it_is(service: Service, seed_article: str) -> None:
    with service() as client:
        reply = client.post("/summarize", json={"text": seed_article}).json()
        path = f"/briefings/{reply['id']}"
        client.post(f"{path}/review", json={"status": "reviewed", "by": ADA})
        sent = {"edits": [{"op": "accept", "claim": "key_points.0"}], "by": "Grace Hopper"}
        looked = client.patch(path, json=sent, headers={"If-Match": '"2"'}).json()
        assert (looked["review"]["status"], looked["review"]["by"]) == ("reviewed", ADA)
        assert looked["briefing"] == reply["briefing"]
        for wrong in ({}, {"claim": "key_points.0", "dropped": 0}):
            sent = {"edits": [{"op": "accept", **wrong}], "by": ADA}
            assert client.patch(path, json=sent, headers={"If-Match": '"3"'}).status_code == 422


def test_only_who_may_approve_saves_against_the_checks(service: Service, seed_article: str) -> None:
    writer, reviewer = (
        create_key(n, scopes=s) for n, s in (("wes", ["read", "write"]), ("ada", ["read", "write", "review"]))
    )
    with service(api_keys=f"{writer[1]},{reviewer[1]}", keep_text=True) as client:
        client.headers["Authorization"] = f"Bearer {writer[0]}"
        path = f"/briefings/{client.post('/summarize', json={'text': seed_article}).json()['id']}"
        assert reason_of(replace_claim(client, path, 1, reason="I know.")) == "not-permitted"
        client.headers["Authorization"] = f"Bearer {reviewer[0]}"
        assert replace_claim(client, path, 1, reason="I know.").status_code == 200

        client.headers["Authorization"] = f"Bearer {writer[0]}"
        sent = {"edits": [{"op": "move", "claim": "key_points.0", "to": 1}], "by": ADA}
        assert client.patch(path, json=sent, headers={"If-Match": '"2"'}).status_code == 200, "it stood there"
        sent = {"edits": [{"op": "delete", "claim": "key_points.1"}], "by": ADA}
        gone = client.patch(path, json=sent, headers={"If-Match": '"3"'})
        assert LIBEL not in gone.json()["briefing"]["key_points"]
        back = client.post(f"{path}/versions/2/restore", json={"by": ADA}, headers={"If-Match": '"4"'})
        assert reason_of(back) == "not-permitted"
        client.headers["Authorization"] = f"Bearer {reviewer[0]}"
        back = client.post(f"{path}/versions/2/restore", json={"by": ADA}, headers={"If-Match": '"4"'})
        assert LIBEL in back.json()["briefing"]["key_points"]


def test_searched_by_words_and_outlet(service: Service, seed_article: str) -> None:
    with service() as client:
        reply = client.post("/summarize", json={"text": seed_article, "source": "Daily Post"}).json()
        for query, there in (
            ("words=daily+POST", True),
            ("words=" + reply["briefing"]["title"].split()[0], True),
            ("words=Reykjavik", False),
            ("words=%25", False),
            ("outlet=Daily+Post", True),
            ("outlet=Daily", False),
        ):
            listed = client.get(f"/briefings?{query}").json()["briefings"]
            assert [e["id"] for e in listed] == ([reply["id"]] if there else []), query
        assert client.get("/briefings").json()["briefings"][0]["outlet"] == "Daily Post"
