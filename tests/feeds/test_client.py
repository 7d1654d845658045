"""Asking servers: no faster than they allow, and no address that is not in the public internet, wherever one leads."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.feeds.client import (
    LONGEST_WAIT_S,
    ROBOTS_BYTES,
    Client,
    FetchForbidden,
    HostClosed,
    HostQueued,
    RetryLater,
    retry_after,
)
from newsbrief.fetching import pages, targets
from newsbrief.fetching.errors import NotFetched
from newsbrief.telemetry.metrics import Metrics
from tests.feeds.site import Page, Site


def client(*, interval_s: float = 0.0, private: bool = True, most: int = 10_000) -> Client:
    return Client(contact=None, interval_s=interval_s, most=most, private=private)


@pytest.fixture
def public(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return the site as if it were in the public internet, on the usual port; nothing else of this machine is."""
    allowed = targets.is_public
    monkeypatch.setattr(targets, "is_public", lambda address: str(address) == "127.0.0.1" or allowed(address))
    monkeypatch.setattr(pages, "_PORTS", {"http": urlsplit(site.url).port, "https": 443})
    return site


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/x",
        "http://[::1]:{port}/x",
        "http://169.254.169.254:{port}/latest/meta-data",
        "http://10.0.0.1:{port}/",
        "http://[::ffff:10.0.0.1]:{port}/",
        "http://0x7f000002:{port}/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//user:pw@127.0.0.1:{port}/",
        "",
        "http://[",
    ],
)
async def test_redirects_lead_to_no_private_address(to: str, public: Site) -> None:
    port = urlsplit(public.url).port
    public.pages["/rss"] = Page(status=302, headers={"Location": to.format(port=port)})
    public.pages["/fine"] = Page("fine")
    assert (await client(private=False).get(public.url + "/fine")).body == b"fine"
    with pytest.raises(NotFetched):
        await client(private=False).get(public.url + "/rss")
    public.pages["/robots.txt"] = Page(status=302, headers={"Location": to.format(port=port)})
    with pytest.raises(NotFetched):
        await client(private=False).get(public.url + "/fine")


async def test_bodies_and_times_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/huge"] = Page("x" * 10_001)
    with pytest.raises(NotFetched, match="more than 10000 bytes"):
        await client().get(site.url + "/huge")
    monkeypatch.setattr(pages, "TIMEOUT_S", 0.2)
    site.pages["/slow"] = Page("x", wait_s=1)
    with pytest.raises(NotFetched, match="within"):
        await client().get(site.url + "/slow")


async def test_a_host_with_a_queue_is_asked_later_by_those_that_cannot_wait(site: Site) -> None:
    site.pages |= {"/robots.txt": Page("User-agent: *\nCrawl-delay: 60\n", "text/plain"), "/a": Page("a")}
    asking = client()
    assert (await asking.get(site.url + "/a", patience_s=5)).body == b"a"
    with pytest.raises(HostQueued) as queued:
        await asking.get(site.url + "/a", patience_s=5)
    assert queued.value.wait_s == pytest.approx(60, abs=10)
    assert site.paths() == ["/robots.txt", "/a"]


async def test_hosts_are_not_asked_faster_than_they_allow(site: Site) -> None:
    site.pages |= {"/robots.txt": Page("User-agent: *\nCrawl-delay: 0.4\n", "text/plain"), "/a": Page("a")}
    asking, began = client(interval_s=0.1), time.monotonic()
    for _ in range(3):
        await asking.get(site.url + "/a")
    # Before the first page lies the interval, as the delay is not known; then twice the delay.
    assert time.monotonic() - began >= 0.9
    assert site.paths() == ["/robots.txt", "/a", "/a", "/a"]


async def test_a_host_that_asks_to_wait_is_left_alone(site: Site) -> None:
    site.pages |= {"/busy": Page(status=429, headers={"Retry-After": "600"}), "/a": Page("a")}
    asking = client()
    with pytest.raises(RetryLater) as first:
        await asking.get(site.url + "/busy")
    assert first.value.wait_s == 600
    with pytest.raises(RetryLater):
        await asking.get(site.url + "/a")
    assert site.paths() == ["/robots.txt", "/busy"]


async def test_a_long_pause_of_our_own_is_a_place_in_the_queue(site: Site) -> None:
    site.pages["/a"] = Page("a")
    asking = client(interval_s=120)
    for _ in range(2):
        # The first request of all is for the robots.txt, and takes the turn.
        with pytest.raises(HostQueued) as queued:
            await asking.get(site.url + "/a", patience_s=60)
        assert queued.value.wait_s == pytest.approx(120, abs=10)
    assert site.paths() == ["/robots.txt"]


async def test_rules_that_are_waited_for_are_not_taken_for_unreadable(site: Site) -> None:
    site.pages |= {"/a": Page("a"), "/robots.txt": Page(status=302, headers={"Location": "/rules.txt"})}
    asking = client(interval_s=0.5)
    with pytest.raises(HostQueued):
        await asking.get(site.url + "/a", patience_s=0.1)
    assert (await asking.get(site.url + "/a")).body == b"a"


async def test_rules_that_were_not_asked_for_are_not_taken_for_unreadable(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages |= {"/a": Page("a"), "/robots.txt": Page(status=429, headers={"Retry-After": "1"})}
    asking = client()
    with monkeypatch.context() as patched:
        patched.setattr("newsbrief.feeds.client.UNREACHABLE_S", 0.0)
        with pytest.raises(NotFetched, match="cannot be read"):
            await asking.get(site.url + "/a")
    site.pages["/robots.txt"] = Page("")
    with pytest.raises(HostClosed):
        await asking.get(site.url + "/a", patience_s=0.1)
    assert (await asking.get(site.url + "/a")).body == b"a"


async def test_a_server_that_asked_to_wait_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages |= {"/busy": Page(status=429, headers={"Retry-After": "1"}), "/a": Page("a")}
    asking = client()
    with pytest.raises(RetryLater):
        await asking.get(site.url + "/busy")
    with pytest.raises(HostClosed, match="asks to wait"):
        await asking.get(site.url + "/a", patience_s=0.1)
    assert (await asking.get(site.url + "/a")).body == b"a", "a short wait is waited"


async def test_robots_of_each_kind(site: Site) -> None:
    site.pages |= {"/a": Page("a"), "/b": Page("b")}
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n\nUser-agent: newsbrief\nAllow: /a\nDisallow: /b")
    assert (await client().get(site.url + "/a")).body == b"a"
    with pytest.raises(FetchForbidden):
        await client().get(site.url + "/b")
    site.pages["/robots.txt"] = Page(status=403)
    assert (await client().get(site.url + "/b")).body == b"b"
    site.pages["/robots.txt"] = Page(b"\xff\x00garbage" * 50)
    assert (await client().get(site.url + "/b")).body == b"b"
    # Of a long one the first rules count; one that is cut off is none.
    rules = b"User-agent: *\nDisallow: /a\n"
    rules += b"#" * (ROBOTS_BYTES - len(rules) - len(b"\nDisallow: /")) + b"\nDisallow: /c\n" + b"#" * 50_000
    site.pages["/robots.txt"] = Page(rules)
    asking = client()
    assert (await asking.get(site.url + "/b")).body == b"b"
    with pytest.raises(FetchForbidden, match=r"robots\.txt"):
        await asking.get(site.url + "/a")
    for status in (500, 429):
        site.pages["/robots.txt"] = Page(status=status)
        with pytest.raises(NotFetched, match=r"robots\.txt"):
            await client().get(site.url + "/b")


@given(st.one_of(st.text(max_size=40), st.integers(0, 10**12).map(str), st.datetimes().map(str)))
def test_whatever_retry_after_says_it_is_bounded(value: str) -> None:
    found = retry_after(value)
    assert found is None or 0 <= found <= LONGEST_WAIT_S


def test_retry_after() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    assert retry_after("120") == 120
    assert retry_after(soon) == pytest.approx(600, abs=60)
    assert retry_after("Wed, 04 Feb 2026 11:00:00 GMT") == 0
    assert retry_after("soon") is retry_after(None) is None


def test_what_is_counted() -> None:
    metrics = Metrics()
    metrics.count_check("listed")
    metrics.count_entry("new")
    metrics.count_story("done")
    metrics.count_delivery("email", "sent")
    counted = metrics.exposition().decode()
    for line in (
        'newsbrief_feed_checks_total{outcome="listed"} 1.0',
        'newsbrief_feed_entries_total{outcome="new"} 1.0',
        'newsbrief_stories_total{state="done"} 1.0',
        'newsbrief_delivery_attempts_total{kind="email",outcome="sent"} 1.0',
    ):
        assert line in counted
