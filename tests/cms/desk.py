"""An editor at a WordPress site, and the articles that one writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.cms.service import Service
from tests.cms.wordpress import Site
from tests.support.waiting import wait_until

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
        """Return a new article."""
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
        wait_until(lambda: self.view(post)["status"] == "draft", every_s=0.1)

    def until_cron(self, true: Callable[[], bool]) -> None:
        """Run what is due until `true`."""

        def run_and_look() -> bool:
            self.site.cron()
            return true()

        wait_until(run_and_look, every_s=0.1)

    def make_and_wait(self, post: int) -> dict[str, Any]:
        """Return a briefing, once it is there."""
        self.make(post)
        view: dict[str, Any] = wait_until(lambda: (v := self.view(post))["status"] != "pending" and v, every_s=0.1)
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


BLOCK = "\n\n<!-- wp:newsbrief/briefing /-->"


def with_block(*paragraphs: str) -> str:
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{p}</p>\n<!-- /wp:paragraph -->" for p in paragraphs or TEXT) + BLOCK
