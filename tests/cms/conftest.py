"""A WordPress with the plug-in switched on, and services for it to ask. One site serves all tests of the folder."""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cms import wordpress
from tests.cms.wordpress import Site
from tests.forked import COMMAND, Forked
from tests.requirement import require

ROOT = Path(__file__).parents[2]
AT = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
KEY = "a-key-that-no-browser-ever-sees"
SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of a test secret").decode()
TITLE = "Oman will be host to both delegations"
TEXT = (
    "MUSCAT (AP) — Iran and the United States will hold talks in Oman on Friday, Iranian Foreign Minister Abbas "
    "Araghchi said Wednesday.",
    "The talks were first planned for Istanbul. A White House official said the United States would attend.",
    "Iran asked to move the talks to Oman. Officials counted 214 delegates in the hall.",
    f"{TITLE}.",
)
FURTHER = (
    "The White House named Steve Witkoff as its envoy to Oman. He travels with 12 aides.",
    "Qatar paid 40 journalists from Doha the journey to Oman, the Iranian embassy there said.",
)
"""Paragraphs for an article that is to have several key points."""


@dataclass
class Service:
    """A `newsbrief serve` with its own store."""

    url: str
    database: Path
    log: Path

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, headers={"Authorization": f"Bearer {KEY}"}, timeout=30)

    def jobs(self) -> int:
        """Return how many jobs were ever made: each is paid for."""
        import sqlite3

        with sqlite3.connect(self.database) as connection:
            return int(connection.execute("SELECT count(*) FROM jobs").fetchone()[0])


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Service]:
    """A service while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "newsbrief.sqlite3"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "NEWSBRIEF_ENGINE": "extractive",
        "NEWSBRIEF_DATABASE_URL": f"sqlite:///{database}",
        "NEWSBRIEF_API_KEYS": f"newsroom:sha256:{sha256(KEY.encode()).hexdigest()}:reviewer=*",
        "NEWSBRIEF_WEBHOOK_SECRET": SECRET,
        "NEWSBRIEF_WEBHOOK_PRIVATE_TARGETS": "true",
        **settings,
    }
    process = Forked(COMMAND, ["serve", "--port", "0"], environment, folder / "log")
    try:
        found = until(lambda: AT.search((folder / "log").read_text()) or process.poll() is not None)
        assert isinstance(found, re.Match), (folder / "log").read_text()
        yield Service(found[1], database, folder / "log")
    finally:
        process.kill()


def until(true: Callable[[], Any], within_s: float = 180) -> Any:
    """Wait until `true` returns a true value, and return it."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError("it never came true")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    require(wordpress.find_missing())
    with wordpress.site(tmp_path_factory.mktemp("wordpress") / "site") as made:
        made.php(
            "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
            "$failed = activate_plugin('newsbrief/newsbrief.php'); return $failed ? $failed->get_error_message() : '';"
        )
        yield made
        assert made.complaints() == []


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serve(tmp_path_factory.mktemp("service") / "one") as made:
        yield made


@dataclass
class Desk:
    """An editor at the site, as the panel speaks for one."""

    site: Site
    client: httpx.Client

    def drop_planned(self) -> None:
        """Drop the requests that other tests left to be sent later."""
        self.site.php("foreach (['send', 'make', 'poll'] as $hook) wp_unschedule_hook(\"newsbrief_$hook\");")

    def jobs(self, service: Service) -> int:
        """Return how many jobs were ever made, once nothing more is sent."""
        self.drop_planned()
        return service.jobs()

    def post(self, *paragraphs: str, title: str = TITLE, **more: object) -> int:
        """A new article."""
        content = "\n\n".join(f"<!-- wp:paragraph -->\n<p>{p}</p>\n<!-- /wp:paragraph -->" for p in paragraphs or TEXT)
        sent = {"title": title, "content": content, "status": "draft", **more}
        answer = self.client.post(f"{self.site.rest}/wp/v2/posts", json=sent)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def save(self, post: int, **changes: object) -> dict[str, Any]:
        answer = self.client.post(f"{self.site.rest}/wp/v2/posts/{post}", json=changes)
        assert answer.status_code == 200, answer.text
        saved: dict[str, Any] = answer.json()
        return saved

    def ask(self, method: str, post: int, below: str = "", **sent: Any) -> httpx.Response:
        address = f"{self.site.rest}/newsbrief/v1/posts/{post}/briefing{below}"
        return self.client.request(method, address, json=sent if method != "GET" else None)

    def view(self, post: int) -> dict[str, Any]:
        answer = self.ask("GET", post)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def make(self, post: int, **sent: Any) -> dict[str, Any]:
        """Ask for a briefing; what the panel shows then."""
        answer = self.ask("POST", post, **sent)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def until_draft(self, post: int) -> None:
        """Wait until a briefing is there."""
        until(lambda: self.view(post)["status"] == "draft")

    def until_cron(self, true: Callable[[], bool]) -> None:
        """Run what is due until `true`."""

        def run_and_look() -> bool:
            self.site.cron()
            return true()

        until(run_and_look)

    def make_and_wait(self, post: int) -> dict[str, Any]:
        """A briefing, once it is there."""
        self.make(post)
        view: dict[str, Any] = until(lambda: (v := self.view(post))["status"] != "pending" and v)
        assert view["status"] == "draft", view
        return view

    def approve(self, post: int, version: str | None = None) -> httpx.Response:
        return self.ask("POST", post, "/approval", version=version or self.view(post)["version"])

    def page(self, post: int) -> str:
        """Return the block of the briefing in the page that readers get; empty where there is none."""
        html = httpx.get(f"{self.site.url}/?p={post}", follow_redirects=True, timeout=30)
        assert html.status_code == 200
        found = re.search(r'<section[^>]*class="[^"]*newsbrief.*?</section>', html.text, re.S)
        return found[0] if found else ""


@pytest.fixture
def chief(site: Site, service: Service) -> Iterator[Desk]:
    """The editor-in-chief, at a site that is set up for the service."""
    site.settings(
        url=service.url,
        key=KEY,
        webhook_secret=SECRET,
        post_types=["post"],
        style="",
        language="",
        automatic=False,
        fill_excerpt=False,
        forget=True,
    )
    with site.user("editor-in-chief", "administrator") as client:
        yield Desk(site, client)


BLOCK = "\n\n<!-- wp:newsbrief/briefing /-->"


def with_block(*paragraphs: str) -> str:
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{p}</p>\n<!-- /wp:paragraph -->" for p in paragraphs or TEXT) + BLOCK
