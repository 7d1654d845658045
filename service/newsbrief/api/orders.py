"""Orders over HTTP: the caller, the context, and the header `Cache-Status`."""

from __future__ import annotations

from fastapi import Request

from newsbrief.api.gate import read_key
from newsbrief.api.lifetime import read_deadline
from newsbrief.api.state import read_state
from newsbrief.orders.order import Caller, Order, OrderContext, Outcome
from newsbrief.pipeline import Listener, Options, Submission
from newsbrief.pipeline.older_briefing import OlderBriefing
from newsbrief.store.keys import KeyedRequest

_STATUS = {
    "hit": "newsbrief; hit",
    "miss": "newsbrief; fwd=miss",
    "collapsed": "newsbrief; fwd=miss; collapsed",
    "fresh": "newsbrief; fwd=request",
    "replay": "newsbrief; hit; detail=idempotency-key",
}


def build_order(
    request: Request,
    submission: Submission,
    options: Options,
    keyed: KeyedRequest | None,
    older: OlderBriefing | None = None,
) -> Order:
    """Return the order that a request is."""
    return Order(submission, options, older, read_caller(request), keyed, fresh=wants_fresh(request))


async def fulfil_order(request: Request, order: Order, listener: Listener | None = None) -> Outcome:
    """Return the outcome of the order of a request, made in a place among those at work.

    Raises:
        Exception: as `Service.fulfil`.
    """
    state = read_state(request)
    return await state.service.fulfil(order, OrderContext(read_deadline(request), listener, observer=state.metrics))


def read_caller(request: Request) -> Caller:
    """Return the caller of an admitted request."""
    key = read_key(request)
    return Caller(key.name, key.team or "") if key else Caller()


def format_cache_status(outcome: Outcome) -> dict[str, str]:
    """Return `Cache-Status` (RFC 9211): whether the reply was stored already, and else how it was made."""
    stored = "; stored" if outcome.is_kept and outcome.origin in ("miss", "fresh") else ""
    return {"Cache-Status": _STATUS[outcome.origin] + stored}


def wants_fresh(request: Request) -> bool:
    """Return whether the client takes nothing that was kept (`Cache-Control: no-cache`)."""
    directives = ",".join(request.headers.getlist("cache-control")).lower().split(",")
    return any(d.partition("=")[0].strip() == "no-cache" for d in directives)
