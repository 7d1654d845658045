"""The prefix that all requests about an article share, as servers are told of it.

Most servers cache exact prefixes of the rendered chat by themselves (vLLM, SGLang, llama.cpp, DeepSeek, Mistral, Groq),
and a schema that only steers the decoding is no part of it. OpenAI and Azure put the schema before the system message,
so that requests share a prefix only where they share the schema; `prompt_cache_key` leads them to the same machine, and
from GPT-5.6 on a breakpoint marks where the prefix ends.
Source: https://developers.openai.com/api/docs/guides/prompt-caching
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from newsbrief.models.endpoint import Endpoint
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.schema import Schema, make_strict
from newsbrief.models.terms import BREAKPOINT

KEY = "prompt_cache_key"
ANSWER = "answer"
"""The one property of a schema for several forms of answer."""


def join_schemas(answers: Sequence[type[BaseModel]]) -> Schema:
    """Return the schema of an object whose `answer` is one of `answers`."""
    one_of = {"anyOf": [make_strict(answer) for answer in answers]}
    return {"type": "object", "properties": {ANSWER: one_of}, "required": [ANSWER], "additionalProperties": False}


def mark_prefix(
    body: Mapping[str, Any], prompt: RenderedPrompt, at: Endpoint, left_out: frozenset[str]
) -> dict[str, Any]:
    """Return the request `body` with the hints at its prefix that the server takes, without those in `left_out`."""
    marked = dict(body)
    if not prompt.shared:
        return marked
    if at.routes_by_key and KEY not in left_out:
        marked[KEY] = hashlib.sha256(prompt.prefix.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if at.takes_breakpoints and BREAKPOINT not in left_out:
        marked["messages"] = [_split_message(message, prompt) for message in body["messages"]]
    return marked


def _split_message(message: Mapping[str, Any], prompt: RenderedPrompt) -> Mapping[str, Any]:
    """Return the message with the article in a part of its own, where it begins with it."""
    text, article = message["content"], prompt.user[: prompt.shared]
    if not text.startswith(article):
        return message
    first = {"type": "text", "text": article, BREAKPOINT: {"mode": "explicit"}}
    return {**message, "content": [first, {"type": "text", "text": text[prompt.shared :]}]}
