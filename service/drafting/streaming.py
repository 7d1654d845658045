"""A completion as it comes, token by token, and the parts of a JSON answer that are whole before the rest is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Protocol

import jiter
import regex

from service.drafting.completion import Completion, completion, first, mapping
from service.drafting.errors import EngineUnavailable
from service.drafting.failures import Transient

Heard = Callable[[Mapping[str, Any]], None]
"""Told an answer as far as it is whole, whenever one more object of it is. A retry begins it anew."""
_THOUGHT = regex.compile(r"<(think(?:ing)?)>.*?(</\1>|\Z)", regex.DOTALL | regex.IGNORECASE)
_QUOTE = regex.compile(r'\\.|"', regex.DOTALL)
_LONGEST, _MOST = 60_000, 200
"""Characters that are looked at, and looks: each reads the answer from its start, and a draft has some 25 objects."""
_GRACE_S = 1.0
"""Seconds that a server may take to count its tokens and close, once the answer is whole."""


class Partial:
    """The answer that is being written."""

    def __init__(self, heard: Heard) -> None:
        self._heard, self._text, self._looks = heard, "", 0

    def add(self, piece: str) -> None:
        """More of its text; tells what is whole, where `piece` may have closed an object."""
        if len(self._text) > _LONGEST or self._looks > _MOST:
            return
        self._text += piece
        if "}" in piece:
            self._looks += 1
            if whole := closed_objects(self._text):
                self._heard(whole)


def closed_objects(text: str) -> Mapping[str, Any] | None:
    """The JSON object in `text` up to the last object in it that is closed; None where there is none to be read."""
    text = _THOUGHT.sub("", text)
    start, end = text.find("{"), text.rfind("}") + 1
    inside = text[start:end] if start >= 0 else ""
    # Within a string a brace closes nothing.
    if not inside or sum(mark[0] == '"' for mark in _QUOTE.finditer(inside)) % 2:
        return None
    try:
        value = jiter.from_json(inside.encode(), partial_mode=True)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


class Chunks(Protocol):
    """A stream of decoded chunks, as the SDK gives it."""

    def __aiter__(self) -> AsyncIterator[object]: ...


async def streamed(chunks: Chunks, heard: Heard) -> Completion:
    """The completion that `chunks` make up.

    Raises:
        Transient, DraftingError: they break off before the end, or are no completion.
    """
    said, called, refused = [], [], []
    finish: object = None
    usage: object = None
    partial = Partial(heard)
    try:
        async with asyncio.timeout(None) as limit:
            async for chunk in chunks:
                data = mapping(chunk)
                if data.get("error"):
                    return completion(data)
                usage = data.get("usage") or usage
                choice = first(data.get("choices"))
                delta = mapping(choice.get("delta"))
                if isinstance(text := delta.get("content"), str):
                    said.append(text)
                    partial.add(text)
                if arguments := _arguments(delta):
                    called.append(arguments)
                    partial.add(arguments)
                if isinstance(no := delta.get("refusal"), str):
                    refused.append(no)
                finish = choice.get("finish_reason") or finish
                if finish and limit.when() is None:
                    limit.reschedule(asyncio.get_running_loop().time() + _GRACE_S)
    except TimeoutError:
        if not finish:
            raise
    if not finish:
        raise Transient(EngineUnavailable("The model server broke off in the middle of its answer."))
    message: dict[str, Any] = {"content": "".join(said), "refusal": "".join(refused)}
    if called:
        message["tool_calls"] = [{"function": {"arguments": "".join(called)}}]
    return completion({"choices": [{"message": message, "finish_reason": finish}], "usage": usage})


def _arguments(delta: Mapping[str, Any]) -> str:
    """What a chunk adds to the arguments of the first tool call, however the server encodes them."""
    call = first(delta.get("tool_calls"))
    arguments = mapping(call.get("function")).get("arguments") if not call.get("index") else None
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""
