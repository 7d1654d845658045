"""The forms of the desk: what they may ask for, and how much they may hold."""

from typing import get_args

import httpx

from newsbrief.api.desk.forms import Deed
from newsbrief.desk.interface import NAMES, load_interface
from tests.support.http_service import serve
from tests.support.settings import plain_settings


def test_a_deed_that_is_none_is_refused_before_anything_is_done(seed_article: str) -> None:
    with serve(plain_settings()) as url, httpx.Client(base_url=url, headers={"Origin": url}, timeout=30) as client:
        id = client.post("/desk/api/summarize", json={"text": seed_article}).json()["id"]
        claim = {"claim": "key_points.0", "version": "1", "by": "Ada", "reason": "So it is."}
        for deed in ({"do": "frobnicate"}, {"do": ""}, {"do": "delete-anyway"}, {"do": "up-anyway"}, {}):
            sent = client.post(f"/desk/briefings/{id}/edits", data=claim | deed, headers={"HX-Request": "true"})
            assert (sent.status_code, "Wrong: do." in sent.text) == (422, True), deed
        assert client.get(f"/desk/api/briefings/{id}").headers["etag"] == '"1"'


def test_every_deed_of_the_desk_is_told_in_words() -> None:
    for language in NAMES:
        words = load_interface(language)
        assert all(words(f"said.{deed}") for deed in get_args(Deed))


def test_an_article_at_the_desk_is_as_large_as_anywhere(seed_article: str) -> None:
    with (
        serve(plain_settings(max_body_bytes=9_000)) as url,
        httpx.Client(base_url=url, headers={"Origin": url}, timeout=30) as client,
    ):
        article = seed_article[:6_000]
        for text, status in ((article + " " * 2_000, 200), (article + " é" * 1_100, 413)):
            sent = {"article": text, "claims": "Iran and the United States will hold talks."}
            assert client.post("/desk/verify", data=sent).status_code == status
