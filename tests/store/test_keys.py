"""Keys are taken once, whoever asks, and freed when their holder dies."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, update

from newsbrief.store import keys as keys_module
from newsbrief.store.jobs import JobOrder
from newsbrief.store.keys import KeyedRequest, KeyState
from newsbrief.store.store import Store
from newsbrief.store.tables import idempotency_keys, jobs
from tests.store.replies import reply

FIRST = KeyedRequest("k" * 64, "q" * 64, "first")
TWIN = replace(FIRST, owner="twin")


def test_one_of_many_takes_it(store: Store, another: Callable[[], Store]) -> None:
    stores = [store, *(another() for _ in range(3))]
    with ThreadPoolExecutor(12) as threads:
        requests = [replace(FIRST, owner=str(n)) for n in range(24)]
        standings = list(threads.map(lambda n: stores[n % 4].keys.take(requests[n]).state, range(24)))
    assert sorted(standings) == ["mine"] + ["running"] * 23


def test_the_answer_is_given_again(store: Store, another: Callable[[], Store]) -> None:
    made = reply()
    store.briefings.keep(made, recipe=None, text=None)
    assert store.keys.find_state(FIRST) is None
    assert store.keys.take(FIRST).state == "mine"
    assert store.keys.take(TWIN).state == "running"
    store.keys.record_outcome(TWIN, briefing_id=UUID(made.id))
    assert store.keys.take(TWIN).state == "running"
    store.keys.record_outcome(FIRST, briefing_id=UUID(made.id))
    for opened in (store, another()):
        found = opened.keys.take(TWIN)
        assert (found.state, found.briefing_id) == ("done", UUID(made.id))


def test_a_key_leads_to_its_briefing_from_the_instant_that_it_is_kept(store: Store) -> None:
    made, other = reply(), reply()
    store.keys.take(FIRST)
    store.briefings.keep(other, recipe=None, text=None, keyed=TWIN)
    assert store.keys.take(TWIN).state == "running", "it is the key of another run"
    store.briefings.keep(made, recipe=None, text=None, keyed=FIRST)
    assert store.keys.take(TWIN).briefing_id == UUID(made.id)
    assert store.keys.record_outcome(FIRST, briefing_id=UUID(made.id))
    assert not store.keys.record_outcome(FIRST, briefing_id=UUID(other.id))
    store.keys.release(FIRST)
    assert store.keys.take(TWIN).briefing_id == UUID(made.id)


def test_another_request_under_the_key_is_told(store: Store) -> None:
    store.keys.take(FIRST)
    other = replace(TWIN, request="o" * 64)
    assert store.keys.take(other).state == "reused"
    store.keys.record_outcome(FIRST, problem="{}")
    assert store.keys.take(other).state == "reused"
    assert store.keys.take(replace(other, key="l" * 64)).state == "mine"


def test_what_failed_frees_it_and_what_ended_does_not(store: Store) -> None:
    store.keys.take(FIRST)
    store.keys.release(TWIN)
    assert store.keys.take(TWIN).state == "running"
    store.keys.release(FIRST)
    assert store.keys.take(TWIN).state == "mine"
    store.keys.record_outcome(TWIN, problem='{"reason": "article-too-short"}')
    store.keys.release(TWIN)
    assert store.keys.take(FIRST).problem == '{"reason": "article-too-short"}'


def test_the_key_of_a_dead_process_is_taken_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def lasts(seconds: float) -> None:
        monkeypatch.setattr(keys_module, "LEASE_S", seconds)

    lasts(-1)
    store.keys.take(FIRST)
    lasts(60)
    store.keys.renew(FIRST)
    assert store.keys.take(TWIN).state == "running"
    lasts(-1)
    store.keys.renew(FIRST)
    lasts(60)
    assert store.keys.take(TWIN).state == "mine"
    store.keys.renew(FIRST)
    store.keys.record_outcome(FIRST, problem="{}")
    assert store.keys.take(FIRST).state == "running"


def test_a_deleted_briefing_frees_its_key(store: Store) -> None:
    made = reply()
    store.briefings.keep(made, recipe=None, text=None)
    store.keys.take(FIRST)
    store.keys.record_outcome(FIRST, briefing_id=UUID(made.id))
    store.briefings.delete(UUID(made.id))
    assert store.keys.take(TWIN).state == "mine"


def test_keys_live_a_day(store: Store) -> None:
    store.keys.take(FIRST)
    store.keys.record_outcome(FIRST, problem="{}")
    assert store.keys.delete_expired() == 0
    with store._engine.begin() as connection:
        row = connection.execute(idempotency_keys.select()).one()
        assert row.expires_at - time.time() == pytest.approx(24 * 3600, abs=60)
        connection.execute(update(idempotency_keys).values(expires_at=time.time() - 1))
    assert store.keys.take(replace(TWIN, request="o" * 64)).state == "mine"
    with store._engine.begin() as connection:
        connection.execute(update(idempotency_keys).values(expires_at=time.time() - 1))
    assert store.keys.delete_expired() == 1


def test_a_job_is_found_again_by_its_key_for_as_long_as_that_lives(store: Store) -> None:
    order = JobOrder("", "articles", None, "k" * 64, "r" * 64)
    first = store.jobs.accept(order, ["{}"])
    with store._engine.begin() as connection:
        connection.execute(update(jobs).values(created_at=datetime.now(UTC) - timedelta(seconds=90)))
    assert store.jobs.accept(order, ["{}"]) == store.jobs.accept(replace(order, key_lives_s=3600), ["{}"]) == first
    second = store.jobs.accept(replace(order, request="o" * 64, key_lives_s=60), ["{}"])
    assert second not in (first, None)
    assert store.jobs.accept(order, ["{}"]) is None


def test_a_job_of_one_article_gives_up_its_key_where_that_may_be_tried_again(store: Store) -> None:
    for final, size, again in ((True, 1, True), (False, 2, True), (False, 1, False)):
        order = JobOrder("", "articles", None, f"{final}{size}", "q" * 64)
        job = store.jobs.accept(order, ["{}"] * size)
        assert job
        store.jobs.record_outcome((job.id, 0), problem="upstream-failed It failed.", final=final)
        found = store.jobs.accept(order, ["{}"] * size)
        assert found
        assert (found.id == job.id) is again
        assert store.jobs.find_progress(job.id, ""), "whoever asks for it finds it"


def test_a_job_that_ended_otherwise_before_keeps_its_key(store: Store, another: Callable[[], Store]) -> None:
    order = JobOrder("", "articles", None, FIRST.key, FIRST.request)
    job = store.jobs.accept(order, ["{}"])
    assert job
    made = reply()
    store.briefings.keep(made, recipe=None, text=None)
    assert store.jobs.record_outcome((job.id, 0), briefing_id=UUID(made.id))
    assert not another().jobs.record_outcome((job.id, 0), problem="upstream-failed It failed.", final=False)
    found = store.jobs.accept(order, ["{}"])
    assert found
    assert (found.id, found.done) == (job.id, 1), "it is not briefed twice"


def test_a_key_is_of_one_request_whether_or_not_it_made_a_job(store: Store) -> None:
    order = JobOrder("", "articles", None, FIRST.key, FIRST.request, key_lives_s=3600)
    other = replace(TWIN, request="o" * 64)
    store.keys.take(other)
    assert store.jobs.accept(order, ["{}"]) is None
    # Nor of the same words: the answer to one is a briefing, to the other a job.
    assert store.jobs.accept(replace(order, request=other.request), ["{}"]) is None
    store.keys.release(other)
    assert store.jobs.accept(order, ["{}"])
    for keyed in (FIRST, other):
        assert store.keys.find_state(keyed) == store.keys.take(keyed) == KeyState("reused")
    with store._engine.begin() as connection:
        connection.execute(update(jobs).values(created_at=datetime.now(UTC) - timedelta(hours=25)))
    assert store.keys.take(FIRST).state == "mine"
    assert store.keys.take(other).state == "reused"


@pytest.mark.parametrize("is_job_first", [True, False])
def test_a_job_and_a_briefing_that_ask_for_a_key_at_once_do_not_both_get_it(
    is_job_first: bool, store: Store, another: Callable[[], Store]
) -> None:
    decided, other = Event(), another()

    def commit_slowly(_: Connection) -> None:
        decided.set()
        time.sleep(0.5)

    def take_job(by: Store) -> bool:
        return by.jobs.accept(JobOrder("", "articles", None, FIRST.key, FIRST.request), ["{}"]) is not None

    def take_briefing(by: Store) -> bool:
        return by.keys.take(FIRST).state == "mine"

    first, second = (take_job, take_briefing) if is_job_first else (take_briefing, take_job)
    # Before the listener by which SQLite commits.
    event.listen(store._engine, "commit", commit_slowly, insert=True)
    with ThreadPoolExecutor(1) as threads:
        has_first = threads.submit(first, store)
        assert decided.wait(10)
        has_second = second(other)
        assert (has_first.result(), has_second) == (True, False)


def test_whoever_lost_a_key_is_told_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "LEASE_S", -1)
    store.keys.take(FIRST)
    monkeypatch.setattr(keys_module, "LEASE_S", 60)
    store.keys.take(TWIN)
    assert not store.keys.record_outcome(FIRST, problem="{}")
    assert store.keys.record_outcome(TWIN, problem="{}")
