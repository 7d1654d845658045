"""Texts that the desk keeps for a while: found until their time is over, and gone with their briefing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from newsbrief.store.retention import sweep
from newsbrief.store.store import Store
from tests.store.replies import reply


def test_a_text_whose_time_is_over_makes_room_for_the_next(store: Store) -> None:
    made, soon = reply(), datetime.now(UTC) + timedelta(days=7)
    id = UUID(made.id)
    store.briefings.keep(made, recipe=None, text=None)
    store.desk_texts.keep(id, "Forgotten.", forget_at=datetime.now(UTC) - timedelta(seconds=1))
    store.desk_texts.keep(id, "The article.", forget_at=soon)
    assert store.desk_texts.find(id) == ("The article.", soon)


async def test_kept_until_their_time_is_over(store: Store) -> None:
    made, soon = reply(), datetime.now(UTC) + timedelta(days=7)
    id = UUID(made.id)
    store.briefings.keep(made, recipe=None, text=None)
    assert store.desk_texts.find(id) is None
    store.desk_texts.keep(id, "The article.", forget_at=soon)
    store.desk_texts.keep(id, "Another.", forget_at=soon + timedelta(days=7))
    found = store.desk_texts.find(id)
    assert found
    assert (found.text, found.forget_at) == ("The article.", soon), "the first stays, for as long as it was told"
    await sweep(store, None)
    assert store.desk_texts.find(id)
    store.desk_texts.forget(id)
    assert store.desk_texts.find(id) is None
    store.desk_texts.keep(id, "The article.", forget_at=datetime.now(UTC) - timedelta(seconds=1))
    assert store.desk_texts.find(id) is None
    assert store.desk_texts.delete_expired() == 1
    store.desk_texts.keep(id, "The article.", forget_at=soon)
    assert store.briefings.delete(id)
    assert store.desk_texts.find(id) is None
