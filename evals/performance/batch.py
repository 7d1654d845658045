"""`newsbrief batch`, durable, beside the minimal endpoint, which loses everything when it dies."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from evals.performance.articles import bodies, read_seed
from evals.performance.figure import Figure
from evals.performance.load import post
from evals.performance.processes import model_settings, run_server, upstream

AT_ONCE = 64
LATENCY_S = 0.2


def figures(articles: int, folder: Path) -> Iterator[Figure]:
    """Yield articles a second, by one process and by two, and as a share of the minimal endpoint's, on SQLite."""
    sent = bodies(articles, read_seed())
    (folder / "in.jsonl").write_bytes(b"\n".join(sent))
    with upstream(LATENCY_S) as slow:
        with run_server(["-m", "evals.performance.minimal", "{port}"], {"OPENAI_BASE_URL": slow}) as minimal:
            url = f"{minimal.url}/summarize"
            post(url, sent[:AT_ONCE], AT_ONCE)
            least = post(url, sent, AT_ONCE)
        for workers in (1, 2):
            began, before = time.perf_counter(), _processor_s()
            _batch(slow, folder, workers)
            rate = articles / (time.perf_counter() - began)
            each_ms = (_processor_s() - before) / articles * 1000
            name = f"newsbrief batch, {workers} worker{'s' * (workers > 1)}"
            yield Figure(f"{name}, start and end included", rate, "/s")
            yield Figure(f"{name}: processor time an article", each_ms, "ms")
            yield Figure(f"{name}: share of the minimal endpoint's", rate / least.rate, "x", aim=0.8, least=True)


def _processor_s() -> float:
    """Return the processor time of the processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _batch(base_url: str, folder: Path, workers: int) -> None:
    environment = os.environ | model_settings(base_url, f"sqlite:///{folder / f'{workers}.db'}")
    command = [sys.executable, "-c", "import sys; from newsbrief.cli import main; sys.exit(main())", "batch"]
    command += [str(folder / "in.jsonl"), str(folder / f"{workers}.jsonl"), "--concurrency", str(AT_ONCE)]
    command += ["--workers", str(workers)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"newsbrief batch ended with {ran.returncode}: {ran.stderr.strip()[-500:]}")
