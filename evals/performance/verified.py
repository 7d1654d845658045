"""The cost of verification: wall time and price beside the bare call that drafts it, the judge included.

The draft is in other words than the article's, so that the judge is asked about every claim. Bare and verified calls
are made in turn, each on an edition of the article that the server has not read. Prices are those of the default model,
cached tokens at a tenth.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from openai import AsyncOpenAI

from evals.performance.articles import longer, read_seed
from evals.performance.call import MODEL, body
from evals.performance.drafts import script
from evals.performance.figure import Figure
from evals.performance.processes import newsbrief, upstream

LATENCY_S, TOKENS_PER_S, READ_PER_S = 0.2, 50, 5_000
PROMPT, CACHED, COMPLETION = 0.75, 0.075, 4.5
"""Dollars a million tokens of the default model."""


@dataclass(frozen=True, slots=True)
class MeasuredReply:
    """A briefing, or a draft, that was made."""

    seconds: float
    dollars: float
    usage: dict[str, Any]


def figures(runs: int, folder: Path, peers: str | None = None) -> Iterator[Figure]:
    """Compare the briefing with the bare call: nothing wrong, two claims wrong, streamed, uncached, of 30,000 words.

    `peers`: an interpreter that has instructor, to measure it beside.
    """
    honest, wrong = folder / "honest.json", folder / "wrong.json"
    honest.write_text(script().to_json(), encoding="utf-8")
    wrong.write_text(script(wrong=2).to_json(), encoding="utf-8")
    with _server(honest, "--caches") as url, _service(url, folder / "honest") as service:
        bare, ours = _in_turn(url, service, runs)
        yield Figure("bare call, 1,500 words, 50 tokens/s", bare.seconds, "s")
        yield from _instructor(peers, url, bare, folder)
        yield Figure("verified briefing: wall time to the bare call's", ours.seconds / bare.seconds, "x", aim=1.25)
        yield Figure("verified briefing: price to the bare call's", ours.dollars / bare.dollars, "x", aim=1.35)
        yield from _by_purpose(ours)
        yield from _measure_stream(url, service, runs, bare)
        long = _make_verified(service, f"{_edition()}\n\n{longer(28_500)}").seconds
        yield Figure("30,000 words: wall time to that of 1,500", long / ours.seconds, "x", aim=2.5)
    with _server(honest) as url, _service(url, folder / "cacheless") as service:
        plain, ours = _in_turn(url, service, 1)
        yield Figure("without a prefix cache: price to the bare call's", ours.dollars / plain.dollars, "x", aim=2.2)
    with _server(wrong, "--caches") as url, _service(url, folder / "wrong") as service:
        plain, ours = _in_turn(url, service, runs)
        yield Figure("two wrong claims: wall time to the bare call's", ours.seconds / plain.seconds, "x", aim=1.6)
        yield Figure("two wrong claims: price to the bare call's", ours.dollars / plain.dollars, "x", aim=1.7)


def _server(file: Path, *more: str) -> Any:
    return upstream(LATENCY_S, TOKENS_PER_S, 0, f"--read-per-s={READ_PER_S}", f"--script={file}", *more)


def _service(url: str, folder: Path) -> Any:
    folder.mkdir(exist_ok=True)
    prices = folder / "prices.toml"
    prices.write_text(f"[models.{MODEL}]\nprompt = {PROMPT}\ncached = {CACHED}\ncompletion = {COMPLETION}\n", "utf-8")
    return newsbrief(url, folder, NEWSBRIEF_DEADLINE_S="300", NEWSBRIEF_PRICES=str(prices))


_editions = iter(range(1, 10_000))


def _edition() -> str:
    """Return the seed article under a line that no other has, so that no server has read its beginning."""
    return f"Edition {next(_editions)} of the evening, as it was sent at {time.time():.3f}.\n\n{read_seed()}"


def _in_turn(url: str, service: Any, runs: int) -> tuple[MeasuredReply, MeasuredReply]:
    """Return the medians of bare and verified, made in turn, after one that takes the judge's exam."""
    _make_verified(service, _edition())
    pairs = [(asyncio.run(_bare(url, _edition())), _make_verified(service, _edition())) for _ in range(runs)]
    bare, ours = zip(*pairs, strict=True)
    return _median(bare), _median(ours)


def _median(made: tuple[MeasuredReply, ...]) -> MeasuredReply:
    seconds = statistics.median(each.seconds for each in made)
    return MeasuredReply(seconds, statistics.median(each.dollars for each in made), made[-1].usage)


async def _bare(url: str, text: str) -> MeasuredReply:
    asked = body(text)
    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        began = time.perf_counter()
        found = await client.chat.completions.create(model=MODEL, **asked)
        taken = time.perf_counter() - began
    usage = found.usage.model_dump()
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    return MeasuredReply(taken, _price(usage["prompt_tokens"], cached, usage["completion_tokens"]), usage)


def _make_verified(service: Any, text: str) -> MeasuredReply:
    request = urllib.request.Request(
        f"{service.url}/summarize", json.dumps({"text": text}).encode(), {"content-type": "application/json"}
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        reply = json.load(answer)
    taken = time.perf_counter() - began
    wrong = [warning for warning in reply["meta"]["warnings"] if warning.startswith("The judge")]
    if reply["meta"]["degraded"] or wrong:
        raise RuntimeError(reply["meta"]["degraded_reason"] or wrong[0])
    usage = reply["meta"]["usage"]
    dollars = _price(usage["prompt_tokens"], usage["cached_tokens"], usage["completion_tokens"])
    if abs(dollars - usage["cost_usd"]) > 1e-9:
        raise RuntimeError(f"charged {usage['cost_usd']}, and not {dollars}")
    return MeasuredReply(taken, dollars, usage)


def _price(prompt: int, cached: int, completion: int) -> float:
    return ((prompt - cached) * PROMPT + cached * CACHED + completion * COMPLETION) / 1_000_000


def _by_purpose(made: MeasuredReply) -> Iterator[Figure]:
    for part in made.usage["by_purpose"]:
        name = f"{part['purpose']}: {part['calls']} calls"
        yield Figure(f"{name}, prompt tokens", part["prompt_tokens"], "")
        yield Figure(f"{name}, of these cached", part["cached_tokens"], "")
        yield Figure(f"{name}, tokens written", part["completion_tokens"], "")


def _instructor(python: str | None, url: str, bare: MeasuredReply, folder: Path) -> Iterator[Figure]:
    if python is None:
        return
    asked = folder / "edition.json"
    asked.write_text(json.dumps(body(_edition())), encoding="utf-8")
    command = [python, str(Path(__file__).with_name("peers.py")), "instructor", url, str(asked), "1", "1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"instructor could not be measured: {ran.stderr.strip()[-500:]}")
    taken = max(json.loads(ran.stdout)["each_ms"]) / 1000
    yield Figure("instructor, unverified: wall time to the bare call's", taken / bare.seconds, "x")


def _measure_stream(url: str, service: Any, runs: int, bare: MeasuredReply) -> Iterator[Figure]:
    """Return the time from the last drafted token to `done`, and to the first claim, as shares of the drafting time."""
    found = [asyncio.run(_listen(url, service)) for _ in range(runs)]
    late, first, dollars = (statistics.median(each) for each in zip(*found, strict=True))
    yield Figure("streamed: last drafted token to done, to the drafting time", late, "x", aim=0.15)
    yield Figure("streamed: first verified claim, to the drafting time", first, "x", aim=0.35)
    yield Figure("streamed: price to the bare call's", dollars / bare.dollars, "x")


async def _listen(url: str, service: Any) -> tuple[float, float, float]:
    first, done, reply = 0.0, 0.0, {}
    async with httpx.AsyncClient(base_url=service.url, timeout=300) as client:
        began = time.monotonic()
        async with client.stream(
            "POST", "/summarize", json={"text": _edition()}, headers={"Accept": "text/event-stream"}
        ) as answer:
            name = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: ") and name == "claim":
                    first = first or time.monotonic()
                elif line.startswith("data: ") and name == "done":
                    done, reply = time.monotonic(), json.loads(line[6:])
        told = (await client.get(url.removesuffix("/v1"))).json()
    drafting = told["drafted_at"] - began
    usage = reply["meta"]["usage"]
    price = _price(usage["prompt_tokens"], usage["cached_tokens"], usage["completion_tokens"])
    return (done - told["drafted_at"]) / drafting, (first - began) / drafting, price
