"""Other libraries' structured output, asked for the same draft; none of them checks it.

They want other versions of the SDK than newsbrief does, so this runs by an interpreter of its own, and imports nothing
of newsbrief: `PYTHON evals/performance/peers.py NAME BASE_URL ASKED.json REQUESTS AT_ONCE`, with `pip install
instructor langchain-openai 'pydantic-ai-slim[openai]'` there. Prints seconds, and milliseconds of each request.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

Ask = Callable[[], Awaitable[Any]]
MODEL = "performance"


class Item(BaseModel):
    text: str
    sources: list[int]
    kind: Literal["reported", "inference"]


class Draft(BaseModel):
    """The draft that is asked for, as `newsbrief.drafting.answers.WholeDraft` has it."""

    title: Item
    the_story: list[Item]
    key_points: list[Item]
    critical_analysis: list[Item]
    key_takeaways: list[Item]
    impact_analysis: list[Item]


def instructor(base_url: str, messages: list[dict[str, str]]) -> Ask:
    import instructor as library
    from openai import AsyncOpenAI

    client = library.from_openai(AsyncOpenAI(base_url=base_url, api_key="none"), mode=library.Mode.JSON_SCHEMA)
    return lambda: client.chat.completions.create(
        model=MODEL, messages=messages, response_model=Draft, temperature=0, max_retries=0
    )


def langchain(base_url: str, messages: list[dict[str, str]]) -> Ask:
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(base_url=base_url, api_key="none", model=MODEL, temperature=0, max_retries=0)
    chain = chat.with_structured_output(Draft, method="json_schema")
    return lambda: chain.ainvoke(messages)


def pydantic_ai(base_url: str, messages: list[dict[str, str]]) -> Ask:
    from pydantic_ai import Agent, NativeOutput
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    model = OpenAIChatModel(MODEL, provider=OpenAIProvider(base_url=base_url, api_key="none"))
    agent = Agent(model, output_type=NativeOutput(Draft), instructions=messages[0]["content"], retries=0)
    return lambda: agent.run(messages[1]["content"])


PEERS = {"instructor": instructor, "langchain": langchain, "pydantic-ai": pydantic_ai}


async def measure(ask: Ask, requests: int, at_once: int) -> dict[str, Any]:
    """Return the seconds of all requests, and the milliseconds of each, after three that warm up."""
    for _ in range(3):
        await ask()
    waiting, each = iter(range(requests)), []

    async def one() -> None:
        for _ in waiting:
            began = time.perf_counter()
            await ask()
            each.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(at_once)))
    return {"seconds": time.perf_counter() - began, "each_ms": sorted(each)}


if __name__ == "__main__":
    name, base_url, asked, requests, at_once = sys.argv[1:6]
    ask = PEERS[name](base_url, json.loads(Path(asked).read_text("utf-8"))["messages"])
    print(json.dumps(asyncio.run(measure(ask, int(requests), int(at_once)))))
