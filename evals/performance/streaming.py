"""`python -m evals.performance.streaming`: how long a verified claim takes after its last token, and `done` after all.

A scripted model server on this machine streams a faithful draft at 50 tokens a second, over real HTTP, to the service
in this process. Run it from a checkout: the server is the one of the tests.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from newsbrief.api.app import create_app
from newsbrief.article.reading import read
from newsbrief.extractive.engine import extract
from newsbrief.settings import Settings
from tests.upstream import Upstream, chat, running, streamed

ARTICLE = Path(__file__).parent.parent / "seeds" / "iran_us_talks.article.txt"
TOKENS_PER_S = 50
RUNS = 3


def main() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    draft = extract(read(text)).model_dump(mode="json")
    with running() as upstream, tempfile.TemporaryDirectory() as folder:
        upstream.says(streamed(chat(draft), token_s=1 / TOKENS_PER_S))
        settings = Settings(
            _env_file=None,
            engine="openai",
            openai_base_url=upstream.base_url,
            database_url=f"sqlite:///{folder}/newsbrief.sqlite3",
        )
        server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        asyncio.run(_measure(address, upstream, text))
        server.should_exit = True
        thread.join()


async def _measure(address: str, upstream: Upstream, text: str) -> None:
    firsts, claims, ends = [], [], []
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        # The first answer loads what the checks read; it is not measured.
        await client.post("/summarize", json={"text": text})
        for run in range(RUNS):
            upstream.tokens.clear()
            came = await _run(client, f"{text}\n\nEdition {run}.")
            late = _lateness(upstream, came)
            firsts.append(late[0])
            claims += late
            ends.append((came[-1][1] - upstream.tokens[-1][0]) * 1000)
    print(f"{os.cpu_count()} processors, {TOKENS_PER_S} tokens/s, {RUNS} runs, {len(claims)} claims sent while written")
    print(f"first claim after its last token: {max(firsts):.0f} ms at most")
    print(f"claim after its last token: {statistics.median(claims):.0f} ms median, {max(claims):.0f} ms at most")
    print(f"last token to done: {max(ends):.0f} ms at most ({', '.join(f'{end:.0f}' for end in ends)})")


async def _run(client: httpx.AsyncClient, text: str) -> list[tuple[str, float]]:
    """The text of each claim, and at last the end, with when it came."""
    came, name = [], ""
    headers = {"Accept": "text/event-stream", "Cache-Control": "no-cache"}
    async with client.stream("POST", "/summarize", json={"text": text}, headers=headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: ") and name in ("claim", "done"):
                came.append((json.loads(line[6:]).get("text", ""), time.monotonic()))
    return came


def _lateness(upstream: Upstream, came: list[tuple[str, float]]) -> list[float]:
    """Milliseconds from the token that closed each claim to its event, of those that came while the model wrote."""
    written, closed = "", []
    for at, token in upstream.tokens:
        written += token
        closed.append((len(written), at))
    late = []
    for text, at in came[:-1]:
        start = written.find(json.dumps(text)[1:-1])
        end = written.find("}", start)
        when = next(instant for length, instant in closed if length > end)
        if at < upstream.tokens[-1][0]:
            late.append((at - when) * 1000)
    return late


if __name__ == "__main__":
    main()
