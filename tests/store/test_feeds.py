"""Entries of feeds: taken, postponed, passed over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import event, text

from newsbrief.store.feeds import KEPT, FeedState, FoundEntry
from newsbrief.store.migrating import migrate
from newsbrief.store.store import Store

AT_ONCE_S = 1.0
"""How long one waits for the other to have written its first entry, where it can."""


def test_feeds_that_list_the_same_entries_in_another_order_are_kept_at_once(
    store: Store, another: Callable[[], Store]
) -> None:
    found = [FoundEntry(f"https://post.example/{number}", None, None) for number in range(4)]
    store.feeds.declare({"post": "https://post.example/rss", "courier": "https://courier.example/rss"})
    begun = threading.Barrier(2)

    def keep(opened: Store, name: str, entries: list[FoundEntry]) -> int:
        met = False

        def meet(_: object, __: object, statement: str, *___: object) -> None:
            nonlocal met
            if not met and statement.startswith("INSERT INTO feed_entries"):
                met = True
                with suppress(threading.BrokenBarrierError):
                    begun.wait(AT_ONCE_S)

        event.listen(opened._engine, "after_cursor_execute", meet)
        return opened.feeds.keep_listing(name, entries, FeedState(), 60)

    with ThreadPoolExecutor(2) as threads:
        kept = [threads.submit(keep, store, "post", found), threads.submit(keep, another(), "courier", found[::-1])]
    assert sum(each.result() for each in kept) == len(found)
    assert store.feeds.find_unknown("post", [entry.key for entry in found]) == frozenset()


def test_an_entry_that_is_postponed_has_used_up_no_attempt(store: Store) -> None:
    store.feeds.declare({"post": "https://post.example/rss"})
    assert store.feeds.keep_listing("post", [FoundEntry("https://post.example/1", None, None)], FeedState(), 60) == 1
    (taken,) = store.feeds.take_entries(5)
    assert store.feeds.take_entries(5) == ()
    store.feeds.postpone(taken.id, 0)
    (again,) = store.feeds.take_entries(5)
    assert (taken.attempts, again.attempts) == (1, 1)
    store.feeds.pass_over(again.id, "it is older than max_age")
    assert store.feeds.count_entries() == {("post", "skipped"): 1}


FEEDS = {"first": "https://post.example/rss", "second": "https://post.example/news"}


def _build_entries(skipped: str | None = None, title: str | None = None) -> list[FoundEntry]:
    return [FoundEntry("https://post.example/1", title, None, skipped=skipped)]


def _keep(store: Store, name: str, skipped: str | None = None) -> int:
    return store.feeds.keep_listing(name, _build_entries(skipped, title=name), FeedState(), 60)


def test_what_one_feed_skips_is_briefed_where_another_wants_it(store: Store) -> None:
    store.feeds.declare(FEEDS)
    (key,) = (entry.key for entry in _build_entries())
    assert _keep(store, "first", "it is older than max_age") == 0
    assert store.feeds.find_unknown("first", [key]) == frozenset()
    assert store.feeds.find_unknown("second", [key]) == {key}
    assert [_keep(store, "second"), _keep(store, "second"), _keep(store, "first")] == [1, 0, 0]
    (taken,) = store.feeds.take_entries(5)
    assert (taken.feed, taken.title) == ("second", "second")
    assert store.feeds.count_entries() == {("first", "skipped"): 1, ("second", "new"): 1}
    assert store.feeds.find_unknown("third", [key]) == frozenset(), "it is briefed for another"


def test_what_is_too_old_for_one_feed_once_it_is_read_is_read_for_the_next(store: Store) -> None:
    store.feeds.declare(FEEDS)
    assert [_keep(store, "first"), _keep(store, "second")] == [1, 0]
    for name in FEEDS:
        (taken,) = store.feeds.take_entries(5)
        assert (taken.feed, taken.attempts) == (name, 1)
        store.feeds.pass_over(taken.id, "it is older than max_age")
    assert store.feeds.take_entries(5) == ()
    assert [_keep(store, "first"), _keep(store, "second")] == [0, 0]
    assert store.feeds.count_entries() == {("first", "skipped"): 1, ("second", "skipped"): 1}


def test_an_article_is_read_for_the_next_feed_without_what_the_first_had_of_it(store: Store) -> None:
    store.feeds.declare(FEEDS)
    (entry,) = _build_entries(title="The aggregator's title")
    store.feeds.keep_listing("first", [replace(entry, submission="the aggregator's text")], FeedState(), 60)
    _keep(store, "second")
    (taken,) = store.feeds.take_entries(5)
    assert taken.submission == "the aggregator's text"
    store.feeds.pass_over(taken.id, "it is older than max_age")
    (taken,) = store.feeds.take_entries(5)
    assert (taken.feed, taken.title, taken.submission) == ("second", None, None)


def test_entries_of_an_older_version_are_those_of_the_feed_that_had_them(store: Store) -> None:
    store.feeds.declare(FEEDS)
    _keep(store, "first", "it is older than max_age")
    with store._engine.begin() as connection:
        moment = "TIMESTAMP WITH TIME ZONE" if connection.dialect.name == "postgresql" else "DATETIME"
        connection.execute(text(f"ALTER TABLE feed_entries ADD COLUMN seen_at {moment}"))
        connection.execute(text("UPDATE feed_entries SET seen_at = found_at"))
        connection.execute(text("DROP TABLE feed_listings"))
        for column in ("failures", "next_at"):
            connection.execute(text(f"ALTER TABLE stories DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    migrate(store._engine)
    assert store.feeds.count_entries() == {("first", "skipped"): 1}
    assert [_keep(store, "first"), _keep(store, "second")] == [0, 1]


def test_an_entry_is_known_as_long_as_any_feed_lists_it(store: Store) -> None:
    store.feeds.declare(FEEDS)
    for name in FEEDS:
        _keep(store, name, "it is older than max_age")
    store.feeds.keep_listing("first", (), FeedState(), 60)
    later = datetime.now(UTC) + 2 * KEPT
    assert store.feeds.delete_older(today=later) == 0, "the second lists it"
    store.feeds.keep_listing("second", (), FeedState(), 60)
    assert store.feeds.delete_older(today=later) == 1
    assert store.feeds.count_entries() == {}
