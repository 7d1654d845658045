"""A WordPress site on which a plug-in prints notices around what the REST API answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from newsbrief.cms.site import SiteError
from newsbrief.cms.wordpress import PostQuery, WordPress
from tests.support.upstream import serve

NOTICE = "<br />\n<b>Deprecated</b>: Function {old} is [gone] in <b>/plugins/shade.php</b> on line <b>3</b><br />\n"
POST = {
    "id": 4,
    "status": "publish",
    "title": {"raw": "Tram line opens"},
    "content": {"rendered": "<p>The line opened on Monday.</p>"},
}


class Site:
    """Answers everything with `body`."""

    def __init__(self) -> None:
        self.body, self.kind, self.pages = "", "application/json; charset=UTF-8", "1"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", self.kind.encode()), (b"x-wp-totalpages", self.pages.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body.encode()})


@pytest.fixture
def site() -> Iterator[tuple[Site, WordPress]]:
    app = Site()
    with (
        serve(uvicorn.Config(app, log_level="critical", lifespan="off")) as address,
        WordPress(address, "a", "b") as wp,
    ):
        yield app, wp


@pytest.mark.parametrize("kind", ["application/json", "text/html"])
@pytest.mark.parametrize(("before", "after"), [(NOTICE, ""), ("", NOTICE), (NOTICE, NOTICE), ("\ufeff", "")])
def test_the_answer_is_read_all_the_same(site: tuple[Site, WordPress], kind: str, before: str, after: str) -> None:
    app, wordpress = site
    app.kind = kind
    app.body = before + json.dumps(POST) + after
    post = wordpress.read_post(4)
    assert post.title.raw == "Tram line opens"
    app.body = before + json.dumps([POST, POST]) + after
    assert wordpress.list_ids(PostQuery()) == [4]
    app.body = before + json.dumps({"name": "Post &amp; Mail"}) + after
    assert wordpress.name() == "Post & Mail"


@pytest.mark.parametrize(
    ("kind", "body", "word"),
    [
        ("application/json", NOTICE, "Deprecated"),
        ("application/json", "", "nothing"),
        ("text/html", "<!doctype html><html><body>Hello</body></html>", "no WordPress"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(
    site: tuple[Site, WordPress], kind: str, body: str, word: str
) -> None:
    app, wordpress = site
    app.kind, app.body = kind, body
    with pytest.raises(SiteError, match=word):
        wordpress.read_post(4)


def test_pages_that_are_no_number_are_told(site: tuple[Site, WordPress]) -> None:
    app, wordpress = site
    app.body, app.pages = "[]", "many"
    with pytest.raises(SiteError, match="'many' for the number of pages"):
        wordpress.list_ids(PostQuery())


def test_json_that_is_nested_without_end_is_told(site: tuple[Site, WordPress]) -> None:
    app, wordpress = site
    app.body = "[" * 100_000
    with pytest.raises(SiteError, match="no JSON"):
        wordpress.read_post(4)
