"""Articles from their addresses, over real HTTP: what comes, what is refused, and where nobody gets to."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import httpx
import pytest

from newsbrief.article.documents import Document
from newsbrief.article.encoding import decode
from newsbrief.article.reading import read
from newsbrief.fetching.articles import fetch_article
from newsbrief.fetching.errors import NotFetched
from newsbrief.settings import Settings
from tests.support.article_site import Site
from tests.support.http_service import reason_of, serve
from tests.support.settings import make_settings, plain_settings


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def settings(*, private: bool = True) -> Settings:
    return make_settings(fetch_urls=True, fetch_private_targets=private, max_body_bytes=200_000)


def fetch(site: ThreadingHTTPServer, path: str) -> Document:
    return asyncio.run(fetch_article(f"http://127.0.0.1:{site.server_port}{path}", settings()))


def test_an_article_comes_with_what_its_page_says(site: ThreadingHTTPServer) -> None:
    found = fetch(site, "/page")
    article = read(found.text, html=found.html, url=found.url)
    assert article.title == "Buses for Leeds"
    assert article.published_at
    assert article.published_at.isoformat().startswith("2026-02-04")
    assert "12 new bus lanes" in article.source
    assert fetch(site, "/päge?q=ü#part").text == found.text
    assert site.asked[-1] == "/p%C3%A4ge?q=%C3%BC"  # type: ignore[attr-defined]


def test_a_page_is_decoded_beside_the_event_loop(site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def watch(data: bytes, charset: str | None) -> str:
        threads.append(threading.current_thread())
        return decode(data, charset)

    monkeypatch.setattr("newsbrief.fetching.articles.decode", watch)
    fetch(site, "/page")
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/moved", "elsewhere now; try http://169.254.169.254/latest"),
        ("/large", "more than 200000 bytes"),
        ("/zip", "no page of text"),
        ("/packed", "no page of text"),
        ("/nowhere", "answered 404"),
    ],
)
def test_what_is_no_page(site: ThreadingHTTPServer, path: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch(site, path)


def test_a_page_that_does_not_come(site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.fetching.pages.TIMEOUT_S", 0.3)
    with pytest.raises(NotFetched, match=r"within 0\.3 seconds"):
        fetch(site, "/slow")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/page",
        "http://localhost/page",
        "http://[::1]/page",
        "http://[::ffff:127.0.0.1]/page",
        "http://2130706433/page",
        "http://0x7f.1/page",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_nobody_gets_to_this_machine_or_its_networks(url: str) -> None:
    with pytest.raises(NotFetched, match="not in the public internet"):
        asyncio.run(fetch_article(url, settings(private=False)))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://user:password@example.org/",
        "http://example.org:22/",
        "http://[::1/",
        "http://a..b/",
        "http:///page",
        "javascript:alert(1)",
        "http://example.org:99999/",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(NotFetched):
        asyncio.run(fetch_article(url, settings(private=False)))


def test_the_desk_fetches_only_where_a_setting_says_so(site: ThreadingHTTPServer) -> None:
    form, short = ({"url": f"http://127.0.0.1:{site.server_port}{path}"} for path in ("/page", "/short"))
    headers = {"Accept": "application/json"}
    for chosen, status in (
        ({}, 422),
        ({"fetch_urls": True}, 422),
        ({"fetch_urls": True, "fetch_private_targets": True}, 200),
    ):
        with serve(plain_settings(**chosen)) as url:
            answer = httpx.post(f"{url}/desk/article", data=form, headers={**headers, "Origin": url}, timeout=30)
            assert answer.status_code == status
            if status == 200:
                assert answer.json()["title"] == "Buses for Leeds"
                refused = httpx.post(f"{url}/desk/article", data=short, headers={**headers, "Origin": url}, timeout=30)
                assert reason_of(refused) == "page-not-fetched"
                assert "no article in the page" in refused.text
            else:
                assert reason_of(answer) == "page-not-fetched"
