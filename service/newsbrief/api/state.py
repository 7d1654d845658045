"""State of the application while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

    from newsbrief.api.gate import Gate
    from newsbrief.api.readiness import Readiness
    from newsbrief.cms.mapping import CmsMapping
    from newsbrief.feeds.configuration import Feeds
    from newsbrief.jobs.lazy_worker import LazyWorker
    from newsbrief.orders.places import Places
    from newsbrief.service import Service
    from newsbrief.settings import Settings
    from newsbrief.store.store import Store
    from newsbrief.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True)
class State:
    """The parts that routes work with."""

    settings: Settings
    metrics: Metrics
    gate: Gate
    service: Service
    readiness: Readiness
    job_worker: LazyWorker
    large_bodies: Places
    """Those of large jobs, each of which is read into several times its bytes of memory."""
    cms: Mapping[str, CmsMapping]
    """What a CMS pushes, by the name in its address."""
    feeds: Feeds | None

    @property
    def store(self) -> Store:
        """Return the store of the service."""
        return self.service.store


def read_state(request: Request) -> State:
    """Return the state of the application that a request came to."""
    state: State = request.app.state.parts
    return state
