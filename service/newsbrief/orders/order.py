"""Orders: a briefing that is asked for, how to make it, and what comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from newsbrief.models.errors import DraftingError
from newsbrief.pipeline import Listener, Options, Submission
from newsbrief.pipeline.older_briefing import OlderBriefing
from newsbrief.problem import RecordedProblem
from newsbrief.reply import Reply

if TYPE_CHECKING:
    from newsbrief.store.keys import KeyedRequest

Origin = Literal["hit", "miss", "collapsed", "fresh", "replay"]


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: the name of a key, and the newsroom whose briefings it sees; empty where there are no keys."""

    name: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A briefing that somebody asks for."""

    submission: Submission
    options: Options = field(default_factory=Options)
    older: OlderBriefing | None = None
    """The older briefing that is to be brought up to date with the article."""
    caller: Caller = field(default_factory=Caller)
    keyed: KeyedRequest | None = None
    """Of an idempotency key."""
    fresh: bool = False
    """Make a new briefing, even if one is stored."""


class KeyReused(Exception):
    """The idempotency key was used for a different request."""

    reason = "idempotency-key-reused"


class KeyInUse(Exception):
    """The first request with the idempotency key still ran at this one's deadline."""

    reason = "idempotency-key-in-use"


class RefusedBefore(Exception):
    """The first request with the idempotency key was refused."""

    def __init__(self, problem: RecordedProblem) -> None:
        super().__init__(problem.detail)
        self.reason = problem.reason


class OrderObserver:
    """Notified of the results of orders, for metrics; ignores all of them."""

    def count_order(self, origin: Origin) -> None:
        """Count an order that was answered."""

    def count_reply(self, work: Literal["summarize", "update"], reply: Reply) -> None:
        """Count a reply that was made for an order."""

    def count_failure(self, error: DraftingError) -> None:
        """Count an engine that failed at an order, and what it spent."""


@dataclass(frozen=True, slots=True)
class OrderContext:
    """The context of an order: how to make the briefing if none is stored."""

    deadline: float = math.inf
    """A `time.monotonic()` instant; time spent waiting counts."""
    listener: Listener | None = None
    has_place: bool = False
    """Whether whoever asks holds a place for it already, as jobs do."""
    observer: OrderObserver = field(default_factory=OrderObserver)
    id: UUID | None = None
    """The id allotted to the briefing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply and where it comes from: `hit` the store, `miss` made, `collapsed` made for a concurrent equal order,
    `fresh` made because that was asked for, `replay` given before under the same idempotency key."""

    reply: Reply
    origin: Origin
    is_kept: bool = True

    def with_warning(self, warning: str) -> Outcome:
        """Return the outcome with one more warning in its reply."""
        meta = self.reply.meta.model_copy(update={"warnings": (*self.reply.meta.warnings, warning)})
        return replace(self, reply=self.reply.model_copy(update={"meta": meta}))
