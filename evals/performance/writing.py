"""Time and tokens where the model's writing is what takes long: strategy `parallel`, and long articles."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.performance.articles import longer, read_seed
from evals.performance.figure import Figure
from evals.performance.processes import newsbrief, upstream

TOKENS_PER_S = 50


def figures(folder: Path) -> Iterator[Figure]:
    """Yield `parallel` beside `single`, 30,000 words beside 1,500, and how tokens grow with length."""
    with upstream(0.2, TOKENS_PER_S) as slow, newsbrief(slow, folder / "slow", NEWSBRIEF_DEADLINE_S="300") as service:
        single, _ = _summarize(service.url, read_seed())
        yield Figure("single, 50 tokens/s", single, "s")
        parallel, _ = _summarize(service.url, read_seed(), strategy="parallel")
        yield Figure("parallel, to single", parallel / single, "x", aim=0.4)
        long, _ = _summarize(service.url, longer(30_000))
        yield Figure("30,000 words, to single of 1,500", long / single, "x", aim=2.5)
    with upstream(0) as fast, newsbrief(fast, folder / "fast", NEWSBRIEF_DEADLINE_S="300") as service:
        for words in (1_500, 6_000, 24_000, 96_000):
            _, usage = _summarize(service.url, longer(words))
            tokens = usage["prompt_tokens"] + usage["completion_tokens"]
            yield Figure(f"tokens a word, {words:,} words ({usage['calls']} calls)", tokens / words, "")


def _summarize(url: str, text: str, **options: str) -> tuple[float, dict[str, Any]]:
    """Return the seconds of a request, and the usage of its model calls."""
    sent = json.dumps({"text": text, "options": options}).encode()
    request = urllib.request.Request(f"{url}/summarize", sent, {"content-type": "application/json"})
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        reply = json.load(answer)
    if reply["meta"]["degraded"]:
        raise RuntimeError(reply["meta"]["degraded_reason"])
    return time.perf_counter() - began, reply["meta"]["usage"]
