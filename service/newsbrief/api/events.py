"""A briefing as server-sent events, while it is made: claims one by one, each already verified.

| event | data | when |
| --- | --- | --- |
| `stage` | `{"stage": …}` | a step begins: `working`, `reading`, `drafting`, `checking`, `repairing` |
| `section` | `{"section": "key_points"}` | before the first claim of a section |
| `claim` | a claim as in `faithfulness.claims` of the reply | it has passed, and is final: text, id and all |
| `dropped` | a claim as in `faithfulness.dropped` | at the end |
| `done` | the whole reply, as JSON would have given it | last |
| `problem` | problem details (RFC 9457) | last, instead of `done` |

Claims come in the order in which they are certain, at most once each; `done` has them in the order of the briefing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from fastapi import Response
from fastapi.sse import format_sse_event

from newsbrief.api.live_stream import LiveStream, respond
from newsbrief.api.problems import describe_error
from newsbrief.briefing.schema import Section
from newsbrief.orders.order import Outcome
from newsbrief.pipeline import Listener
from newsbrief.reply import Reply
from newsbrief.verification.claim import CheckedClaim

Work = Callable[[Listener], Coroutine[Any, Any, Outcome]]
log = logging.getLogger(__name__)


class Events:
    """The events of one stream; the `Listener` of a pipeline."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        """Start with nothing sent; `send` receives the events one by one."""
        self._send = send
        self._sections: set[Section] = set()
        self._told: set[str] = set()

    def stage(self, name: str) -> None:
        self._put("stage", json.dumps({"stage": name}))

    def claim(self, claim: CheckedClaim) -> None:
        if claim.section not in self._sections:
            self._sections.add(claim.section)
            self._put("section", json.dumps({"section": claim.section}))
        self._told.add(claim.id)
        self._put("claim", claim.model_dump_json())

    def send_reply(self, reply: Reply) -> None:
        """Send what was not sent before, and the whole reply."""
        for claim in reply.faithfulness.claims:
            if claim.id not in self._told:
                self.claim(claim)
        for claim in reply.faithfulness.dropped:
            self._put("dropped", claim.model_dump_json())
        self._put("done", reply.model_dump_json())

    def send_problem(self, error: Exception, instance: str) -> None:
        """Send the problem that ends the stream."""
        problem, _ = describe_error(error, instance)
        if problem.status == 500:
            log.error("stream failed", exc_info=error)
        self._put("problem", problem.model_dump_json(exclude_none=True))

    def _put(self, name: str, data: str) -> None:
        self._send(format_sse_event(event=name, data_str=data))


def stream(work: Work, instance: str) -> Response:
    """Return the events of `work`, which is cancelled when the client leaves. Nothing unchecked is ever sent."""

    async def send_all(send: Callable[[bytes], None]) -> None:
        events = Events(send)
        events.stage("working")
        try:
            events.send_reply((await work(events)).reply)
        except Exception as error:
            events.send_problem(error, instance)

    live = LiveStream(send_all)
    return respond(_format_events(live), live)


async def _format_events(live: LiveStream[bytes, None]) -> AsyncIterator[bytes]:
    async for event in live:
        yield format_sse_event(comment="still working") if event is None else event
