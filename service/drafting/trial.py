"""A trial of a model: two small calls, and what they show of its server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import openai
from pydantic import BaseModel, ConfigDict

from service.drafting.chat import Chat
from service.drafting.draft import PromptStamp, Usage
from service.drafting.errors import DraftingError
from service.drafting.prompts import Rendered
from service.drafting.terms import Terms

_LIST_S = 10.0
_THINGS = ("lamp", "clock", "map", "bell")
_EXHIBITS = 60
"""Lines of the prompt: some 1,500 tokens, from which on servers cache what prompts have in common."""
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
    """What a trial showed."""

    models: tuple[str, ...] | None
    """Names in the server's list; None where it has no list."""
    failure: DraftingError | None = None
    """Why there was no answer: then the rest says nothing."""
    terms: Terms = field(default_factory=Terms)
    """How the server is asked: in which form, and without what."""
    is_streamed: bool = False
    has_thought: bool = False
    window: int | None = None
    cached: int = 0
    """Tokens of the second prompt that the server had in its cache."""
    usage: Usage = field(default_factory=Usage)


async def trial(chat: Chat, within_s: float) -> Trial:
    """Ask `chat` for two small answers, and return what that showed."""
    models = await _models(chat)
    deadline = time.monotonic() + within_s
    heard: list[object] = []
    try:
        _, first = await chat.structured(_prompt(7), Exhibit, deadline=deadline, most=_MOST, heard=heard.append)
        _, second = await chat.structured(_prompt(23), Exhibit, deadline=deadline, most=_MOST)
    except DraftingError as failure:
        return Trial(models, failure)
    terms = chat.terms
    return Trial(
        models,
        terms=terms,
        is_streamed=bool(heard) and terms.streams,
        has_thought=terms.thinking != "within" or first.completion_tokens > _THOUGHT * first.calls,
        window=await chat.window(),
        cached=second.cache_read_tokens,
        usage=first + second,
    )


async def _models(chat: Chat) -> tuple[str, ...] | None:
    try:
        async with asyncio.timeout(_LIST_S):
            entries = await chat.at.models()
    except (openai.OpenAIError, ValueError, TimeoutError):
        return None
    return tuple(str(entry.get("id") or entry.get("name") or "") for entry in entries) or None


def _prompt(wanted: int) -> Rendered:
    lines = "\n".join(
        f"{n}: Exhibit {n} of the museum is a {_THINGS[n % 4]} of {1800 + n}, shown in room {n % 9 + 1}."
        for n in range(_EXHIBITS)
    )
    asked = f"Name the kind of thing that exhibit {wanted} is, and its room."
    return Rendered(
        "You read a list and answer one question on it.", f"{lines}\n\n{asked}", PromptStamp("trial", "1", "")
    )
