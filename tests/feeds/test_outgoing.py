"""Outgoing feeds and the page of the day, over HTTP; and what texts of an attacker become in each form."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import feedparser
import httpx
import pytest
from lxml import html as lxml_html

from newsbrief.desk.pages import POLICY
from newsbrief.feeds.edition import Edition, make_edition, make_item
from newsbrief.feeds.outgoing import chat, html, json_feed, rss, text, webhook
from newsbrief.reply import Reply
from tests.feeds.site import Site, news
from tests.feeds.watch import Quick
from tests.support.http_service import serve
from tests.support.settings import plain_settings

AT = datetime(2026, 2, 4, 7, tzinfo=UTC)
EVIL = "<script>alert(1)</script> & <!channel> *bold* [x](javascript:alert(1)) ]]> \u202e <https://evil.example|click>"


@pytest.fixture
def two_briefings(quick: Quick, site: Site) -> Quick:
    """Two briefings, in the digests `open` and `shut`."""
    quick.write(
        f"feeds:\n  post: {{url: '{site.serve_feed('/rss', *site.articles(2))}', outlet: Daily Post}}\n"
        "digests:\n  open: {title: Open & free, public: true}\n  shut: {title: Shut}\n"
        "  german: {title: D, languages: de, public: true}\n  approved: {title: A, status: reviewed, public: true}\n"
    )
    quick.once()
    return quick


def _service(quick: Quick, **more: object) -> Any:
    return serve(plain_settings(database_url=quick.address, feeds=quick.file, **more))


def test_feeds_are_read_by_feed_readers(two_briefings: Quick, site: Site) -> None:
    with _service(two_briefings) as url, httpx.Client(base_url=url, timeout=30) as client:
        found = client.get("/feeds/open.rss")
        assert found.headers["content-type"].startswith("application/rss+xml")
        feed = feedparser.parse(found.content)
        assert (feed.version, feed.bozo, feed.feed.title) == ("rss20", False, "Open & free")
        assert {entry.link for entry in feed.entries} == {f"{site.url}/a{n}.html" for n in range(2)}
        assert "without an AI language model" in feed.entries[0].summary
        other = client.get("/feeds/open.json").json()
        assert other["version"] == "https://jsonfeed.org/version/1.1"
        assert [i["id"] for i in other["items"]] == [entry.id for entry in feed.entries]
        again = client.get("/feeds/open.rss", headers={"If-None-Match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for empty in ("german", "approved"):
            assert client.get(f"/feeds/{empty}.json").json()["items"] == []
        assert client.get("/feeds/none.rss").status_code == 404
        id = other["items"][0]["id"].removeprefix("urn:uuid:")
        assert client.post(f"/briefings/{id}/review", json={"status": "reviewed", "by": "Ada"}).status_code == 200
        assert len(client.get("/feeds/approved.json").json()["items"]) == 1
        client.delete(f"/briefings/{id}")
        assert len(client.get("/feeds/open.json").json()["items"]) == 1


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host"])
def test_no_sender_puts_a_name_into_them(two_briefings: Quick, name: str) -> None:
    evil = {name: "evil.example"}
    trusted = {"trusted_proxies": "127.0.0.1", "allow_unauthenticated": True}
    with _service(two_briefings, **trusted) as url, httpx.Client(base_url=url, timeout=30) as client:
        for kind in ("rss", "json"):
            found = client.get(f"/feeds/open.{kind}", headers=evil)
            assert found.status_code == 200
            assert "evil.example" not in found.text
        assert "feed_url" not in client.get("/feeds/open.json").json()
    public = {"public_url": "https://briefings.example/news/"}
    with _service(two_briefings, **public, **trusted) as url, httpx.Client(base_url=url, timeout=30) as client:
        assert client.get("/feeds/open.json", headers=evil).json()["feed_url"] == (
            "https://briefings.example/news/feeds/open.json"
        )
        feed = feedparser.parse(client.get("/feeds/open.rss", headers=evil).content)
        assert feed.feed.link == "https://briefings.example/news/feeds/open.rss"


def test_who_may_read_them(two_briefings: Quick) -> None:
    from hashlib import sha256

    team = f"s:sha256:{sha256(b'sports').hexdigest()}:scopes=read:team=sports"
    with _service(two_briefings, api_keys=f"one:k,{team}") as url, httpx.Client(base_url=url, timeout=30) as client:
        assert client.get("/feeds/open.rss").status_code == 200
        assert client.get("/feeds/shut.rss").status_code == 401
        assert client.get("/feeds/shut.rss", headers={"Authorization": "Bearer k"}).status_code == 200
        assert client.get("/feeds/shut.rss", headers={"Authorization": "Bearer sports"}).status_code == 404
        assert client.get("/feeds/none.rss").status_code == 401


def test_without_a_file_there_are_none() -> None:
    with serve(plain_settings()) as url:
        assert httpx.get(f"{url}/feeds/any.rss").status_code == 404


def test_the_page_of_the_day(two_briefings: Quick, site: Site) -> None:
    with _service(two_briefings) as url, httpx.Client(base_url=url, timeout=30) as client:
        found = client.get("/desk/today")
        assert found.status_code == 200
        assert found.headers["content-security-policy"] == POLICY
        page = lxml_html.fromstring(found.text)
        assert len(page.xpath("//article")) == 2
        assert page.xpath("//article//h2/a/@href")[0].startswith("/desk/briefings/")
        assert found.text.count("without an AI language model") == 2
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        assert "None yet" in client.get(f"/desk/today?day={yesterday}").text
        assert client.get("/desk/today?day=nonsense").status_code == 422
        assert client.get("/desk/today?day=0001-01-01").status_code == 422
        assert client.get("/desk/today?cursor=x").status_code == 422


def test_the_page_of_the_day_is_paged_and_for_who_is_signed_in() -> None:
    with serve(plain_settings()) as url, httpx.Client(base_url=url, timeout=60) as client:
        for number in range(23):
            body = {"text": news(number % 10) + f" That was {number + 40} days ago."}
            assert client.post("/summarize", json=body).status_code == 200
        first = lxml_html.fromstring(client.get("/desk/today").text)
        assert len(first.xpath("//article")) == 20
        ((more),) = first.xpath("//p/a[@rel='next']/@href")
        assert len(lxml_html.fromstring(client.get(more).text).xpath("//article")) == 3
    with serve(plain_settings(api_keys="one:k")) as url:
        found = httpx.get(f"{url}/desk/today")
        assert (found.status_code, found.headers["location"]) == (303, "/desk/sign-in?next=/desk/today")


@pytest.fixture(scope="module")
def reply() -> Reply:
    with serve(plain_settings()) as url:
        sent = {"text": news(3), "source": "Daily Post", "url": "https://post.example/a|b>c"}
        return Reply.model_validate(httpx.post(f"{url}/summarize", json=sent, timeout=30).json())


def change(reply: Reply, texts: Callable[[int, str], str] | None = None, **claim: object) -> Reply:
    """Return the reply with other words, or verdicts, in its claims."""
    claims = tuple(
        c.model_copy(update={**claim, **({"text": texts(n, c.text)} if texts else {})})
        for n, c in enumerate(reply.faithfulness.claims)
    )
    return reply.model_copy(update={"faithfulness": reply.faithfulness.model_copy(update={"claims": claims})})


def _edition(*replies: Reply, unverified: bool = True) -> Edition:
    return make_edition("day", "The Day", AT, replies, most=50, unverified=unverified)


def test_only_what_passed_goes_out_and_the_rest_is_marked_or_left_out(reply: Reply) -> None:
    assert _edition(change(reply, verdict="contradicted")).items == ()
    assert _edition(change(reply, verdict="unattributed")).items == ()
    marked = _edition(change(reply, verdict="unverified"))
    assert all(line.mark == "unverified" for line in marked.items[0].lines)
    for form in (
        text.render(marked),
        html.render_page(marked),
        rss.render(marked, "x"),
        chat.render_slack(marked),
        chat.render_teams(marked),
    ):
        assert "[unverified]" in form
    assert all(not c["verified"] for c in json.loads(webhook.render(marked))["data"]["briefings"][0]["claims"])
    assert _edition(change(reply, verdict="unverified"), unverified=False).items == ()
    failed = reply.model_copy(update={"faithfulness": reply.faithfulness.model_copy(update={"verdict": "fail"})})
    assert make_item(failed, unverified=True) is None
    assert all("without an AI language model" in i.disclosure for i in _edition(reply).items)


def test_a_story_is_told_from_its_first_claim_up_to_what_is_left_out(reply: Reply) -> None:
    story = [claim for claim in reply.faithfulness.claims if claim.section == "the_story"]
    others = tuple(claim for claim in reply.faithfulness.claims if claim.section != "the_story")

    def tell(*verdicts: str, unverified: bool = False) -> list[str]:
        claims = tuple(
            story[0].model_copy(update={"text": f"Sentence {place}.", "verdict": verdict})
            for place, verdict in enumerate(verdicts)
        )
        known = reply.faithfulness.model_copy(update={"claims": (*others, *claims)})
        items = _edition(reply.model_copy(update={"faithfulness": known}), unverified=unverified).items
        return [line.text for item in items for line in item.section("the_story")]

    assert tell("supported", "unattributed", "supported") == ["Sentence 0."]
    assert tell("supported", "unverified", "supported", unverified=True) == [f"Sentence {n}." for n in range(3)]
    assert tell("unverified", "supported") == []


def test_texts_of_an_attacker_stay_texts(reply: Reply) -> None:
    evil = _edition(change(reply, lambda n, _: EVIL))
    for page in (html.render_page(evil), html.render_fragment(evil.items[0])):
        found = lxml_html.fromstring(f"<div>{page}</div>")
        assert not found.xpath("//script|//img|//@onerror|//style|//link|//iframe|//form")
        assert all(str(href).startswith("https://post.example/") for href in found.xpath("//@href"))
    assert fromstring(rss.render(evil, "https://x.example/")).find("channel/item/title") is not None
    assert json.loads(json_feed.render(evil, "x"))["items"][0]["title"] == EVIL
    slack = chat.render_slack(evil)
    assert "<!channel>" not in slack
    assert "<https://evil.example" not in slack
    assert "*bold*" not in slack
    assert "|b" not in json.loads(slack)["blocks"][1]["text"]["text"]
    runs = json.loads(chat.render_teams(evil))["attachments"][0]["content"]["body"]
    assert all(block["type"] == "RichTextBlock" for block in runs)


def test_a_link_in_slack_leads_to_the_very_address(reply: Reply) -> None:
    source = reply.meta.source.model_copy(update={"url": "https://post.example/~ada/a_long_story?a=1&b=2"})
    linked = reply.model_copy(update={"meta": reply.meta.model_copy(update={"source": source})})
    shown = json.loads(chat.render_slack(_edition(linked)))["blocks"][1]["text"]["text"]
    assert shown.startswith("*<https://post.example/~ada/a_long_story?a=1&amp;b=2|")


def test_an_address_that_leaves_no_room_for_a_claim_is_no_link(reply: Reply) -> None:
    for url, is_link in (
        (f"https://post.example/?{'&'.join('a=1' for _ in range(400))}", False),
        (f"https://post.example/?{'a' * 1_900}", True),
    ):
        source = reply.meta.source.model_copy(update={"url": url})
        linked = reply.model_copy(update={"meta": reply.meta.model_copy(update={"source": source})})
        sections = [b["text"]["text"] for b in json.loads(chat.render_slack(_edition(reply, linked)))["blocks"][1::2]]
        assert all(len(section) <= 3_000 for section in sections)
        assert ("<https" in sections[1]) == is_link
        assert reply.faithfulness.claims[1].text in sections[1]


def test_chats_tell_whole_claims_alone(reply: Reply) -> None:
    denied = "The mayor took the money " + "in one of the years in question " * 40 + "is what nobody ever said."
    long = _edition(change(reply, lambda n, _: f"{n}. {denied}"))
    whole = {line.text for line in long.items[0].lines}
    assert sum(map(len, whole)) > 3_000
    section = json.loads(chat.render_slack(long))["blocks"][1]["text"]["text"]
    assert section.partition("\n")[2] in whole
    body = json.loads(chat.render_teams(long))["attachments"][0]["content"]["body"]
    told = body[2]["inlines"][0]["text"]
    assert any(told.endswith(claim) for claim in whole)
    assert "without an AI language model" in body[3]["inlines"][0]["text"]


def test_long_digests_fit(reply: Reply) -> None:
    long = _edition(*[change(reply, lambda n, _: "<&*" + "word " * 380)] * 50)
    slack, teams, hook = chat.render_slack(long), chat.render_teams(long), webhook.render(long)
    assert len(slack) <= 13_000
    assert len(json.loads(slack)["blocks"]) <= 50
    assert all(len(b["text"]["text"]) <= 3_000 for b in json.loads(slack)["blocks"] if b["type"] == "section")
    assert len(teams.encode()) <= 28_000
    assert len(hook.encode()) <= 20_000
    assert " more" in slack
    assert len(json.loads(hook)["data"]["briefings"]) == 50
