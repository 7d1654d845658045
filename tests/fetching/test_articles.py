"""Articles from their addresses, over real HTTP: what comes, what is refused, and where nobody gets to."""

import asyncio
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from newsbrief.article.documents import Document
from newsbrief.article.encoding import decode
from newsbrief.article.reading import read
from newsbrief.fetching.articles import fetch_article
from newsbrief.fetching.errors import NotFetched
from newsbrief.settings import Settings
from tests.api.conftest import plain_settings, serve
from tests.api.test_problems import reason_of
from tests.configured import make_settings

PAGE = b"""<!doctype html><html lang="en"><head><title>Buses for Leeds</title>
<meta property="article:published_time" content="2026-02-04T09:00:00Z"></head><body><article><h1>Buses for Leeds</h1>
<p>The council of Leeds met on Monday to talk about buses and about trams, as it does every month of the year.</p>
<p>The council will build 12 new bus lanes in 2027, the mayor said. It will cost 4 million pounds.</p>
</article></body></html>"""


class Site(BaseHTTPRequestHandler):
    """Pages, and what is none."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        match self.path.partition("?")[0]:
            case "/page" | "/p%C3%A4ge":
                self.answer(200, PAGE, "text/html; charset=utf-8")
            case "/moved":
                self.answer(302, b"", "text/html", Location="http://169.254.169.254/latest")
            case "/large":
                self.answer(200, PAGE + b" " * 300_000, "text/html")
            case "/zip":
                self.answer(200, b"PK\3\4", "application/zip")
            case "/packed":
                self.answer(200, PAGE, "text/html", **{"Content-Encoding": "gzip"})
            case "/short":
                self.answer(200, b"<html><body>Nothing much.</body></html>", "text/html")
            case "/slow":
                time.sleep(3)
            case _:
                self.answer(404, b"no", "text/plain")

    def answer(self, status: int, body: bytes, media_type: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


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
