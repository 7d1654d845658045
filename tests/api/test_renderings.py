"""The renderings over real HTTP: by suffix, by `Accept`, with what is known of the article and how it was made."""

import json
from urllib.parse import unquote

import feedparser
import httpx
import pytest
from uuid_utils.compat import uuid7

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.markdown import parse_markdown, render_markdown
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.briefing.renderings.web_annotations import PROFILE
from newsbrief.reply import Reply
from newsbrief.verification.itemise import itemise_briefing
from tests.support.http_service import reason_of

ARABIC = (
    "قال وزير الخارجية الإيراني عباس عراقجي يوم الأربعاء إن محادثات بين إيران والولايات المتحدة ستعقد في سلطنة عمان.\n"
    "وأضاف عراقجي أن المحادثات ستركز على الملف النووي وحده.\n"
    "وأكد مسؤول في البيت الأبيض أن الولايات المتحدة ستحضر المحادثات.\n"
)
KNOWN = {"url": "https://example.org/iran", "source": "AP", "published_at": "2026-02-05T00:00:00Z", "title": "Talks"}


def brief(client: httpx.Client, text: str, **known: str) -> Reply:
    return Reply.model_validate(client.post("/summarize", json={"text": text} | known).raise_for_status().json())


@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda r: r.name)
def test_each_has_an_address(client: httpx.Client, seed_article: str, rendering: Rendering) -> None:
    reply = brief(client, seed_article, **KNOWN)
    path = f"/briefings/{reply.id}"
    found = client.get(f"{path}.{rendering.name}").raise_for_status()
    assert found.text == rendering.write(reply)
    assert found.headers["content-type"].partition(";")[0] == rendering.media_type.partition(";")[0]
    assert ("style-src" in found.headers["content-security-policy"]) == (rendering.media_type == "text/html")
    asked = client.get(path, headers={"Accept": f"image/png, {rendering.media_type}"}).raise_for_status()
    assert (asked.text == found.text) == rendering.negotiated
    assert reason_of(client.get(f"/briefings/{uuid7()}.{rendering.name}")) == "not-found"


def test_what_was_sent_of_the_article_is_told(client: httpx.Client, seed_article: str) -> None:
    reply = brief(client, seed_article, **KNOWN)
    assert reply.meta.source.model_dump(mode="json") == {
        "url": KNOWN["url"], "title": "Talks", "outlet": "AP", "published_at": KNOWN["published_at"]
    }  # fmt: skip
    assert client.get(f"/briefings/{reply.id}.jsonld").json()["isBasedOn"]["url"] == KNOWN["url"]
    other = brief(client, seed_article, **KNOWN | {"source": "Reuters"})
    assert other.meta.source.outlet == "Reuters"


def test_a_new_briefing_comes_in_any_form(client: httpx.Client, seed_article: str) -> None:
    def make(accept: str) -> httpx.Response:
        return client.post("/summarize", json={"text": seed_article}, headers={"Accept": accept}).raise_for_status()

    assert make("application/ld+json").json()["@type"] == "NewsArticle"
    assert make(PROFILE).json()["type"] == "AnnotationCollection"
    assert make('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"').json()["@type"] == "NewsArticle"
    assert feedparser.parse(make("application/rss+xml").content).version == "rss20"


def test_the_fixed_format_tells_how_it_was_made_in_a_header(client: httpx.Client) -> None:
    reply = brief(client, ARABIC)
    assert reply.meta.language == "ar"
    found = client.get(f"/briefings/{reply.id}.md")
    assert found.text == render_markdown(reply.briefing, reply.meta.created_at, "ar")
    assert parse_markdown(found.text)[0] == reply.briefing
    shown = found.headers["newsbrief-disclosure"]
    assert shown.isascii()
    assert shown.startswith('%"')
    assert unquote(shown[2:-1]) == disclose(reply).text


def test_a_briefing_in_another_language_is_read_back(client: httpx.Client) -> None:
    reply = brief(client, ARABIC)
    markdown = client.get(f"/briefings/{reply.id}.md").text
    found = client.post("/verify", json={"text": ARABIC, "briefing": markdown}).raise_for_status().json()
    claims = itemise_briefing(reply.briefing, "ar")
    assert [claim["text"] for claim in found["faithfulness"]["claims"]] == [claim.text for claim in claims]


def test_a_reply_kept_before_there_were_sources_is_still_read(client: httpx.Client, seed_article: str) -> None:
    reply = client.post("/summarize", json={"text": seed_article}).json()
    del reply["meta"]["source"]
    assert Reply.model_validate_json(json.dumps(reply)).meta.source.url is None
