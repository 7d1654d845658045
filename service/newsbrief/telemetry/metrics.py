"""Metrics for Prometheus: all of them read from finished answers here, so that nothing else has to count.

Labels are drawn from what the service itself names (stages, verdicts, routes, the models that are set), never from what
a client sends. Several processes add up where `PROMETHEUS_MULTIPROC_DIR` names a folder that they share before this
module is imported; `newsbrief serve --workers` sees to it.
"""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from newsbrief.feeds.observer import FeedObserver
from newsbrief.jobs.observer import JobObserver
from newsbrief.models.errors import DraftingError
from newsbrief.models.usage import ModelUsage
from newsbrief.orders.order import OrderObserver
from newsbrief.reply import Reply, Timings, Verification

MEDIA_TYPE = CONTENT_TYPE_LATEST
Work = Literal["summarize", "verify", "update"]
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120)


class Metrics(OrderObserver, JobObserver, FeedObserver):
    """The numbers of one process, and their sum with those of its siblings."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._declare_answers(self._registry)
        self._declare_requests(self._registry)
        self._declare_background(self._registry)
        self.set_places(0, 0)
        self._shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        if self._shared:
            _remove_dead_gauges(Path(self._shared))
        else:
            ProcessCollector(namespace="newsbrief", registry=self._registry)

    def _declare_answers(self, own: CollectorRegistry) -> None:
        self._stages = Histogram(
            "newsbrief_stage_seconds", "Time of each stage.", ("work", "stage"), buckets=_SECONDS, registry=own
        )
        self._answers = Counter(
            "newsbrief_answers", "Articles briefed or verified, by who wrote.", ("work", "engine"), registry=own
        )
        self._degraded = Counter(
            "newsbrief_degraded",
            "Briefings that the extractive engine wrote for another.",
            ("reason",),
            registry=own,
        )
        self._failures = Counter(
            "newsbrief_drafting_failures", "Requests answered with the engine's failure.", ("reason",), registry=own
        )
        self._claims = Counter(
            "newsbrief_claims",
            "Claims by their verdict and what was done about them.",
            ("work", "kind", "verdict", "action"),
            registry=own,
        )
        self._calls = Counter("newsbrief_model_calls", "Calls to models.", ("model",), registry=own)
        self._tokens = Counter("newsbrief_model_tokens", "Tokens of models.", ("model", "kind"), registry=own)
        self._cost = Counter("newsbrief_model_cost_usd", "Dollars, of models with a price.", ("model",), registry=own)

    def _declare_requests(self, own: CollectorRegistry) -> None:
        self._requests = Counter("newsbrief_requests", "HTTP requests.", ("route", "status"), registry=own)
        self._places = Gauge(
            "newsbrief_places",
            "Requests at work (taken) and in the queue (waiting).",
            ("state",),
            multiprocess_mode="livesum",
            registry=own,
        )
        self._circuits = Gauge(
            "newsbrief_circuit_open",
            "Whether the circuit to a model at a server is open (1): it kept failing and is given a rest.",
            ("circuit",),
            multiprocess_mode="livemax",
            registry=own,
        )
        self._canaries = Counter(
            "newsbrief_judge_canaries",
            "Answers of a judge by how it judged two planted claims whose answer is known.",
            ("model", "outcome"),
            registry=own,
        )
        self._recalled = Counter(
            "newsbrief_recalled",
            "Requests for a briefing by where it came from: the store (hit, replay), an equal one under way, or made.",
            ("origin",),
            registry=own,
        )

    def _declare_background(self, own: CollectorRegistry) -> None:
        self._articles = Counter(
            "newsbrief_job_articles", "Articles of jobs that this process ended.", ("state",), registry=own
        )
        self._waiting = Gauge(
            "newsbrief_job_articles_waiting",
            "Articles of jobs in the database that are not done, whoever is to work on them.",
            multiprocess_mode="mostrecent",
            registry=own,
        )
        self._webhooks = Counter(
            "newsbrief_webhook_attempts", "Attempts to tell an event by what came of it.", ("outcome",), registry=own
        )
        self._feed_checks = Counter(
            "newsbrief_feed_checks", "Checks of feeds by what came of them.", ("outcome",), registry=own
        )
        self._feed_entries = Counter(
            "newsbrief_feed_entries",
            "Entries of feeds that were new, fetched, a copy, or failed.",
            ("outcome",),
            registry=own,
        )
        self._stories = Counter(
            "newsbrief_stories", "Jobs of stories of feeds by what came of them.", ("state",), registry=own
        )
        self._deliveries = Counter(
            "newsbrief_delivery_attempts",
            "Attempts to deliver a digest, by the kind of channel and what came of it.",
            ("kind", "outcome"),
            registry=own,
        )

    def count_reply(self, work: Work, reply: Verification) -> None:
        """Count a reply that was made; one that was stored before is not to be counted again."""
        self._observe_times(work, reply.meta.timings_ms)
        self._answers.labels(work, reply.meta.engine).inc()
        if reply.meta.degraded_reason:
            self._degraded.labels(reply.meta.degraded_reason.partition(":")[0]).inc()
        # Nothing is done about somebody else's claims.
        alike = Tally(
            (claim.kind, claim.verdict, claim.action if isinstance(reply, Reply) else "none")
            for claim in (*reply.faithfulness.claims, *reply.faithfulness.dropped)
        )
        for labels, claims in alike.items():
            self._claims.labels(work, *labels).inc(claims)
        self._count_usage(reply.meta.usage.by_model)

    def count_failure(self, error: DraftingError) -> None:
        """Count a request that ended in the engine's failure, and what was spent on it."""
        self._failures.labels(error.reason).inc()
        self._count_usage(error.usage.by_model)

    def count_request(self, route: str | None, status: int) -> None:
        """Count a request by the path of its route, as the application declares it; None where no route took it."""
        self._requests.labels(route or "none", str(status)).inc()

    def set_places(self, taken: int, waiting: int) -> None:
        """Set the number of requests at work and in the queue."""
        self._places.labels("taken").set(taken)
        self._places.labels("waiting").set(waiting)

    def set_circuit(self, name: str, is_open: bool) -> None:
        """Set whether the circuit `name` is open."""
        self._circuits.labels(name).set(is_open)

    def count_canaries(self, model: str, outcome: str) -> None:
        """Count an answer of the judge `model`: `held`, `failed`, or `none` where no claim could be planted."""
        self._canaries.labels(model, outcome).inc()

    def count_order(self, origin: str) -> None:
        """Count an answered request for a briefing by its `Outcome.origin`."""
        self._recalled.labels(origin).inc()

    def count_article(self, state: str) -> None:
        """Count an article of a job that ended."""
        self._articles.labels(state).inc()

    def set_waiting_articles(self, articles: int) -> None:
        """Set the number of articles of jobs that are not done."""
        self._waiting.set(articles)

    def count_webhook(self, outcome: str) -> None:
        """Count an attempt to tell an event."""
        self._webhooks.labels(outcome.replace(" ", "_")).inc()

    def count_check(self, outcome: str) -> None:
        """Count a check of a feed."""
        self._feed_checks.labels(outcome).inc()

    def count_entry(self, outcome: str) -> None:
        """Count an entry of a feed."""
        self._feed_entries.labels(outcome).inc()

    def count_story(self, state: str) -> None:
        """Count a job of a story that ended."""
        self._stories.labels(state).inc()

    def count_delivery(self, kind: str, outcome: str) -> None:
        """Count an attempt to deliver a digest."""
        self._deliveries.labels(kind, outcome).inc()

    def exposition(self) -> bytes:
        """Return all metrics of the processes that share a folder, in Prometheus' text format."""
        if not self._shared:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def serve(self, host: str, port: int) -> int:
        """Serve the numbers from a thread of their own, for a process that serves nothing else; the port they are on.

        Raises:
            OSError: the address cannot be had.
        """
        server, _ = start_http_server(port, host, self._registry)
        return server.server_port

    def _observe_times(self, work: Work, timings: Timings) -> None:
        for stage, milliseconds in timings.model_dump().items():
            if milliseconds:
                self._stages.labels(work, stage).observe(milliseconds / 1000)

    def _count_usage(self, by_model: Iterable[ModelUsage]) -> None:
        for part in by_model:
            self._calls.labels(part.model).inc(part.calls)
            self._tokens.labels(part.model, "prompt").inc(part.prompt_tokens)
            self._tokens.labels(part.model, "completion").inc(part.completion_tokens)
            if part.cost_usd is not None:
                self._cost.labels(part.model).inc(part.cost_usd)


def _remove_dead_gauges(shared: Path) -> None:
    """Take out the gauges of processes that died without a word: they hold no places any more."""
    for pid in {int(file.stem.rpartition("_")[2]) for file in shared.glob("gauge_live*_*.db")}:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid)  # type: ignore[no-untyped-call]
        except PermissionError:
            continue
