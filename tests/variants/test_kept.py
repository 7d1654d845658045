"""Variants that are kept: listed with the version they were made of, stale when the claims change."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from newsbrief.settings.keys import create_key, parse_keys
from tests.support.http_service import reason_of
from tests.support.scripted_model import ScriptedModel
from tests.support.upstream import Upstream
from tests.support.variants import DRAFT, keep_briefing, make_variants, write_texts

Service = Callable[..., Any]
PUSH = "Iran and the United States will hold talks in Oman on Friday."


@pytest.fixture
def client(service: Service, upstream: Upstream) -> Any:
    upstream.says(
        ScriptedModel(briefing=DRAFT, variants=[write_texts(push=PUSH, headline_short="Iran and US to talk in Oman")])
    )
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        yield client


def list_kept(client: httpx.Client, id: str, **params: Any) -> Any:
    found = client.get(f"/briefings/{id}/variants", params=params)
    assert found.status_code == 200, found.text
    return found.json()


def stale(client: httpx.Client, id: str) -> dict[str, bool]:
    return {each["kind"]: each["stale"] for each in list_kept(client, id)["variants"]}


def edit(client: httpx.Client, id: str, *edits: dict[str, Any]) -> None:
    changed = client.patch(f"/briefings/{id}", json={"edits": edits, "by": "Ada"}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text


def test_what_is_made_is_listed(client: httpx.Client, seed_article: str) -> None:
    id = keep_briefing(client, seed_article)
    assert list_kept(client, id) == {"briefing": id, "briefing_version": 1, "variants": []}
    made = make_variants(client, id, kinds=["push", "headline_short"])
    assert (made["version"], made["briefing_version"]) == (1, 1)
    found = list_kept(client, id)
    assert [each["kind"] for each in found["variants"]] == ["headline_short", "push"], "in the order of the kinds"
    assert found["variants"] == made["variants"]
    push = found["variants"][1]
    assert (push["text"], push["origin"], push["version"], push["stale"]) == (PUSH, "model", 1, False)
    assert push["model"]
    assert push["made_by"] is None
    quote = push["claims"][0]["evidence"][0]
    assert seed_article[quote["start"] : quote["end"]] == quote["quote"]


def test_an_edit_makes_them_stale_and_approval_does_not(client: httpx.Client, seed_article: str) -> None:
    id = keep_briefing(client, seed_article)
    make_variants(client, id, kinds=["push"])
    approved = client.post(f"/briefings/{id}/review", json={"status": "reviewed", "by": "Ada"})
    assert approved.status_code == 200
    found = list_kept(client, id)
    assert found["briefing_version"] == 2
    assert [(each["version"], each["stale"]) for each in found["variants"]] == [(1, False)]
    edit(client, id, {"op": "delete", "claim": "the_story.0"})
    found = list_kept(client, id)
    assert found["briefing_version"] == 3
    assert [(each["version"], each["stale"]) for each in found["variants"]] == [(1, True)]
    assert list_kept(client, id, stale=False)["variants"] == []
    # The words of a claim fit this one: it is made without the model, which has nothing more to say.
    again = make_variants(client, id, kinds=["headline_long"], judge=False)
    assert again["version"] == 3
    assert stale(client, id) == {"headline_long": False, "push": True}
    back = client.post(f"/briefings/{id}/versions/1/restore", json={"by": "Ada"}, headers={"If-Match": "*"})
    assert back.status_code == 200
    assert stale(client, id) == {"headline_long": True, "push": False}


def test_what_is_made_anew_of_a_version_takes_the_place_of_the_former(client: httpx.Client, seed_article: str) -> None:
    id = keep_briefing(client, seed_article)
    first = make_variants(client, id, kinds=["push"])["variants"][0]
    second = make_variants(client, id, kinds=["push"], judge=False)["variants"][0]
    assert (first["origin"], second["origin"]) == ("model", "claims")
    assert list_kept(client, id)["variants"] == [second]
    edit(client, id, {"op": "delete", "claim": "the_story.1"})
    third = make_variants(client, id, kinds=["push"], judge=False)["variants"][0]
    assert [each["version"] for each in list_kept(client, id)["variants"]] == [2, 1], "the newest of a kind first"
    assert list_kept(client, id)["variants"][0] == third


def test_a_newsroom_sees_its_own_alone(service: Service, seed_article: str) -> None:
    ours, ours_hashed = create_key("ours", team="north")
    theirs, theirs_hashed = create_key("theirs", team="south")
    reader, reader_hashed = create_key("reader", team="north", scopes=["read"])
    with service(engine="extractive", api_keys=parse_keys(f"{ours_hashed},{theirs_hashed},{reader_hashed}")) as client:
        client.headers["Authorization"] = f"Bearer {ours}"
        id = keep_briefing(client, seed_article)
        made = make_variants(client, id, kinds=["headline_long"])
        assert made["variants"][0]["made_by"] == "ours"
        client.headers["Authorization"] = f"Bearer {theirs}"
        assert reason_of(client.get(f"/briefings/{id}/variants")) == "not-found"
        assert reason_of(client.post(f"/briefings/{id}/variants", json={})) == "not-found"
        client.headers["Authorization"] = f"Bearer {reader}"
        assert list_kept(client, id)["variants"] == made["variants"]
        assert reason_of(client.post(f"/briefings/{id}/variants", json={})) == "not-permitted"


def test_deleted_with_the_briefing(client: httpx.Client, seed_article: str) -> None:
    id = keep_briefing(client, seed_article)
    make_variants(client, id, kinds=["push"])
    assert client.delete(f"/briefings/{id}").status_code == 204
    assert reason_of(client.get(f"/briefings/{id}/variants")) == "not-found"
    assert reason_of(client.get(f"/briefings/{uuid4()}/variants")) == "not-found"
