"""The store of one process: its tables, asked from a few threads of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from newsbrief.settings import Settings
from newsbrief.store.briefings import Briefings
from newsbrief.store.database import open_database
from newsbrief.store.desk_texts import DeskTexts
from newsbrief.store.digests import Digests
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.executors import Executors
from newsbrief.store.feeds import Feeds
from newsbrief.store.jobs import Jobs
from newsbrief.store.keys import Keys
from newsbrief.store.migrating import migrate
from newsbrief.store.model_calls import ModelCalls
from newsbrief.store.readiness import Readiness
from newsbrief.store.sessions import Sessions
from newsbrief.store.stories import Stories
from newsbrief.store.variants import Variants
from newsbrief.store.versions import Versions

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 4
"""Questions to the database at once. They do not wait behind articles being read, as they would in the loop's own."""
PATIENCE_S = 8.0
"""Longest wait for an answer: a database that hangs must not take a briefing with it."""


class Store:
    """The tables of a database. `await store.ask(store.briefings.find, id)` asks it without blocking the loop."""

    def __init__(self, settings: Settings) -> None:
        """Open the database of `settings` and bring its tables up to date; blocks meanwhile.

        Raises:
            StoreUnavailable: it cannot be opened.
        """
        address = settings.database_url.get_secret_value() if settings.database_url else None
        self._engine = open_database(address)
        self.url = self._engine.url
        try:
            migrate(self._engine)
        except StoreUnavailable:
            self._engine.dispose()
            raise
        except (SQLAlchemyError, OSError) as error:
            self._engine.dispose()
            # Whoever starts the service may read what a client may not: the driver's own words.
            why = " ".join(str(getattr(error, "orig", error)).split())
            raise StoreUnavailable(f"The database cannot be used: {why[:300]}") from error
        self.briefings, self.keys = Briefings(self._engine), Keys(self._engine)
        self.versions, self.sessions = Versions(self._engine), Sessions(self._engine)
        self.desk_texts, self.variants = DeskTexts(self._engine), Variants(self._engine)
        self.readiness = Readiness(self._engine)
        self.jobs, self.executors = Jobs(self._engine), Executors(self._engine)
        self.model_calls = ModelCalls(self._engine)
        self.feeds, self.stories, self.digests = Feeds(self._engine), Stories(self._engine), Digests(self._engine)
        self._threads = ThreadPoolExecutor(THREADS, "store")

    async def ask(self, question: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the answer of `question`, a call that blocks on this store.

        Raises:
            StoreUnavailable: nothing, in `PATIENCE_S` seconds.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self.ask_to_the_end(question, *args, **kwargs)
        except TimeoutError:
            raise StoreUnavailable("The database does not answer.") from None

    async def ask_to_the_end(self, question: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the answer of `question` however long it takes: for writes that a caller would repeat after a timeout.

        Raises:
            StoreUnavailable: the database cannot be used.
        """
        work = partial(_ask_database, question, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Close every connection."""
        # What is being asked ends first: its connection goes back to the pool that is then emptied.
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._engine.dispose()


def _ask_database(question: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return question(*args, **kwargs)
    except (SQLAlchemyError, OSError) as error:
        # The driver's own words name hosts and statements: they are for the log's cause, not for a client.
        raise StoreUnavailable(f"The database cannot be used ({type(error).__name__}).") from error
