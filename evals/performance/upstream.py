"""An OpenAI-compatible server of adjustable speed, which answers with the article's own sentences.

`python -m evals.performance.upstream PORT LATENCY_S TOKENS_PER_S FAILING`; no tokens a second: the answer comes at
once. A draft is the extractive engine's, so nothing that is measured needs repair. Of the calls a share `FAILING` ends
in an error, a broken connection, half an answer, or none for a minute. A GET tells the calls and tokens so far.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import regex
import uvicorn

from evals.performance.opinion import opinion
from newsbrief.article.reading import read
from newsbrief.briefing.schema import SECTIONS
from newsbrief.drafting.draft import Item
from newsbrief.extractive import ExtractiveEngine

LINE = regex.compile(r"^([\d,]+): (.+)$", regex.MULTILINE)
_SIGNS = {
    "First item: a headline": "the_story",
    "the facts that matter": "key_points",
    "Write the analysis": "critical_analysis",
    "conclusions to remember": "key_takeaways",
    "Write the outlook": "impact_analysis",
}
"""Words of the prompt for one section by which it is known."""
_NOTES = 12
_HANG_S = 60
_JSON = [(b"content-type", b"application/json")]
Json = dict[str, Any]


class Model:
    """An ASGI application: a model that takes `latency_s` to begin and writes so many tokens a second."""

    def __init__(self, latency_s: float, tokens_per_s: float, failing: float) -> None:
        self._latency_s, self._tokens_per_s, self._failing = latency_s, tokens_per_s, failing
        self._chance = random.Random(7)  # the same run again
        self._spent = Counter({"calls": 0, "tokens": 0})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        raw = b""
        while True:
            event = await receive()
            raw += event.get("body", b"")
            if not event.get("more_body"):
                break
        if not raw:
            await send({"type": "http.response.start", "status": 200, "headers": _JSON})
            await send({"type": "http.response.body", "body": json.dumps(self._spent).encode()})
            return
        if self._chance.random() < self._failing:
            await self._fail(send)
            return
        request = json.loads(raw)
        words = (await answer(request)).split(" ")
        await asyncio.sleep(self._latency_s)
        usage = {"prompt_tokens": len(raw) // 4, "completion_tokens": len(words) * 4 // 3}
        usage["total_tokens"] = sum(usage.values())
        self._spent.update(calls=1, tokens=usage["total_tokens"])
        stream = bool(request.get("stream"))
        kind = [(b"content-type", b"text/event-stream")] if stream else _JSON
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        if stream:
            for word in words:
                await send({"type": "http.response.body", "body": _event(word + " "), "more_body": True})
                await self._write(4 / 3)
            last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": usage}
            await send({"type": "http.response.body", "body": _framed(last) + b"data: [DONE]\n\n"})
            return
        await self._write(usage["completion_tokens"])
        message = {"role": "assistant", "content": " ".join(words)}
        body = {"id": "1", "object": "chat.completion", "created": 0, "model": request.get("model"), "usage": usage,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}  # fmt: skip
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    async def _fail(self, send: Any) -> None:
        await asyncio.sleep(self._latency_s)
        fault = self._chance.choice([429, 500, 503, "reset", "half", "hang"])
        if fault == "hang":
            await asyncio.sleep(_HANG_S)
        status = fault if isinstance(fault, int) else 200
        headers = [*_JSON, (b"content-length", b"1000")] if fault == "reset" else _JSON
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"choices": [{"mess', "more_body": fault == "reset"})

    async def _write(self, tokens: float) -> None:
        if self._tokens_per_s:
            await asyncio.sleep(tokens / self._tokens_per_s)


async def answer(request: Json) -> str:
    """What the schema of the request asks for, out of the numbered sentences of its prompt, or a judge's opinion."""
    if (judged := opinion(request)) is not None:
        return json.dumps(judged)
    lines = [(found[1], found[2]) for found in LINE.finditer(str(request["messages"][-1]["content"]))]
    wanted = request.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
    if "claims" in wanted:
        chosen = lines[:: max(1, len(lines) // _NOTES)][:_NOTES]
        return json.dumps({"claims": [{"text": text, "sources": _numbers(numbers)} for numbers, text in chosen]})
    written = await _draft(lines)
    if "items" not in wanted:
        return json.dumps(written)
    prompt = str(request["messages"][-1]["content"])
    section = next((name for sign, name in _SIGNS.items() if sign in prompt), "the_story")
    title = [written["title"]] if section == "the_story" else []
    return json.dumps({"items": title + written[section]})


_drafts: dict[str, Json] = {}
"""By the beginning of the article: those that are sent differ only in their end."""


async def _draft(lines: Sequence[tuple[str, str]]) -> Json:
    key = "\n".join(text for _, text in lines[:20])
    if key not in _drafts:
        article = read("\n\n".join(text for _, text in lines))
        drafted = await ExtractiveEngine().draft(
            article, language=article.language, strategy="single", deadline=time.monotonic() + 600
        )
        numbers = {text: _numbers(of) for of, text in lines}
        told = {section: getattr(drafted.draft, section) for section in SECTIONS}

        def item(claim: Item) -> Json:
            sources = [n for i in claim.sources for n in numbers.get(article.sentences[i].text, [])]
            return {"text": claim.text, "sources": sources, "kind": claim.kind}

        _drafts[key] = {name: item(v) if isinstance(v, Item) else [item(c) for c in v] for name, v in told.items()}
    return _drafts[key]


def _numbers(of: str) -> list[int]:
    return [int(n) for n in of.split(",")]


def _event(text: str) -> bytes:
    return _framed({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})


def _framed(chunk: Json) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


if __name__ == "__main__":
    port, latency_s, tokens_per_s, failing = int(sys.argv[1]), *map(float, sys.argv[2:5])
    uvicorn.run(Model(latency_s, tokens_per_s, failing), port=port, log_level="error", access_log=False)
