"""The cost of a request, beside the bare call and beside a minimal endpoint over it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openai import AsyncOpenAI

from evals.performance.articles import bodies, longer, read_seed
from evals.performance.call import MODEL, body
from evals.performance.drafts import script
from evals.performance.figure import Figure
from evals.performance.load import LoadResult, post
from evals.performance.peers import PEERS
from evals.performance.processes import newsbrief, run_server, upstream

IN_FLIGHT = 64
LATENCY_S = 0.2


def figures(requests: int, folder: Path, peers: str | None = None) -> Iterator[Figure]:
    """Measure added latency, calls and tokens, throughput at 64 in flight, start-up and memory.

    `peers`: an interpreter that has the other libraries, to measure them beside.
    """
    text = read_seed()
    with upstream(0) as fast, newsbrief(fast, folder / "one") as service:
        yield Figure("serve ready", service.ready_s, "s", aim=1.0)
        yield Figure("resident, idle", service.resident_mb(), "MB", aim=110)
        url = f"{service.url}/summarize"
        post(url, bodies(5, text), 1)
        bare = asyncio.run(_bare(fast, text, requests, 1))
        ours = post(url, bodies(requests, text + " "), 1)
        yield Figure("bare SDK call, p50", bare.quantile(0.5), "ms")
        yield Figure("added by /summarize, p50", ours.quantile(0.5) - bare.quantile(0.5), "ms", aim=8)
        yield Figure("added by /summarize, p99", ours.quantile(0.99) - bare.quantile(0.99), "ms", aim=25)
        for name, loaded in _peers(peers, fast, text, requests, 1, folder):
            yield Figure(f"added by {name}, p50", loaded.quantile(0.5) - bare.quantile(0.5), "ms")
        yield from _spent(url, text, fast)
        post(url, bodies(20 * requests, text + "  "), 16)
        yield Figure(f"resident, after {20 * requests:,} requests more", service.resident_mb(), "MB")
    yield from _held_up(folder / "heavy")
    # With fewer than several in turn for each that is in flight, all would begin at once and none meet another's end.
    yield from _throughput(max(4 * requests, 4 * IN_FLIGHT), text, folder, peers)


def _held_up(folder: Path) -> Iterator[Figure]:
    """Return how long others wait while one article takes the processor for seconds."""
    body = json.dumps({"text": longer(200_000)[:1_000_000]}).encode()
    with newsbrief("http://127.0.0.1:9/v1", folder, NEWSBRIEF_ENGINE="extractive") as service:
        post(f"{service.url}/summarize", bodies(5, read_seed()), 1)
        with ThreadPoolExecutor() as pool:
            heavy = pool.submit(post, f"{service.url}/summarize", [body], 1)
            waits: list[float] = []
            while not heavy.done():
                began = time.perf_counter()
                with urllib.request.urlopen(f"{service.url}/healthz") as answer:
                    answer.read()
                waits.append((time.perf_counter() - began) * 1000)
                time.sleep(0.01)
            taken = heavy.result().seconds
    waits.sort()
    yield Figure("1 MB briefed by a service from the article's own words", taken, "s")
    yield Figure("/healthz meanwhile, p50", waits[len(waits) // 2], "ms")
    yield Figure("/healthz meanwhile, p99", waits[int(len(waits) * 0.99)], "ms", aim=20)


def _throughput(requests: int, text: str, folder: Path, peers: str | None) -> Iterator[Figure]:
    file = folder / "script.json"
    file.write_text(script().to_json(), encoding="utf-8")
    with upstream(LATENCY_S, 0, 0, f"--script={file}") as slow:
        alone = asyncio.run(_bare(slow, text, requests // 4, 1))
        sdk = asyncio.run(_bare(slow, text, requests, IN_FLIGHT))
        yield Figure("bare SDK, 64 in flight", sdk.rate, "/s")
        for name, loaded in _peers(peers, slow, text, requests, IN_FLIGHT, folder):
            yield Figure(f"{name}, 64 in flight", loaded.rate, "/s")
        with run_server(["-m", "evals.performance.minimal", "{port}"], {"OPENAI_BASE_URL": slow}) as minimal:
            url = f"{minimal.url}/summarize"
            post(url, bodies(IN_FLIGHT, text), IN_FLIGHT)
            least = post(url, bodies(requests, text), IN_FLIGHT)
        yield Figure("minimal endpoint, 64 in flight", least.rate, "/s")
        for workers, aim in ((1, 0.6), (2, 0.9)):
            with newsbrief(slow, folder / f"workers{workers}", workers=workers) as service:
                url = f"{service.url}/summarize"
                post(url, bodies(IN_FLIGHT, text), IN_FLIGHT)
                ours = post(url, bodies(requests, text + " "), IN_FLIGHT)
                if workers == 1:
                    one = post(url, bodies(requests // 4, text + "  "), 1)
                    added = one.quantile(0.5) - alone.quantile(0.5)
                    yield Figure(f"added by /summarize to a call of {LATENCY_S * 1000:.0f} ms, p50", added, "ms")
            name = f"newsbrief, 64 in flight, {workers} worker{'s' * (workers > 1)}"
            yield Figure(name, ours.rate, "/s")
            yield Figure(f"{name}: share of the minimal endpoint's", ours.rate / least.rate, "x", aim=aim, least=True)


def _peers(
    python: str | None, base_url: str, text: str, requests: int, at_once: int, folder: Path
) -> Iterator[tuple[str, LoadResult]]:
    if python is None:
        return
    asked = folder / "asked.json"
    asked.write_text(json.dumps(body(text)), encoding="utf-8")
    for name in PEERS:
        arguments = [python, str(Path(__file__).with_name("peers.py")), name, base_url, str(asked)]
        ran = subprocess.run([*arguments, str(requests), str(at_once)], capture_output=True, text=True, check=False)
        if ran.returncode:
            raise RuntimeError(f"{name} could not be measured: {ran.stderr.strip()[-500:]}")
        found = json.loads(ran.stdout)
        yield name, LoadResult(found["seconds"], tuple(found["each_ms"]))


def _spent(url: str, text: str, base_url: str) -> Iterator[Figure]:
    request = urllib.request.Request(
        url, json.dumps({"text": f"{text}\n"}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        usage = json.load(answer)["meta"]["usage"]
    bare = asyncio.run(_tokens(base_url, text))
    yield Figure("calls of a briefing", usage["calls"], "", aim=1)
    ratio = (usage["prompt_tokens"] + usage["completion_tokens"]) / bare
    yield Figure("tokens of a briefing, to the bare call's", ratio, "x", aim=1.25)


async def _tokens(base_url: str, text: str) -> int:
    async with AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
        found = await client.chat.completions.create(model=MODEL, **body(text))
    return int(found.usage.total_tokens or found.usage.prompt_tokens + found.usage.completion_tokens)


async def _bare(base_url: str, text: str, requests: int, at_once: int) -> LoadResult:
    each: list[float] = []
    waiting = iter(range(requests))
    async with AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:

        async def one(numbers: Sequence[int] | Iterator[int]) -> None:
            for _ in numbers:
                began = time.perf_counter()
                await client.chat.completions.create(model=MODEL, **body(text))
                each.append((time.perf_counter() - began) * 1000)

        await one(range(3))
        each.clear()
        began = time.perf_counter()
        await asyncio.gather(*(one(waiting) for _ in range(at_once)))
    return LoadResult(time.perf_counter() - began, tuple(sorted(each)))
