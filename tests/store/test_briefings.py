"""Kept, found, listed, deleted: the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

from newsbrief.store.briefings import Filters
from newsbrief.store.retention import sweep
from newsbrief.store.store import Store
from tests.store.replies import NOON, reply

ALL = Filters()


def test_a_reply_comes_back_as_it_was(store: Store, another: Callable[[], Store]) -> None:
    made = reply()
    store.briefings.keep(made, recipe="r" * 64, text=None)
    for opened in (store, another()):
        found = opened.briefings.find(UUID(made.id))
        assert found
        assert found.reply == made
        assert found.reply.model_dump_json() == made.model_dump_json()
        assert not found.extracted
    assert store.briefings.find(uuid7()) is None


def test_the_text_is_kept_only_where_it_is_given(store: Store) -> None:
    page, plain, forgotten = reply(source_text="From a page."), reply(), reply(source_text="From a page.")
    store.briefings.keep(page, recipe=None, text="From a page.")
    store.briefings.keep(plain, recipe=None, text="As it was sent.")
    store.briefings.keep(forgotten, recipe=None, text=None)
    found = [store.briefings.find(UUID(made.id)) for made in (page, plain, forgotten)]
    assert [(kept.reply.source_text, kept.extracted) for kept in found if kept] == [
        ("From a page.", True),
        ("As it was sent.", False),
        (None, True),
    ]


def test_several_are_found_in_the_order_in_which_they_are_asked_for(store: Store) -> None:
    made = [reply() for _ in range(3)]
    for one in made:
        store.briefings.keep(one, recipe=None, text="As it was sent.")
    ids = [UUID(one.id) for one in (made[2], made[0], made[1])]
    assert store.briefings.find_replies(ids) == (made[2], made[0], made[1])
    assert store.briefings.find_replies([]) == ()


def test_the_newest_of_a_recipe_is_found(store: Store) -> None:
    old, new, other, apart = reply(), reply(), reply(), reply()
    for made, recipe in ((old, "r" * 64), (new, "r" * 64), (other, "s" * 64), (apart, None)):
        store.briefings.keep(made, recipe=recipe, text=None)
    found = store.briefings.find_by_recipe("r" * 64)
    assert found
    assert found.reply.id == new.id
    assert store.briefings.find_by_recipe("t" * 64) is None


def test_pages_hold_everything_once_newest_first(store: Store) -> None:
    made = [reply(title=f"Number {n}") for n in range(7)]
    for one in made:
        store.briefings.keep(one, recipe=None, text=None)
    seen: list[UUID] = []
    while page := store.briefings.list_page(ALL, after=seen[-1] if seen else None, limit=3):
        seen += [entry.id for entry in page]
        store.briefings.delete(seen[-1])
    assert seen == [UUID(one.id) for one in reversed(made)]


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (ALL, {"one", "two", "three"}),
        (Filters(verdict="review"), {"two"}),
        (Filters(engine="extractive"), {"three"}),
        (Filters(language="de"), {"two"}),
        (Filters(source_sha256="b" * 64), {"three"}),
        (Filters(since=NOON), {"two", "three"}),
        (Filters(until=NOON), {"one"}),
        (Filters(since=NOON.astimezone(timezone(timedelta(hours=9))), until=NOON + timedelta(hours=1)), {"two"}),
        (Filters(verdict="fail"), set()),
    ],
)
def test_filters(store: Store, filters: Filters, titles: set[str]) -> None:
    east = timezone(timedelta(hours=3))
    kept = [
        reply(title="one", created_at=NOON - timedelta(microseconds=1)),
        reply(title="two", created_at=NOON.astimezone(east), verdict="review", language="de"),
        reply(title="three", created_at=NOON + timedelta(hours=1), engine="extractive", source_sha256="b" * 64),
    ]
    for made in kept:
        store.briefings.keep(made, recipe=None, text=None)
    found = store.briefings.list_page(filters, after=None, limit=10)
    assert {entry.title for entry in found} == titles
    moments = {made.briefing.title: made.meta.created_at for made in kept}
    assert all(entry.created_at == moments[entry.title] for entry in found)
    assert all(entry.created_at.utcoffset() == timedelta(0) for entry in found)


def test_what_is_deleted_is_gone(store: Store) -> None:
    made = reply()
    store.briefings.keep(made, recipe="r" * 64, text=None)
    assert store.briefings.delete(UUID(made.id))
    assert not store.briefings.delete(UUID(made.id))
    assert store.briefings.find(UUID(made.id)) is None
    assert store.briefings.find_by_recipe("r" * 64) is None


async def test_what_is_too_old_is_swept(store: Store) -> None:
    old, new = reply(), reply(created_at=NOON + timedelta(days=1))
    for made in (old, new):
        store.briefings.keep(made, recipe=None, text=None)
    assert await sweep(store, None) == 0
    assert store.briefings.delete_older(timedelta(days=30), today=NOON + timedelta(days=30)) == 0
    assert store.briefings.delete_older(timedelta(days=30), today=NOON + timedelta(days=30, seconds=1)) == 1
    assert [entry.id for entry in store.briefings.list_page(ALL, after=None, limit=10)] == [UUID(new.id)]
    assert await sweep(store, 36_500) == 0


async def test_what_is_too_old_is_deleted_a_few_at_a_time(store: Store) -> None:
    for _ in range(5):
        store.briefings.keep(reply(), recipe=None, text=None)
    assert store.briefings.delete_older(timedelta(days=1), today=NOON + timedelta(days=2), limit=2) == 2
    assert len(store.briefings.list_page(ALL, after=None, limit=10)) == 3
    assert await sweep(store, 1) == 3


def test_lists_are_narrowed_without_reading_every_briefing(store: Store) -> None:
    if store.url.get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL plans by what the tables hold")
    team = "team || '' = 'a'"
    for narrowed in ("status = 'draft'", f"status = 'draft' AND {team}", f"verdict = 'fail' AND {team}"):
        steps = _plan(store, f"SELECT title FROM briefings WHERE {narrowed} ORDER BY id DESC LIMIT 50")
        column = narrowed.split()[0]
        assert steps == [f"SEARCH briefings USING INDEX briefings_by_{column} ({column}=?)"]
    for team in ("", "WHERE team = 'a' "):
        steps = _plan(store, f"SELECT DISTINCT language FROM briefings {team}ORDER BY language")
        assert "USING COVERING INDEX" in steps[0]


def _plan(store: Store, statement: str) -> list[str]:
    with store._engine.connect() as connection:
        return [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
