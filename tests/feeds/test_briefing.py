"""Test when the articles that wait are compared: nothing that a watch does takes longer."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from newsbrief.feeds import briefing
from newsbrief.feeds.briefing import Briefer
from newsbrief.feeds.configuration import Feeds
from newsbrief.feeds.joining import compute_signature, join
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.reading import SUBMISSION
from newsbrief.jobs.lazy_worker import ARTICLES
from newsbrief.pipeline import Submission
from newsbrief.store.feeds import FeedState, FoundEntry
from newsbrief.store.store import Store
from tests.feeds.site import news
from tests.support.articles import POST
from tests.support.settings import settings_for


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(settings_for(f"sqlite:///{tmp_path / 'store.sqlite3'}"))) as found:
        found.feeds.declare({"post": "https://post.example/rss"})
        yield found


@pytest.fixture
def fetch(store: Store) -> Callable[[str], None]:
    """Keep an article that was fetched now."""
    numbers = count()

    def fetch(text: str) -> None:
        found = FoundEntry(f"https://post.example/{next(numbers)}", None, None)
        store.feeds.keep_listing("post", [found], FeedState(), 60)
        (taken,) = store.feeds.take_entries(1)
        sent = SUBMISSION.dump_json(Submission(text)).decode()
        store.feeds.mark_ready(taken.id, sent, compute_signature(text, "en"), "en")

    return fetch


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list that gets, each time that articles are compared, how many waited."""
    counts = list[int]()

    def count_and_join(ready: Any, *others: Any, **chosen: Any) -> Any:
        counts.append(len(ready))
        return join(ready, *others, **chosen)

    monkeypatch.setattr(briefing, "join", count_and_join)
    monkeypatch.setattr(briefing, "_REST", 0.0)
    return counts


def briefer(store: Store, wait: str) -> Briefer:
    told = {"feeds": {"post": {"url": "https://post.example/rss"}}, "join": {"wait": wait}}
    return Briefer(store, Feeds.model_validate(told), FeedObserver())


async def test_nothing_is_compared_while_no_article_is_new_and_none_is_due(
    store: Store, fetch: Callable[[str], None], comparisons: list[int]
) -> None:
    watch = briefer(store, "10m")
    fetch(POST)
    assert [await watch.join() for _ in range(5)] == [0] * 5
    assert comparisons == [1]
    fetch(news(4))
    assert [await watch.join() for _ in range(5)] == [0] * 5
    assert comparisons == [1, 2]


async def test_what_waited_long_enough_is_joined_then_and_its_copies_are_left_out(
    store: Store, fetch: Callable[[str], None], comparisons: list[int]
) -> None:
    watch = briefer(store, "1s")
    fetch(POST)
    assert await watch.join() == 0
    await asyncio.sleep(1.05)
    assert [await watch.join() for _ in range(3)] == [1, 0, 0]
    fetch(POST)
    assert [await watch.join() for _ in range(3)] == [0, 0, 0]
    assert store.feeds.count_entries() == {("post", "joined"): 1, ("post", "copy"): 1}
    assert comparisons == [1, 1, 1]


async def test_a_copy_of_what_failed_is_briefed(store: Store, fetch: Callable[[str], None]) -> None:
    watch = briefer(store, "1s")
    fetch(POST)
    assert await watch.join(wait=False) == 1
    assert await watch.enqueue() == 1
    (place,) = store.jobs.list_unqueued(ARTICLES, 8)
    store.jobs.record_outcome(place, problem="article-too-short It is too short.")
    assert await watch.settle() == 1
    fetch(POST)
    assert await watch.join(wait=False) == 1


async def test_what_another_process_takes_a_part_of_is_compared_again(
    store: Store, fetch: Callable[[str], None], comparisons: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = briefer(store, "0s")
    fetch(POST)
    fetch(POST + "\n\nMore of it soon.")
    real = store.stories.join

    def join_after_another(entries: Any) -> Any:
        real(entries[:1])
        return real(entries)

    monkeypatch.setattr(store.stories, "join", join_after_another)
    assert [await watch.join() for _ in range(2)] == [0, 0]
    # The other is a copy of what the other process took.
    assert store.feeds.count_entries() == {("post", "joined"): 1, ("post", "copy"): 1}


async def test_however_many_articles_come_comparing_them_takes_a_small_part_of_the_time(
    store: Store, fetch: Callable[[str], None], comparisons: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = briefer(store, "10m")
    monkeypatch.setattr(briefing, "_REST", 1e9)
    fetch(POST)
    assert await watch.join() == 0
    fetch(news(4))
    assert await watch.join() == 0
    assert comparisons == [1]
    # Whoever does not wait does not rest.
    assert await watch.join(wait=False) == 2
