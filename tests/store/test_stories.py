"""Stories: the articles that others are compared with, and jobs that failed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from newsbrief.store.feeds import FeedState, FoundEntry
from newsbrief.store.jobs import JobOrder
from newsbrief.store.store import Store
from newsbrief.store.tables import feed_entries, stories

WAITS_S = (300.0, 1800.0)
PASSING = "upstream-failed The model server failed."


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


def test_a_story_whose_job_failed_for_a_reason_that_may_pass_gets_others_ever_later(
    store: Store, another: Callable[[], Store]
) -> None:
    story = _make_story(store)
    for wait_s in WAITS_S:
        _fail(store, story, final=False)
        # Whoever is killed here leaves all of it in the database, where the next process finds it.
        store = another()
        assert [(outcome.state, outcome.problem) for outcome in store.stories.settle(WAITS_S)] == [("later", PASSING)]
        assert not store.stories.settle(WAITS_S)
        assert not store.stories.list_unqueued()
        assert store.stories.count_unsettled() == 0
        _let_pass(store, wait_s - 10)
        assert store.stories.list_unqueued() == ()
        _let_pass(store, 20)
        assert store.stories.list_unqueued() == ((story, ("{}",)),)
    _fail(store, story, final=False)
    assert [outcome.state for outcome in store.stories.settle(WAITS_S)] == ["failed"]
    (problem,) = store.stories.list_problems(9)
    assert (problem.problem, problem.failures, problem.next_at) == (PASSING, len(WAITS_S), None)
    _let_pass(store, 1e9)
    assert store.stories.list_unqueued() == ()
    assert _texts(store) == [None]


def test_a_story_whose_job_failed_for_good_gets_no_other(store: Store) -> None:
    story = _make_story(store)
    _fail(store, story, final=True)
    assert [outcome.state for outcome in store.stories.settle(WAITS_S)] == ["failed"]
    assert _texts(store) == [None]


def test_a_story_without_its_texts_gets_no_other_job(store: Store) -> None:
    story = _make_story(store)
    _fail(store, story, final=False)
    with store._engine.begin() as connection:
        connection.execute(update(feed_entries).values(submission=None))
    assert [outcome.state for outcome in store.stories.settle(WAITS_S)] == ["failed"]


def test_a_process_that_was_slow_undoes_no_outcome(store: Store) -> None:
    story = _make_story(store)
    job = _fail(store, story, final=True)
    store.stories.settle(WAITS_S)
    store.stories.mark_enqueued(story, job)
    assert store.stories.count_unsettled() == 0


def _make_story(store: Store) -> UUID:
    store.feeds.declare({"post": "https://post.example/rss"})
    store.feeds.keep_listing("post", [FoundEntry("https://post.example/1", None, None)], FeedState(), 60)
    (taken,) = store.feeds.take_entries(1)
    store.feeds.mark_ready(taken.id, "{}", b"", "en")
    made = store.stories.join([taken.id])
    assert made
    return made


def _fail(store: Store, story: UUID, *, final: bool) -> UUID:
    """Give a story a job that fails."""
    job = store.jobs.accept(JobOrder(" feeds", "articles", None, story.hex, story.hex), ["{}"])
    assert job
    store.stories.mark_enqueued(story, job.id)
    assert store.jobs.record_outcome((job.id, 0), problem=PASSING, final=final)
    return job.id


def _let_pass(store: Store, seconds: float) -> None:
    with store._engine.begin() as connection:
        connection.execute(update(stories).values(next_at=stories.c.next_at - seconds))


def _texts(store: Store) -> list[str | None]:
    with store._engine.begin() as connection:
        return list(connection.execute(select(feed_entries.c.submission)).scalars())
