"""A model server that fails: whether every request is answered, when, and what is left behind."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evals.performance.articles import bodies, longer, read_seed
from evals.performance.figure import Figure
from evals.performance.load import post
from evals.performance.processes import Server, newsbrief, upstream

IN_FLIGHT = 200
FAILING = 0.3
DEADLINE_S = 20
LATENCY_S = 0.2
SETTLES_S = 7.0
"""After which connections that are no longer needed are closed."""


def figures(requests: int, folder: Path) -> Iterator[Figure]:
    """Yield figures of requests before a server that fails three calls in ten, then before one that does not."""
    text = read_seed()
    settings = {"NEWSBRIEF_DEADLINE_S": str(DEADLINE_S), "NEWSBRIEF_MAX_CONCURRENCY": str(IN_FLIGHT)}
    with upstream(LATENCY_S, failing=FAILING) as failing, newsbrief(failing, folder, workers=1, **settings) as service:
        url, engines = f"{service.url}/summarize", Counter[str]()

        def seen(answer: bytes) -> None:
            reply = json.loads(answer)
            assert reply["faithfulness"]["claims"]
            engines[reply["meta"]["engine"]] += 1

        post(url, bodies(20, text), 20)
        before = _held(service)
        loaded = post(url, bodies(requests, text + " "), IN_FLIGHT, seen)
        for name, value, unit, aim in (
            ("answered with a verified briefing", engines.total() / requests, "x", 1),
            ("written by the model all the same", engines["openai"] / requests, "x", None),
        ):
            yield Figure(f"failing server: {name}", value, unit, aim=aim, least=True)
        for name, value, unit, aim in (
            ("latest answer after the deadline", loaded.quantile(1) / 1000 - DEADLINE_S, "s", 1),
            ("p50", loaded.quantile(0.5), "ms", None),
            ("files and sockets left open", _held(service) - before, "", 0),
        ):
            yield Figure(f"failing server: {name}", value, unit, aim=aim)
    with upstream(0) as fast, newsbrief(fast, folder) as service:
        url = f"{service.url}/summarize"
        post(url, [json.dumps({"text": part}).encode() for part in _new_words()], 2)
        post(url, bodies(max(100, requests // 2), text), 16)
        files, memory = _held(service), service.resident_mb()
        post(url, bodies(5 * requests, text + " "), 16)
        yield Figure(f"files and sockets left open by {5 * requests:,} requests", _held(service) - files, "", aim=0)
        yield Figure(f"memory taken by {5 * requests:,} requests", service.resident_mb() - memory, "MB", aim=10)


def _new_words() -> list[str]:
    """Return articles of more different sentences than are remembered, to fill that memory before it is measured."""
    words = longer(200_000).split(" ")
    return [" ".join(words[at : at + 20_000]) for at in range(0, len(words), 20_000)]


def _held(service: Server) -> int:
    time.sleep(SETTLES_S)
    return service.count_open_files()
