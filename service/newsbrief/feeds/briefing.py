"""From articles to briefings: articles on one event are joined, each story becomes a job, jobs become briefings."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from newsbrief.article.dossier import MOST_TOGETHER
from newsbrief.feeds.configuration import Feeds
from newsbrief.feeds.joining import JoinedArticles, are_comparable, join
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.reading import SUBMISSION, make_job_key
from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.lazy_worker import ARTICLES
from newsbrief.pipeline.submission import Options
from newsbrief.store.jobs import JobOrder
from newsbrief.store.store import Store
from newsbrief.store.stories import ReadyArticle
from newsbrief.telemetry import tracing

OWNER = " feeds"
"""No key has a name with a space: nobody sees these jobs over HTTP; their briefings are everybody's of the team."""
_READY = 1_000
"""Articles that are compared at once."""
_RECENT = 10_000
"""Articles with a story that they are compared with: 40 MB of signatures."""
_REST = 9.0
"""Times as long as it took to compare articles until that is done again: a tenth of a core, however many come."""
RETRIES_S = (300.0, 1800.0, 7200.0, 21_600.0)
"""Waits until a story gets another job where its last failed for a reason that may pass."""
log = logging.getLogger(__name__)


class Briefer:
    """Makes jobs of what was fetched. Each step is safe to be repeated, by this process or another."""

    def __init__(self, store: Store, feeds: Feeds, observer: FeedObserver) -> None:
        self._store, self._feeds, self._observer = store, feeds, observer
        self._told_of_others = False
        self._left: frozenset[UUID] = frozenset()
        """Articles that were compared with all others, and wait."""
        self._left_since: datetime | None = None
        self._rests_until = 0.0

    async def join(self, *, wait: bool = True) -> int:
        """Join the articles that waited long enough (all of them, unless `wait`); return how many stories that made."""
        if wait and time.monotonic() < self._rests_until:
            return 0
        began, now = time.monotonic(), datetime.now(UTC)
        before = now - timedelta(seconds=self._feeds.join.wait) if wait else now
        ready = await self._store.ask(self._store.stories.list_ready, _READY)
        if not self._may_have_changed(ready, before):
            return 0
        joined = await self._compare(ready, now, before)
        for copy in joined.copies:
            await self._store.ask(self._store.stories.mark_copy, copy.entry, copy.story)
            self._observer.count_entry("copy")
        made = [await self._store.ask(self._store.stories.join, group) for group in joined.groups]
        gone = {*(copy.entry for copy in joined.copies), *(id for group in joined.groups for id in group)}
        self._left, self._left_since = frozenset(article.id for article in ready) - gone, joined.left_since
        self._rests_until = time.monotonic() + _REST * (time.monotonic() - began)
        return sum(story is not None for story in made)

    def _may_have_changed(self, ready: Sequence[ReadyArticle], before: datetime) -> bool:
        """Return whether articles came since all were compared, or one that was left is due."""
        came = any(article.id not in self._left for article in ready)
        return came or (self._left_since is not None and self._left_since <= before)

    async def _compare(self, ready: Sequence[ReadyArticle], now: datetime, before: datetime) -> JoinedArticles:
        chosen = self._feeds.join
        if not chosen.articles:
            return JoinedArticles(tuple((article.id,) for article in ready), ())
        since = now - timedelta(seconds=chosen.window)
        recent = await self._store.ask(self._store.stories.list_recent, since, _RECENT)
        self._tell_of_others([*(article.signature for article in ready), *(each[1] for each in recent)])
        return await asyncio.to_thread(
            join,
            ready,
            recent,
            from_=chosen.similarity,
            copies_from=chosen.copies,
            before=before,
            most=MOST_TOGETHER,
        )

    def _tell_of_others(self, signatures: Sequence[bytes]) -> None:
        """Log once if articles were kept by a version whose signatures are others: nothing is like them."""
        if not self._told_of_others and not are_comparable(signatures):
            self._told_of_others = True
            log.warning("articles that an earlier version kept cannot be compared: copies of them may be briefed again")

    async def enqueue(self) -> int:
        """Make jobs of the stories that are to have one: once each, however often this is called. Return how many."""
        number = 0
        while stories := await self._store.ask(self._store.stories.list_unqueued):
            for story, articles in stories:
                await self._enqueue(story, articles)
            number += len(stories)
        return number

    async def _enqueue(self, story: UUID, articles: Sequence[str]) -> None:
        submissions = [SUBMISSION.validate_json(article) for article in articles]
        first = replace(submissions[0], further=tuple(submissions[1:]))
        assignment = Assignment(first, Options.of(self._feeds.options), tracing.trace_headers()).to_json()
        key = make_job_key(story)
        order = JobOrder(OWNER, ARTICLES, None, key, key, self._feeds.team)
        job = await self._store.ask_to_the_end(self._store.jobs.accept, order, [assignment])
        if job is None:  # the request is the key: never another's
            raise AssertionError(f"the job of story {story} was asked otherwise")
        await self._store.ask(self._store.stories.mark_enqueued, story, job.id)

    async def settle(self) -> int:
        """Take note of jobs that ended; return how many did."""
        ended = await self._store.ask(self._store.stories.settle, RETRIES_S)
        for outcome in ended:
            self._observer.count_story(outcome.state)
            if outcome.problem:
                about = {"story": str(outcome.id), "outcome": outcome.state}
                log.warning("a story was not briefed: %s", outcome.problem, extra=about)
        return len(ended)
