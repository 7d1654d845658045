"""A trial of a model: a few small calls, and what they show of its server."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

import openai
from pydantic import BaseModel, ConfigDict

from newsbrief.models.chat import Chat
from newsbrief.models.errors import DraftingError
from newsbrief.models.prompts import PromptStamp, RenderedPrompt
from newsbrief.models.terms import Terms
from newsbrief.models.usage import CallUsage

_LIST_S = 10.0
_THINGS = ("lamp", "clock", "map", "bell")
_FEW, _MANY = 10, 60
"""Lines of a prompt: some 200 tokens, and 1,500, from which on servers cache what prompts have in common."""
_LONGER = 12
"""How much longer the two calls on many lines may take than the one on few."""
_MOST = 1_000
_THOUGHT = 300
"""Tokens of an answer of two short fields, beyond which the model must have thought."""


class Exhibit(BaseModel):
    """The answer that is asked for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    room: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a trial."""

    models: tuple[str, ...] | None
    """Names in the server's list; None where it has no list."""
    failure: DraftingError | None = None
    """Why there was no answer: then the rest says nothing."""
    terms: Terms = field(default_factory=Terms)
    """How the server is asked: in which form, and without what."""
    is_streamed: bool = False
    has_thought: bool = False
    window: int | None = None
    cached: int | None = None
    """Tokens of a prompt that the server had in its cache, as it had read their like before; None: not tried."""
    usage: CallUsage = field(default_factory=CallUsage)


async def try_model(chat: Chat, within_s: float) -> Trial:
    """Ask `chat` for a small answer, and two on a longer prompt; return what that showed."""
    models = await _list_models(chat)
    began = time.monotonic()
    deadline = began + within_s
    heard: list[object] = []
    try:
        _, first = await chat.ask_structured(
            _make_prompt(7, _FEW), Exhibit, deadline=deadline, most=_MOST, on_partial=heard.append
        )
    except DraftingError as failure:
        return Trial(models, failure)
    usage, cached = first, None
    if (time.monotonic() - began) * _LONGER < within_s:
        with suppress(DraftingError):
            for wanted in (23, 41):
                _, more = await chat.ask_structured(_make_prompt(wanted, _MANY), Exhibit, deadline=deadline, most=_MOST)
                usage, cached = usage + more, more.cached_tokens
    terms = chat.terms
    return Trial(
        models,
        terms=terms,
        is_streamed=bool(heard) and terms.streams,
        has_thought=terms.thinking != "within" or first.completion_tokens > _THOUGHT * first.calls,
        window=await chat.window(),
        cached=cached,
        usage=usage,
    )


async def _list_models(chat: Chat) -> tuple[str, ...] | None:
    try:
        async with asyncio.timeout(_LIST_S):
            entries = await chat.at.models()
    except (openai.OpenAIError, ValueError, TimeoutError):
        return None
    return tuple(str(entry.get("id") or entry.get("name") or "") for entry in entries) or None


def _make_prompt(wanted: int, exhibits: int) -> RenderedPrompt:
    lines = "\n".join(
        f"{n}: Exhibit {n} of the museum is a {_THINGS[n % 4]} of {1800 + n}, shown in room {n % 9 + 1}."
        for n in range(exhibits)
    )
    asked = f"Name the kind of thing that exhibit {wanted} is, and its room."
    return RenderedPrompt(
        "You read a list and answer one question on it.", f"{lines}\n\n{asked}", PromptStamp("trial", "1", "")
    )
