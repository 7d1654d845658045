"""Stories: the articles that others are compared with."""

from datetime import UTC, datetime, timedelta

from newsbrief.store.feeds import FeedState, FoundEntry
from newsbrief.store.store import Store


def test_the_newest_of_the_articles_that_have_a_story_are_compared_with(store: Store) -> None:
    store.feeds.declare({"post": "https://post.example/rss"})
    made = []
    for number in range(3):
        store.feeds.keep_listing("post", [FoundEntry(f"https://post.example/{number}", None, None)], FeedState(), 60)
        (taken,) = store.feeds.take_entries(1)
        store.feeds.mark_ready(taken.id, "{}", bytes([number]), "en")
        made.append(store.stories.join([taken.id]))
    began = datetime.now(UTC) - timedelta(hours=1)
    assert store.stories.list_recent(began, 2) == ((made[2], b"\2", "en"), (made[1], b"\1", "en"))
    assert store.stories.list_recent(datetime.now(UTC) + timedelta(hours=1), 2) == ()
