"""Variants are kept with the version of their briefing, one of a kind, and gone with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from newsbrief.store.store import Store
from newsbrief.store.variants import VariantRow
from tests.store.replies import reply

NOW = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)


def row(id: UUID, version: int = 1, kind: str = "push", text: str = "{}") -> VariantRow:
    return VariantRow(id, version, kind, "0" * 64, NOW, "ada", text)


def test_one_of_a_kind_for_each_version(store: Store) -> None:
    made = reply()
    id = UUID(made.id)
    store.briefings.keep(made, recipe=None, text=None)
    assert store.variants.list_rows(id) == ()
    assert store.variants.keep([])
    assert store.variants.keep([row(id), row(id, kind="radio")])
    assert store.variants.keep([row(id, version=2)])
    later = replace(row(id, text='{"text": "anew"}'), made_at=NOW + timedelta(hours=1), made_by=None)
    assert store.variants.keep([later])
    assert store.variants.list_rows(id) == (row(id, version=2), later, row(id, kind="radio"))


def test_gone_with_their_briefing(store: Store) -> None:
    made, other = reply(), reply()
    for each in (made, other):
        store.briefings.keep(each, recipe=None, text=None)
        assert store.variants.keep([row(UUID(each.id))])
    assert store.briefings.delete(UUID(made.id))
    assert store.variants.list_rows(UUID(made.id)) == ()
    assert not store.variants.keep([row(UUID(made.id))]), "nothing is kept of a briefing that is gone"
    assert not store.variants.keep([row(uuid4())])
    assert store.variants.list_rows(UUID(other.id))
    today = datetime.now(UTC) + timedelta(days=40_000)
    assert store.briefings.delete_older(timedelta(days=1), today=today) == 1
    assert store.variants.list_rows(UUID(other.id)) == ()
