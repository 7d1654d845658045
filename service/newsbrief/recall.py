"""A briefing from the store where an equal one is kept; else made, once for all who ask at the time, and kept."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from newsbrief.article import ArticleError
from newsbrief.pipeline import Submission
from newsbrief.reply import Reply
from newsbrief.single_flight import Twins
from newsbrief.store import StoreUnavailable
from newsbrief.workers import aside

if TYPE_CHECKING:
    from newsbrief.store.briefings import Kept
    from newsbrief.store.store import Store

Make = Callable[[], Coroutine[Any, Any, Reply]]
NOT_KEPT = "The briefing could not be kept: no address leads to it, and it will not be given again."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recalled:
    """A reply, and where it comes from: `hit` the store, `miss` made, `collapsed` made for an equal request,
    `fresh` made because that was asked for, `replay` given before under the same idempotency key."""

    reply: Reply
    origin: Literal["hit", "miss", "collapsed", "fresh", "replay"]
    kept: bool = True


class Recall:
    """The store, and the work that is under way."""

    def __init__(self, store: Store, *, keep_text: bool) -> None:
        self._store, self._keep_text = store, keep_text
        self._twins: Twins[Recalled] = Twins()

    async def briefing(
        self,
        submission: Submission,
        recipe: str,
        make: Make,
        *,
        model: str | None,
        fresh: bool = False,
        apart: str = "",
        team: str = "",
        owner: str = "",
    ) -> Recalled:
        """The briefing of `recipe`, which `make` makes of `submission`, as a rule with `model`.

        `team` and `owner` say whose it is: a newsroom is given no other's.

        What another model wrote, or no model where one was to, is kept but never given for an equal article.
        `fresh`: make it anew whatever is kept. `apart`: only requests with the same of it share one run.
        A store that fails is a warning in the reply.
        """
        recipe = _within(recipe, team)
        made = partial(self._made, submission, recipe, make, model, team, owner)
        if fresh:
            return replace(await made(), origin="fresh")
        found, joined = await self._twins.once(f"{recipe} {apart}", lambda: self._found_or(made, submission, recipe))
        return replace(found, origin="collapsed") if joined and found.origin == "miss" else found

    async def _found_or(
        self, made: Callable[[], Coroutine[Any, Any, Recalled]], submission: Submission, recipe: str
    ) -> Recalled:
        try:
            found = await self._store.ask(self._store.briefings.made_of, recipe)
        except StoreUnavailable as error:
            log.warning("could not look for a kept briefing: %s", error)
            found = None
        if found:
            return Recalled(await restored(found, submission), "hit")
        return await made()

    async def _made(
        self, submission: Submission, recipe: str, make: Make, model: str | None, team: str, owner: str
    ) -> Recalled:
        reply = await make()
        # Of several articles no text is kept: offsets would point into none.
        keeps = self._keep_text and not submission.further
        text = (reply.source_text or submission.text) if keeps else None
        known = recipe if reply.meta.model == model and not reply.meta.degraded else None
        try:
            keep = self._store.briefings.keep
            await self._store.ask(keep, reply, recipe=known, text=text, team=team, owner=owner)
        except StoreUnavailable as error:
            log.warning("could not keep a briefing: %s", error, exc_info=error)
            return Recalled(warned(reply, NOT_KEPT), "miss", kept=False)
        return Recalled(reply, "miss")


def _within(recipe: str, team: str) -> str:
    """The recipe as it is known in a newsroom."""
    return hashlib.sha256(f"{recipe} {team}".encode()).hexdigest() if team else recipe


async def restored(kept: Kept, submission: Submission) -> Reply:
    """The reply as it was given for `submission`: with the text that its offsets point into, where it carried that."""
    if submission.further:
        return await _restored_texts(kept.reply, submission)
    if not kept.extracted or kept.reply.source_text is not None:
        return kept.reply if kept.extracted else kept.reply.model_copy(update={"source_text": None})
    try:
        source = (await aside(len(submission.text), submission.read)).source
    except ArticleError:
        return kept.reply
    # Another version may extract another text, into which the offsets would not point.
    same = hashlib.sha256(source.encode()).hexdigest() == kept.reply.meta.source_sha256
    return kept.reply.model_copy(update={"source_text": source if same else None})


def warned(reply: Reply, warning: str) -> Reply:
    """The reply with one more warning."""
    meta = reply.meta.model_copy(update={"warnings": (*reply.meta.warnings, warning)})
    return reply.model_copy(update={"meta": meta})


async def _restored_texts(reply: Reply, submission: Submission) -> Reply:
    """The same of several articles."""
    try:
        articles = (await aside(submission.weight, submission.read_together)).articles
    except ArticleError:
        return reply
    same = [hashlib.sha256(a.source.encode()).hexdigest() for a in articles] == [s.sha256 for s in reply.meta.sources]
    texts = tuple(a.source if a.extracted and same else None for a in articles)
    return reply.model_copy(update={"source_texts": texts})
