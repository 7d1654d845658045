"""An OpenAI-compatible server of adjustable speed, which answers with the article's own sentences.

`python -m evals.performance.upstream PORT [--tokens-per-s 50 …]`. A draft is the script's, where there is one, else the
extractive engine's. Of the calls a share `--failing` ends in an error, a broken connection, half an answer, or none for
a minute. A GET tells the calls and tokens so far.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex
import uvicorn

from evals.performance.opinion import opinion
from evals.performance.prefix_cache import PrefixCache, pieces_of, render_request
from evals.request_body import read_body
from newsbrief.article.reading import read
from newsbrief.briefing.schema import SECTIONS
from newsbrief.drafting.draft import DraftRequest, Item
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
_SEED_LINES = 120
"""Lines of a prompt from which on it is not about the seed article, which scripts are about."""
_HANG_S = 60
_JSON = [(b"content-type", b"application/json")]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed of a server, and its prefix cache."""

    latency_s: float = 0.0
    """Before anything is read."""
    tokens_per_s: float = 0.0
    """Written; 0: at once."""
    read_per_s: float = 0.0
    """Tokens of a prompt read, without those in the cache; 0: at once."""
    caches: bool = False
    """Whether prefixes of prompts are kept."""
    schema_first: bool = False
    """Whether a schema stands before the system message, as at OpenAI."""


class Model:
    """An ASGI application: a model of some speed, which writes the draft of a script, or sentences of the article."""

    def __init__(self, speed: Speed, failing: float = 0.0, script: Json | None = None) -> None:
        self._speed, self._failing, self._script = speed, failing, script
        self._chance = random.Random(7)  # the same run again
        self._spent = Counter({"calls": 0, "tokens": 0})
        self._cache = PrefixCache() if speed.caches else None
        self._drafted: dict[str, float] = {}
        """Seconds in which the last streamed draft was written, and the `time.monotonic()` instant of its end."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        raw = await read_body(receive)
        if not raw:
            await send({"type": "http.response.start", "status": 200, "headers": _JSON})
            await send({"type": "http.response.body", "body": json.dumps({**self._spent, **self._drafted}).encode()})
            return
        if self._chance.random() < self._failing:
            await self._fail(send)
            return
        request = json.loads(raw)
        text = await answer(request, self._script)
        pieces = self._pieces(text)
        usage = await self._read(request, raw, len(pieces))
        self._spent.update(calls=1, tokens=usage["total_tokens"])
        stream = bool(request.get("stream"))
        kind = [(b"content-type", b"text/event-stream")] if stream else _JSON
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        if stream:
            began = time.monotonic()
            is_draft = opinion(request) is None
            for number, piece in enumerate(pieces, 1):
                await send({"type": "http.response.body", "body": _event(piece), "more_body": True})
                # By the clock, so that what a sleep takes too long is made up for.
                if self._speed.tokens_per_s:
                    await asyncio.sleep(began + number / self._speed.tokens_per_s - time.monotonic())
            if is_draft:
                self._drafted = {"drafting_s": time.monotonic() - began, "drafted_at": time.monotonic()}
            last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": usage}
            await send({"type": "http.response.body", "body": _frame_event(last) + b"data: [DONE]\n\n"})
            return
        if self._speed.tokens_per_s:
            await asyncio.sleep(len(pieces) / self._speed.tokens_per_s)
        message = {"role": "assistant", "content": text}
        body = {"id": "1", "object": "chat.completion", "created": 0, "model": request.get("model"), "usage": usage,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}  # fmt: skip
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    async def _read(self, request: Json, raw: bytes, written: int) -> Json:
        """Take the time that reading the prompt takes, and return what is charged."""
        await asyncio.sleep(self._speed.latency_s)
        if self._cache is None and not self._speed.read_per_s:
            prompt, cached = len(raw) // 4, 0
        else:
            text = render_request(request, schema_first=self._speed.schema_first)
            prompt = len(pieces_of(text))
            cached = self._cache.count_cached(text) if self._cache else 0
            if self._speed.read_per_s:
                await asyncio.sleep((prompt - cached) / self._speed.read_per_s)
            if self._cache:
                # What is read only now is no help to those who read it at the same time.
                self._cache.keep(text)
        details = {"prompt_tokens_details": {"cached_tokens": cached}} if self._cache else {}
        return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written, **details}

    def _pieces(self, text: str) -> list[str]:
        """Return the tokens of an answer; only about as many where no time depends on them."""
        if self._speed.tokens_per_s or self._cache:
            return pieces_of(text)
        return [text[at : at + 4] for at in range(0, len(text), 4)]

    async def _fail(self, send: Any) -> None:
        await asyncio.sleep(self._speed.latency_s)
        fault = self._chance.choice([429, 500, 503, "reset", "half", "hang"])
        if fault == "hang":
            await asyncio.sleep(_HANG_S)
        status = fault if isinstance(fault, int) else 200
        headers = [*_JSON, (b"content-length", b"1000")] if fault == "reset" else _JSON
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"choices": [{"mess', "more_body": fault == "reset"})


async def answer(request: Json, script: Json | None = None) -> str:
    """Return what the schema of the request asks for, out of the numbered sentences of its prompt, or a judge's
    opinion.

    Of a `script`: its draft, and its opinion of that.
    """
    if (judged := opinion(request, script["known"] if script else None)) is not None:
        return json.dumps(judged)
    lines = [(found[1], found[2]) for found in LINE.finditer(str(request["messages"][-1]["content"]))]
    wanted = request.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
    if script and "title" in wanted and len(lines) < _SEED_LINES:
        return json.dumps(script["draft"])
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
        drafted = await ExtractiveEngine().draft(DraftRequest(article, article.language, time.monotonic() + 600))
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
    return _frame_event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})


def _frame_event(chunk: Json) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before anything is read")
    parser.add_argument("--tokens-per-s", type=float, default=0.0, help="written; 0: at once")
    parser.add_argument("--read-per-s", type=float, default=0.0, help="tokens of prompts read; 0: at once")
    parser.add_argument("--caches", action="store_true", help="keep prefixes of prompts")
    parser.add_argument("--schema-first", action="store_true", help="a schema stands before the system message")
    parser.add_argument("--failing", type=float, default=0.0, help="share of calls that fail")
    parser.add_argument("--script", type=Path, help="a draft, and which of its claims are wrong")
    return parser


if __name__ == "__main__":
    asked = _parser().parse_args()
    speed = Speed(asked.latency, asked.tokens_per_s, asked.read_per_s, asked.caches, asked.schema_first)
    scripted = json.loads(asked.script.read_text("utf-8")) if asked.script else None
    uvicorn.run(Model(speed, asked.failing, scripted), port=asked.port, log_level="error", access_log=False)
