"""A completion as it comes, token by token, and the parts of a JSON answer that are whole before the rest is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Protocol, Self

import jiter
import regex

from newsbrief.models.completion import (
    Completion,
    as_mapping,
    first_mapping,
    parse_completion,
    read_arguments,
    read_text,
    read_thinking,
)
from newsbrief.models.errors import DraftingError, EngineUnavailable
from newsbrief.models.failures import TransientFailure
from newsbrief.models.thinking import find_unfinished

OnPartialAnswer = Callable[[Mapping[str, Any]], None]
"""Called with the complete part of an answer whenever one more object is complete. A retry starts the answer anew."""
_QUOTE = regex.compile(r'\\.|"', regex.DOTALL)
_LONGEST = 200_000
"""Characters of a text, thinking included, in which objects are looked for while it is written."""
_GROWTH = 50
"""Part of the text that must have come since the last look: each reads it from its start, so all take linear time."""
_GRACE_S = 1.0
"""Seconds that a server may take to count its tokens and close, once the answer is whole and it said so."""
_PAUSE_S = 10.0
"""Seconds of silence after which an answer has ended that is whole, or that the server called finished."""


class Partial:
    """The answer that is being written."""

    def __init__(self, on_partial: OnPartialAnswer) -> None:
        self._on_partial, self._pieces, self._length, self._next = on_partial, list[str](), 0, 0

    def add(self, piece: str) -> None:
        """Take more of its text; tell what is whole, where `piece` may have closed an object."""
        self._pieces.append(piece)
        self._length += len(piece)
        if "}" not in piece or not self._next <= self._length <= _LONGEST:
            return
        self._next = self._length + self._length // _GROWTH
        answer = find_unfinished("".join(self._pieces))
        if answer and (whole := parse_closed(answer)):
            self._on_partial(whole)


def parse_closed(text: str) -> Mapping[str, Any] | None:
    """Return the JSON object at the start of `text` up to the last object in it that is closed; None without one."""
    inside = text[: text.rfind("}") + 1]
    # Within a string a brace closes nothing.
    if not inside or sum(mark[0] == '"' for mark in _QUOTE.finditer(inside)) % 2:
        return None
    try:
        value = jiter.from_json(inside.encode(), partial_mode=True)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def is_whole(text: str) -> bool:
    """Return whether `text` is an answer whose JSON is complete."""
    answer = find_unfinished(text) or ""
    try:
        value, _ = json.JSONDecoder().raw_decode(answer)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)


class Chunks(Protocol):
    """A stream of decoded chunks, as the SDK gives it."""

    def __aiter__(self) -> AsyncIterator[object]: ...


class StreamedCompletion:
    """The completion that the chunks of a stream make up."""

    def __init__(self, on_partial: OnPartialAnswer) -> None:
        self._said: list[str] = []
        self._called: list[str] = []
        self._thought: list[str] = []
        self._refused: list[str] = []
        self._partial, self._usage = Partial(on_partial), None
        self.finish: object = None
        self._is_whole: bool | None = None

    def add(self, chunk: object) -> None:
        """Take one more chunk.

        Raises:
            Transient, Rejected, DraftingError: it is an error.
        """
        data = as_mapping(chunk)
        choice = first_mapping(data.get("choices"))
        if data.get("error") or choice.get("error"):
            parse_completion(data)
        self._usage = data.get("usage") or self._usage
        delta = as_mapping(choice.get("delta"))
        if not delta and not self._said:
            delta = as_mapping(choice.get("message"))  # some gateways end with the whole
        text, arguments = read_text(delta.get("content")) or read_text(choice.get("text")), read_arguments(delta)
        for piece, pieces in ((text, self._said), (arguments, self._called)):
            if piece:
                pieces.append(piece)
                self._partial.add(piece)
                self._is_whole = None
        self._thought.append(read_thinking(delta))
        if isinstance(no := delta.get("refusal"), str):
            self._refused.append(no)
        self.finish = choice.get("finish_reason") or self.finish

    @property
    def is_whole(self) -> bool:
        """Return whether the answer is complete, whatever the server says."""
        if self._is_whole is None:
            text = "".join(self._called or self._said)
            self._is_whole = text.rstrip("` \n\r\t").endswith(("}", ">")) and is_whole(text)
        return self._is_whole

    @property
    def patience_s(self) -> float | None:
        """Seconds of silence after which no more will come; None while the model is at work."""
        if self.is_whole:
            return _GRACE_S if self.finish else _PAUSE_S
        return _PAUSE_S if self.finish and (self._said or self._called) else None

    def completion(self) -> Completion:
        """Return what came.

        Raises:
            Transient, DraftingError: it broke off before the end, or is no completion.
        """
        if not self.finish and not self.is_whole:
            raise TransientFailure(EngineUnavailable("The model server broke off in the middle of its answer."))
        message: dict[str, Any] = {
            "content": "".join(self._said),
            "refusal": "".join(self._refused),
            "reasoning_content": "".join(self._thought),
        }
        if self._called:
            message["tool_calls"] = [{"function": {"arguments": "".join(self._called)}}]
        choice = {"message": message, "finish_reason": self.finish or "stop"}
        return parse_completion({"choices": [choice], "usage": self._usage})


class _Silence:
    """The silence since the last chunk: where it lasts, the answer is looked at, and bounds how long it may last.

    Looked at after each chunk, a long answer would take a time that is quadratic in its length.
    """

    def __init__(self, limit: asyncio.Timeout, gathered: StreamedCompletion) -> None:
        self._limit, self._gathered, self._loop = limit, gathered, asyncio.get_running_loop()
        self._began = self._loop.time()

    def __enter__(self) -> Self:
        self._timer = self._loop.call_at(self._began + _GRACE_S, self._look)
        return self

    def __exit__(self, *of_error: object) -> None:
        self._timer.cancel()

    def end(self) -> None:
        """Begin anew: a chunk came."""
        self._began = self._loop.time()
        self._limit.reschedule(None)

    def _look(self) -> None:
        due = self._began + _GRACE_S
        if self._limit.expired():
            return
        if due <= self._loop.time():
            patience = self._gathered.patience_s
            self._limit.reschedule(None if patience is None else self._began + patience)
            due = self._loop.time() + _GRACE_S
        self._timer = self._loop.call_at(due, self._look)


async def gather_stream(chunks: Chunks, on_partial: OnPartialAnswer) -> Completion:
    """Return the completion that `chunks` make up.

    It ends with the stream. One that is whole is not lost to a server that then breaks off, or says nothing more.

    Raises:
        Transient, DraftingError: they break off before the end, or are no completion.
    """
    gathered = StreamedCompletion(on_partial)
    try:
        async with asyncio.timeout(None) as limit:
            with _Silence(limit, gathered) as silence:
                async for chunk in chunks:
                    gathered.add(chunk)
                    silence.end()
    except TimeoutError:
        if not limit.expired():
            raise
    except DraftingError:
        raise
    except Exception:
        if not gathered.is_whole:
            raise
    return gathered.completion()


def gather_text(text: str, on_partial: OnPartialAnswer) -> Completion | None:
    """Return the completion in the text of an event stream, or of chunks a line each; None where it is none."""
    # JSON may hold U+2028 and the like as they are.
    lines = [line for line in regex.split(r"[\r\n]+", text) if line.strip()]
    events = [line[5:].strip() for line in lines if line.startswith("data:")]
    if len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines):
        events = lines
    if not events:
        return None
    gathered = StreamedCompletion(on_partial)
    for event in events:
        if event != "[DONE]":
            gathered.add(json.loads(event))
    return gathered.completion()
