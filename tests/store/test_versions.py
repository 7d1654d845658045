"""Versions of a briefing: the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from newsbrief.briefing.review import Review, Status
from newsbrief.reply import Reply
from newsbrief.store.briefings import Filters
from newsbrief.store.migrating import migrate
from newsbrief.store.store import Store
from newsbrief.store.versions import Version
from tests.store.replies import NOON, reply


def version(number: int, status: Status = "draft", author: str = "Ada", note: str = "title changed") -> Version:
    return Version(number=number, created_at=NOON + timedelta(hours=number), author=author, note=note, status=status)


def retitle(made: Reply, title: str, review: Review = Review()) -> Reply:  # noqa: B008 - it is frozen
    briefing = made.briefing.model_copy(update={"title": title})
    return made.model_copy(update={"briefing": briefing, "review": review})


def test_the_newest_version_is_found_and_the_first_is_given_to_equal_requests(
    store: Store, another: Callable[[], Store]
) -> None:
    made = reply()
    id = UUID(made.id)
    store.briefings.keep(made, recipe="r" * 64, text="The text.")
    edited = retitle(made, "Talks: Oman it is", Review(edited=True))
    approved = retitle(edited, edited.briefing.title, Review(status="reviewed", by="Ada", at=NOON, edited=True))
    assert store.versions.append(edited, version(2))
    assert store.versions.append(approved, version(3, "reviewed", note="approved"))
    for opened in (store, another()):
        newest, first, recalled = (
            opened.briefings.find(id),
            opened.briefings.find_as_made(id),
            opened.briefings.find_by_recipe("r" * 64),
        )
        assert newest
        assert newest.version == 3
        assert newest.reply == approved.model_copy(update={"source_text": "The text."})
        assert first == recalled
        assert first
        assert first.reply == made.model_copy(update={"source_text": "The text."})
        (entry,) = opened.briefings.list_page(Filters(status="reviewed"), after=None, limit=5)
        assert (entry.title, entry.status, entry.version) == ("Talks: Oman it is", "reviewed", 3)
        assert opened.briefings.list_page(Filters(status="draft"), after=None, limit=5) == ()
        listed = opened.versions.list_versions(id)
        assert [(v.number, v.author, v.note) for v in listed] == [
            (1, None, "as made"),
            (2, "Ada", "title changed"),
            (3, "Ada", "approved"),
        ]
        assert [v.created_at for v in listed] == [NOON, NOON + timedelta(hours=2), NOON + timedelta(hours=3)]
        found = [opened.versions.find(id, number) for number in (1, 2, 3)]
        assert [v.briefing.title for v in found if v] == [made.briefing.title, *["Talks: Oman it is"] * 2]
        plain = [v.model_copy(update={"source_text": None}) for v in found if v]
        assert opened.versions.find_replies(id, [1, 3, 4]) == {1: plain[0], 3: plain[2]}
        assert opened.briefings.find_replies([uuid7(), id]) == (plain[2],)
        assert opened.versions.find_replies(id, [2]).keys() == {2}
        assert opened.versions.find(id, 4) is None
        assert opened.versions.find(id, 0) is None


def test_one_of_those_who_change_the_same_version_succeeds(store: Store, another: Callable[[], Store]) -> None:
    made = reply()
    store.briefings.keep(made, recipe=None, text=None)
    others = [store, another()]

    def change(number: int) -> bool:
        return others[number % 2].versions.append(retitle(made, f"Title {number}"), version(2, author=str(number)))

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(change, range(8)))
    assert sum(taken) == 1
    found = store.briefings.find(UUID(made.id))
    assert found
    assert found.reply.briefing.title == f"Title {taken.index(True)}"
    assert len(store.versions.list_versions(UUID(made.id))) == 2


def test_what_is_not_kept_has_no_versions(store: Store) -> None:
    made = reply()
    assert not store.versions.append(made, version(2))
    assert store.versions.list_versions(uuid7()) == ()
    assert store.versions.find(uuid7(), 1) is None


def test_versions_go_with_their_briefing(store: Store) -> None:
    deleted, swept = reply(), reply(created_at=NOON - timedelta(days=40))
    for made in (deleted, swept):
        store.briefings.keep(made, recipe=None, text=None)
        assert store.versions.append(retitle(made, "Other"), version(2))
    assert store.briefings.delete(UUID(deleted.id))
    assert store.briefings.delete_older(timedelta(days=30), today=NOON) == 1
    with store._engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM briefing_versions")).scalar() == 0


def test_what_an_older_version_of_the_service_kept_stays(store: Store) -> None:
    made = reply()
    store.briefings.keep(made, recipe="r" * 64, text=None)
    with store._engine.begin() as connection:
        feeds = ("deliveries", "edition_stories", "editions", "feed_listings", "feed_entries", "stories", "feeds")
        for table in (*feeds, "variants", "briefing_versions", "ended_sessions", "readiness", "desk_texts"):
            connection.execute(text(f"DROP TABLE {table}"))
        for index in ("team", "language", "status", "verdict"):
            connection.execute(text(f"DROP INDEX briefings_by_{index}"))
        for column in ("version", "status", "team", "owner", "outlet", "words"):
            connection.execute(text(f"ALTER TABLE briefings DROP COLUMN {column}"))
        connection.execute(text("ALTER TABLE jobs DROP COLUMN team"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    migrate(store._engine)
    found = store.briefings.find(UUID(made.id))
    assert found
    assert (found.reply, found.version, found.owner) == (made, 1, "")
    assert store.briefings.find(UUID(made.id), "sports") is None, "it is no newsroom's"
    assert [v.number for v in store.versions.list_versions(UUID(made.id))] == [1]
    word = made.briefing.title.split()[0].upper()
    assert [e.id for e in store.briefings.list_page(Filters(words=word), after=None, limit=9)] == [UUID(made.id)]
    assert store.briefings.list_page(Filters(words="nowhere"), after=None, limit=9) == ()
