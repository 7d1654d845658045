"""Entries of feeds: taken, postponed, passed over."""

from newsbrief.store.feeds import FeedState, FoundEntry
from newsbrief.store.store import Store


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
