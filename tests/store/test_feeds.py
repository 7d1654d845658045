"""Entries of feeds: taken, postponed, passed over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import event

from newsbrief.store.feeds import FeedState, FoundEntry
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
    assert store.feeds.find_unknown([entry.key for entry in found]) == frozenset()


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
