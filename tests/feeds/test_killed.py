"""kill -9 at several instants, and two processes at once: each article is briefed once, each digest sent once."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest
from sqlalchemy import text

from tests.feeds.site import Page, Site
from tests.feeds.watch import Watch
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

COUNT = 4
AT_ONCE = 8
PATIENCE_S = 180.0


def _count_rows(watch: Watch) -> dict[str, int]:
    """Return how many rows each of the tables that must not double has."""
    with watch.store() as store, store.stories._reads.begin() as connection:
        wanted = {
            "entries": "SELECT count(*) FROM feed_entries",
            "queued": "SELECT count(*) FROM feed_entries WHERE state = 'queued' AND submission IS NULL",
            "stories": "SELECT count(*) FROM stories WHERE state = 'done'",
            "told": "SELECT count(DISTINCT briefing_id) FROM stories",
            "jobs": "SELECT count(*) FROM jobs",
            "briefings": "SELECT count(*) FROM briefings",
        }
        return {name: connection.execute(text(query)).scalar_one() for name, query in wanted.items()}


ONCE_EACH = dict.fromkeys(("entries", "queued", "stories", "told", "jobs", "briefings"), COUNT)


def _feeds(site: Site, **more: str) -> str:
    addresses = site.articles(COUNT)
    for number in range(COUNT):
        site.pages[f"/a{number}.html"].wait_s = 0.2
    return f"feeds:\n  post: {{url: '{site.serve_feed('/rss', *addresses)}'}}\n"


def _openai(upstream: Upstream) -> dict[str, str]:
    return {"NEWSBRIEF_ENGINE": "openai", "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": upstream.base_url}


@pytest.mark.parametrize("instant", ["listed", "fetching", "briefing"])
def test_a_killed_watch_goes_on_where_it_was(instant: str, watch: Watch, site: Site, upstream: Upstream) -> None:
    upstream.says(Answer(chat(draft()).body, wait_s=0.5))
    watch.environment |= _openai(upstream)
    watch.write(_feeds(site))
    first = watch.start("--once")
    reached = {
        "listed": lambda: "/rss" in site.paths(),
        "fetching": lambda: sum(path.startswith("/a") for path in site.paths()) >= 2,
        "briefing": lambda: len(upstream.requests) >= 2,
    }[instant]
    wait_until(reached, PATIENCE_S)
    first.kill()

    def whole() -> bool:
        # What the killed process had taken is free again after its lease.
        second = watch.start("--once")
        assert second.popen.wait(timeout=120) == 0, second.log.read_text()
        return _count_rows(watch) == ONCE_EACH

    wait_until(whole, PATIENCE_S)
    fetched = Counter(path for path in site.paths() if path.startswith("/a"))
    assert len(fetched) == COUNT
    assert sum(fetched.values()) <= COUNT + AT_ONCE
    calls = Counter(json.dumps(request) for request in upstream.requests)
    assert len(calls) == COUNT


def test_two_watches_at_once_double_nothing(watch: Watch, site: Site) -> None:
    watch.write(
        # Due since midnight, at whatever time of the day this runs.
        _feeds(site) + f"digests:\n  day:\n    title: Day\n    times: ['00:00']\n    late: 24h\n    to:\n"
        f"      hook: {{kind: webhook, url: '{site.url}/hook', secret_env: HOOK}}\n"
    )
    first, second = watch.start(), watch.start()
    wait_until(lambda: _is_listed(watch), PATIENCE_S)
    wait_until(lambda: _has_aged(watch), PATIENCE_S)
    wait_until(lambda: site.posted, PATIENCE_S)
    first.popen.terminate()
    second.popen.terminate()
    assert [p.popen.wait(timeout=60) for p in (first, second)] == [0, 0], first.log.read_text()
    assert _count_rows(watch) == ONCE_EACH
    assert len(site.posted) == 1


def _has_aged(watch: Watch) -> bool:
    """Make it as if the digest had begun before today's edition was due; return whether it had begun at all."""
    with watch.store() as store, store._engine.begin() as connection:
        past = {"past": "2020-01-01 00:00:00"}
        return connection.execute(text("UPDATE editions SET due_at = :past, made_at = :past"), past).rowcount > 0


def _is_listed(watch: Watch) -> bool:
    """Return whether every article was briefed; asked now and then, as it takes the database."""
    time.sleep(0.5)
    return "watching feeds" in watch.started[-1].log.read_text() and _count_rows(watch)["stories"] >= COUNT


@pytest.mark.parametrize("channel", ["webhook", "slack"])
def test_a_watch_killed_while_sending(channel: str, watch: Watch, site: Site) -> None:
    to = f"url: '{site.url}/to', secret_env: HOOK" if channel == "webhook" else "url_env: CHAT"
    watch.environment |= {"CHAT": site.url + "/to"}
    site.pages["/to"] = Page(wait_s=30)
    watch.write(
        _feeds(site) + f"digests:\n  day:\n    title: Day\n    times: ['00:00']\n    to:\n"
        f"      out: {{kind: {channel}, {to}}}\n"
    )
    first = watch.start("--once", "--now")
    wait_until(lambda: site.posted, PATIENCE_S)
    first.kill()
    site.pages["/to"] = Page()

    def is_settled() -> bool:
        watch.once("--once")
        with watch.store() as store:
            return all(d.state == "unknown" for d in store.digests.list_unsent(9))

    wait_until(is_settled, PATIENCE_S)
    ids = [headers.get("webhook-id") for _, headers, _ in site.posted]
    if channel == "webhook":
        # Sent again, under the id by which its receiver knows it.
        assert len(ids) == 2
        assert len(set(ids)) == 1
    else:
        # Nobody knows whether it arrived: shown, and not sent twice.
        assert len(ids) == 1
        assert "it may have arrived" in watch.once("--status", code=1)
