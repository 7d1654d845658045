"""Keep the answers of models to the calls of one article, until the article is finished."""

from __future__ import annotations

import logging

from pydantic import TypeAdapter

from newsbrief.models.completion import Completion
from newsbrief.store import StoreUnavailable
from newsbrief.store.jobs import Place
from newsbrief.store.store import Store

_JSON = TypeAdapter(Completion)
log = logging.getLogger(__name__)


class ArticleRecord:
    """A `models.record.Record`. While the store is away it remembers what it could not write."""

    def __init__(self, store: Store, place: Place) -> None:
        self._store, self._place = store, place
        self._unwritten: dict[str, Completion] = {}

    async def find_answer(self, call: str) -> Completion | None:
        if call in self._unwritten:
            return self._unwritten[call]
        try:
            answer = await self._store.ask(self._store.model_calls.find_answer, call)
        except StoreUnavailable:
            return None
        return _JSON.validate_json(answer) if answer else None

    async def keep(self, call: str, completion: Completion) -> None:
        try:
            said = _JSON.dump_json(completion).decode()
            await self._store.ask(self._store.model_calls.remember, self._place, call, said)
        except StoreUnavailable as error:
            log.warning("could not record a model's answer: %s", error)
            self._unwritten[call] = completion
