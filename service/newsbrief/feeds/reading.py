"""Reading feeds and articles: what is new becomes an entry, and an entry an article."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pydantic import TypeAdapter

from newsbrief.article.encoding import decode
from newsbrief.article.errors import ArticleError
from newsbrief.feeds.client import Client, FetchForbidden, HostClosed, HostQueued, RetryLater
from newsbrief.feeds.configuration import Feed, Feeds
from newsbrief.feeds.joining import compute_signature
from newsbrief.feeds.listing import IndexProgress, fetch_listing
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.parsing import Entry, Listing
from newsbrief.feeds.untrusted_xml import NotAFeed
from newsbrief.fetching.errors import NotFetched
from newsbrief.fetching.pages import TEXTS, read_content_type
from newsbrief.pipeline import Submission
from newsbrief.store import StoreUnavailable
from newsbrief.store.feeds import EntryToFetch, FoundEntry, hash_address
from newsbrief.store.store import Store
from newsbrief.workers import run_in_worker

CHECK_S = 90.0
"""How long one check of a feed may take; less than its lease."""
PATIENCE_S = 60.0
"""After how many of them nothing more is asked: a request and its reading have the rest."""
RETRIES_S = (60.0, 900.0, 7200.0)
"""Waits between attempts to fetch an article."""
_MOST_BACKOFF_S = 6 * 3600.0
_TOO_OLD = "it is older than max_age"
SUBMISSION = TypeAdapter(Submission)
log = logging.getLogger(__name__)


class Reader:
    """Checks feeds and fetches articles, into the store."""

    def __init__(self, store: Store, feeds: Feeds, client: Client, observer: FeedObserver) -> None:
        self._store, self._feeds, self._client, self._observer = store, feeds, client, observer
        self._begun: dict[str, IndexProgress] = {}
        """Feeds whose check goes on after a pause."""

    async def check(self, name: str, *, early: bool = False) -> float | None:
        """Check a feed where it is due (`early`: see `Feeds.take`).

        Return in how many seconds the check goes on where its server is not to be asked before, else None.
        """
        table, feed = self._store.feeds, self._feeds.feeds[name]
        known = await self._store.ask(table.take, name, early=early)
        if known is None:
            return None
        progress = self._begun.pop(name, None) or IndexProgress()
        every = feed.every or self._feeds.every
        try:
            async with asyncio.timeout(CHECK_S):
                until = time.monotonic() + PATIENCE_S
                listing, state = await fetch_listing(self._client, feed, known, progress, until)
            entries = await find_new_entries(self._store, name, feed, listing) if listing else []
        except StoreUnavailable:
            raise
        except HostQueued as error:
            self._begun[name] = progress
            # Early enough to have the next turn, of all that wait for it.
            wait_s = max(0.0, error.wait_s - PATIENCE_S / 2)
            await self._store.ask(table.postpone_check, name, wait_s)
            return wait_s
        except Exception as error:
            wait_s = max(backoff_s(every, known.failures), error.wait_s if isinstance(error, RetryLater) else 0.0)
            await self._mark_failed(name, error, wait_s)
            return None
        if listing is None:
            await self._store.ask(table.mark_unchanged, name, every)
            self._observer.count_check("unchanged")
            return None
        new = await self._store.ask(table.keep_listing, name, entries, state, every)
        self._observer.count_check("listed")
        for _ in range(new):
            self._observer.count_entry("new")
        return None

    async def _mark_failed(self, name: str, error: Exception, wait_s: float) -> None:
        foreseen = isinstance(error, NotFetched | NotAFeed | TimeoutError)
        problem = str(error) or f"It did not come within {CHECK_S:g} seconds."
        if not foreseen:
            problem = _describe_unforeseen(error)
        await self._store.ask(self._store.feeds.mark_failed, name, problem, wait_s)
        self._observer.count_check("failed")
        log.warning("a feed cannot be read: %s", problem, extra={"feed": name}, exc_info=None if foreseen else error)

    async def fetch(self, wanted: EntryToFetch, patience_s: float) -> None:
        """Fetch the article of an entry that was taken; later where its server has others to answer for longer than
        `patience_s`."""
        table = self._store.feeds
        feed = self._feeds.feeds.get(wanted.feed)
        if feed is None:
            await self._store.ask(table.pass_over, wanted.id, "its feed is not in the file any more")
            return
        try:
            submission = await self._submission(wanted, feed, patience_s)
            article = await run_in_worker(len(submission.text), submission.read)
            signature = await run_in_worker(len(article.source), compute_signature, article.source, article.language)
        except (FetchForbidden, ArticleError) as error:
            await self._store.ask(table.give_up, wanted.id, str(error))
            self._observer.count_entry("failed")
        except (HostQueued, HostClosed) as error:
            await self._store.ask(table.postpone, wanted.id, error.wait_s)
        except NotFetched as error:
            await self._retry(wanted, error)
        except Exception as error:
            log.exception("an article cannot be read", extra={"feed": wanted.feed, "url": wanted.url})
            await self._retry(wanted, NotFetched(_describe_unforeseen(error)))
        else:
            if wanted.published_at is None and _is_old(feed, article.published_at):
                # The page alone tells it, where the listing has no day of publication.
                await self._store.ask(table.pass_over, wanted.id, _TOO_OLD)
                return
            text = SUBMISSION.dump_json(submission).decode()
            await self._store.ask(table.mark_ready, wanted.id, text, signature, article.language)
            self._observer.count_entry("fetched")

    async def _retry(self, wanted: EntryToFetch, error: NotFetched) -> None:
        wait_s = error.wait_s if isinstance(error, RetryLater) else 0.0
        if wanted.attempts > len(RETRIES_S):
            await self._store.ask(self._store.feeds.give_up, wanted.id, str(error))
            self._observer.count_entry("failed")
            return
        wait_s = max(wait_s, RETRIES_S[wanted.attempts - 1])
        await self._store.ask(self._store.feeds.retry, wanted.id, str(error), wait_s)

    async def _submission(self, wanted: EntryToFetch, feed: Feed, patience_s: float) -> Submission:
        """Return the article of an entry: as the feed had it, or as its page has it.

        Raises:
            NotFetched: it did not come.
        """
        if wanted.submission:
            return SUBMISSION.validate_json(wanted.submission)
        answer = await self._client.get(wanted.url, {"accept": ", ".join(TEXTS)}, patience_s)
        media_type, charset = read_content_type(answer)
        if media_type not in TEXTS:
            raise FetchForbidden("It is no page of text.")
        text = await run_in_worker(len(answer.body), decode, answer.body, charset)
        return Submission(
            text,
            html=media_type != "text/plain",
            title=wanted.title,
            url=wanted.url,
            outlet=feed.outlet,
            published_at=wanted.published_at,
            language=feed.language,
        )


def _describe_unforeseen(error: Exception) -> str:
    return f"It cannot be read: unexpected {type(error).__name__}."


def backoff_s(every_s: float, failures: int) -> float:
    """Return how long a feed is left alone that failed so often before: doubled each time, to six hours."""
    return max(every_s, min(every_s * 2.0 ** min(failures, 10), _MOST_BACKOFF_S))


async def find_new_entries(store: Store, name: str, feed: Feed, listing: Listing) -> list[FoundEntry]:
    """Return the entries of a listing, each once, newest first: those that are not to be briefed with the reason."""
    every: dict[str, Entry] = {}
    for entry in listing.entries:
        every.setdefault(hash_address(entry.url), entry)
    unknown = await store.ask(store.feeds.find_unknown, name, tuple(every)) if every else frozenset()
    newest_first = sorted(every.values(), key=lambda entry: entry.newest_at, reverse=True)
    return _limit_entries(feed, listing, newest_first, unknown)


def _limit_entries(feed: Feed, listing: Listing, entries: Sequence[Entry], unknown: frozenset[str]) -> list[FoundEntry]:
    kept, taken = list[FoundEntry](), 0
    for entry in entries:
        reason = None
        if _is_old(feed, entry.published_at or entry.changed_at):
            reason = _TOO_OLD
        elif hash_address(entry.url) in unknown:
            taken += 1
            reason = f"more than {feed.most} came at once" if taken > feed.most else None
        kept.append(replace(_read_entry(feed, listing, entry), skipped=reason))
    return kept


def _is_old(feed: Feed, at: datetime | None) -> bool:
    return at is not None and at < datetime.now(UTC) - timedelta(seconds=feed.max_age)


def _read_entry(feed: Feed, listing: Listing, entry: Entry) -> FoundEntry:
    """Return an entry as the store keeps it, with the article where the feed is to have it."""
    now = datetime.now(UTC)
    # A day to come would make whatever the article says of "today" wrong.
    at = min(entry.published_at, now) if entry.published_at else None
    submission = None
    if feed.article == "feed" and entry.html:
        whole = Submission(
            f"<!doctype html><html><body><article>{entry.html}</article></body></html>",
            html=True,
            title=entry.title,
            url=entry.url,
            outlet=feed.outlet or listing.title,
            published_at=at,
            language=feed.language or entry.language or listing.language,
            outlet_is_given=feed.outlet is not None,
        )
        submission = SUBMISSION.dump_json(whole).decode()
    return FoundEntry(entry.url, entry.title, at, submission=submission)


def make_job_key(story: object) -> str:
    """Return the idempotency key of the job of a story."""
    return hashlib.sha256(f"newsbrief.feeds.story.{story}".encode()).hexdigest()
