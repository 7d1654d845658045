"""A site with feeds and pages, served locally, and what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Page:
    """The answer at one path."""

    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    etag: str | None = None
    """A request that names it is answered 304."""


@dataclass
class Site:
    """A server; `pages` may be changed while it runs, `asked` has every request in order."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def article(self, path: str, text: str, title: str = "Talks in Oman") -> str:
        """Serve an article; its address."""
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        self.pages[path] = Page(
            f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"{paragraphs}</article></body></html>"
        )
        return self.url + path

    def serve_feed(self, path: str, *addresses: str, **more: Any) -> str:
        """Serve an RSS feed of some articles; its address."""
        items = "".join(f"<item><title>Entry {n}</title><link>{a}</link></item>" for n, a in enumerate(addresses))
        self.pages[path] = Page(rss(items), "application/rss+xml", **more)
        return self.url + path

    def articles(self, count: int) -> list[str]:
        """Serve articles on events of their own; their addresses."""
        return [self.article(f"/a{n}.html", news(n), f"News of {NAMES[n]}") for n in range(count)]


NAMES = ("Aldan", "Borken", "Cormor", "Delphis", "Esterly", "Farnham", "Gorlin", "Hestia", "Ivrea", "Jarrow")
_THINGS = ("bridge", "harbour", "library", "tunnel", "stadium", "hospital", "market", "theatre", "school", "museum")


def news(number: int) -> str:
    """Return an article that shares next to no pair of words with the others."""
    town, thing = NAMES[number], _THINGS[number]
    verb = ("opens", "closes", "sells", "buys", "mends", "builds", "paints", "moves", "guards", "lights")[number]
    return (
        f"{town.upper()} — The city of {town} {verb} its {thing} on Friday, mayor Ada {town}sen said Wednesday. "
        f"The {thing} of {town} cost {number + 21} million crowns, according to the {town} {thing} office. "
        f"Workers at the {thing} told the {town} Gazette that they learned of the {town} plan on Monday. "
        f"A {thing} spokesman, Carl {town}man, said the {thing} council of {town} had voted {number + 11} to 4. "
        f"Neighbours of the {thing} gathered outside {town} hall and {verb[:-1]}ing songs were heard there."
    )


def rss(items: str, head: str = "", title: str = "Daily Post") -> str:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


@contextmanager
def serving_site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = found.pages.get(self.path)
            if page is None:
                page = Page("nothing", "text/plain", 404)
            time.sleep(page.wait_s)
            same = page.etag is not None and self.headers.get("If-None-Match") == page.etag
            body = page.body.encode() if isinstance(page.body, str) else page.body
            self.send_response(304 if same else page.status)
            headers = {"Content-Type": page.kind, **page.headers}
            if page.etag:
                headers["ETag"] = page.etag
            for name, value in headers.items():
                self.send_header(name, value)
            if not same:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.posted.append((self.path, {n.lower(): v for n, v in self.headers.items()}, body))
            page = found.pages.get(self.path, Page("ok", "text/plain"))
            time.sleep(page.wait_s)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """Yield a site of one's own."""
    with serving_site() as found:
        yield found
