"""The words of a request to a server: from the strictest form down to the plainest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import regex
from pydantic import BaseModel

from newsbrief.models.complaint import Complaint
from newsbrief.models.schema import make_strict, write_outline

Mode = Literal["json_schema", "tool", "json_object", "text"]
MODES: tuple[Mode, ...] = get_args(Mode)
Limit = Literal["max_completion_tokens", "max_tokens"]
Message = dict[str, str]
BREAKPOINT = "prompt_cache_breakpoint"
"""The mark at the end of a prefix that is to be cached."""
_ROOM_TO_THINK = 24_000
"""Tokens that a model which thought up to its limit is given beyond those of its answer."""
_FORM = regex.compile(
    r"response_format|json_schema|json_object|structured output|\bschema\b|guided|\bgrammar\b|\btools?\b|tool_choice"
    r"|function call|\bfunctions?\b"
)
_SYSTEM = regex.compile(
    r"\bsystem\b.{0,30}\b(?:role|message|prompt|instruction)|\brole\b.{0,30}\bsystem\b|developer instruction"
    r"|roles must alternate|only [`'\"]?user[`'\"]? and [`'\"]?(?:assistant|model)[`'\"]? roles"
)
_STREAM = regex.compile(r"\bstream(?:s|ing|ed)?\b")
_COUNTS = regex.compile(r"stream_options|include_usage")


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a request."""

    mode: Mode = "json_schema"
    limit: Limit | None = "max_completion_tokens"
    """The parameter that caps the answer: the newer name, the older one, or none."""
    most: int | None = None
    """The largest limit that the server takes, where it named one."""
    thinking: Literal["within", "beyond", "free"] = "within"
    """Whether thinking has room within the limit, beyond it, or without any."""
    left_out: frozenset[str] = frozenset()
    """Options that the server does not take."""
    system: bool = True
    """Whether it takes a system message; else that stands before the user's."""
    streams: bool = True
    """Whether it sends an answer as it is written, where that is asked for."""
    counts_stream_tokens: bool = True
    """Whether it takes the request to count the tokens of such an answer, too."""

    def body(
        self,
        model: str,
        messages: Sequence[Message],
        answer: type[BaseModel],
        most: int,
        options: Mapping[str, Any] | None = None,
        *,
        streamed: bool = False,
    ) -> dict[str, Any]:
        """Return the request for an answer of at most `most` tokens, `streamed` as it is written."""
        body: dict[str, Any] = {"model": model, "messages": self._messages(messages)}
        if self.limit and (limited := self.limit_for(most)):
            body[self.limit] = limited
        body |= {name: value for name, value in (options or {}).items() if name not in self.left_out}
        if streamed:
            body["stream"] = True
            if self.counts_stream_tokens:
                body["stream_options"] = {"include_usage": True}
        name = answer.__name__.lower()
        if self.mode == "json_schema":
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": True, "schema": make_strict(answer)},
            }
        elif self.mode == "tool":
            function = {"name": name, "description": "Your answer.", "parameters": make_strict(answer), "strict": True}
            body["tools"] = [{"type": "function", "function": function}]
            body["tool_choice"] = {"type": "function", "function": {"name": name}}
        elif self.mode == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def limit_for(self, most: int) -> int | None:
        """Return the limit for an answer of `most` tokens; None where the request names none."""
        if not self.limit or self.thinking == "free":
            return None
        wanted = most + _ROOM_TO_THINK if self.thinking == "beyond" else most
        return min(wanted, self.most) if self.most else wanted

    def request(self, answer: type[BaseModel], shown: bool) -> str:
        """Return what the prompt must say of the form. `shown`: this server shows a schema to the model by itself."""
        if self.mode == "tool":
            return ""
        if self.mode == "json_schema" and shown:
            return ""
        return f"\n\nAnswer with nothing but JSON: {write_outline(answer)}"

    def without_refused(self, no: Complaint, sent: Mapping[str, Any]) -> Terms | None:
        """Return terms without the one thing of the request `sent` that the server names; None where it names none."""
        named = f"{no.param} {no.text}"
        if "stream" in sent and self.counts_stream_tokens and _COUNTS.search(named):
            return replace(self, counts_stream_tokens=False)
        if "stream" in sent and _STREAM.search(named):
            return replace(self, streams=False)
        limits = [name for name in get_args(Limit) if _names(name, named)]
        if self.limit and self.limit in sent and limits:
            if len(limits) == 1 and (most := no.number_below(sent[self.limit])):
                return replace(self, most=most)
            return replace(self, limit="max_tokens" if self.limit == "max_completion_tokens" else None)
        if BREAKPOINT not in self.left_out and BREAKPOINT in named:
            return replace(self, left_out=self.left_out | {BREAKPOINT})
        if refused := {name for name in _list_options(sent) if _names(name, named)}:
            return replace(self, left_out=self.left_out | refused)
        if self.system and _SYSTEM.search(named):
            return replace(self, system=False)
        return self.next_form() if _FORM.search(named) else None

    def next_form(self) -> Terms | None:
        """Return terms one form lower; None from plain text."""
        at = MODES.index(self.mode) + 1
        return replace(self, mode=MODES[at]) if at < len(MODES) else None

    def after_silence(self) -> Terms | None:
        """Return terms for a server that says nothing in this form; None where it was plain text."""
        if self.mode == "text":
            return None
        # What enforces one form by a grammar enforces the other by one.
        return replace(self, mode="tool" if self.mode == "json_schema" else "text")

    def next_trial(self, sent: Mapping[str, Any]) -> Terms | None:
        """Return the next thing to try where the server does not say what is wrong with the request `sent`."""
        if lower := self.next_form():
            return lower
        if (self.limit and self.limit in sent) or _list_options(sent):
            return replace(self, limit=None, left_out=self.left_out | _list_options(sent))
        if self.system:
            return replace(self, system=False)
        return replace(self, streams=False) if "stream" in sent else None

    def with_more_room(self) -> Terms | None:
        """Return terms for a model that spent all on thinking; None where it had no limit.

        Greedy decoding is left out: it sends some into a loop.
        """
        if self.thinking == "free" or not self.limit:
            return None
        more: Literal["beyond", "free"] = "beyond" if self.thinking == "within" else "free"
        return replace(self, thinking=more, left_out=self.left_out | {"temperature"})

    def _messages(self, messages: Sequence[Message]) -> list[Message]:
        if self.system or messages[0]["role"] != "system":
            return list(messages)
        system, user, *rest = messages
        return [{**user, "content": f"{system['content']}\n\n{user['content']}"}, *rest]


def correct_turns(turns: Sequence[Message], reply: str, problem: str, cut: bool) -> list[Message]:
    """Return the turns with what was wrong with the last answer. What was cut off is not shown again: it was long."""
    advice = "Answer again, in full but shorter" if cut else "Answer again, with the corrected JSON alone"
    said = f"Your answer cannot be used: {json.dumps(problem)[1:-1]}. {advice}."
    if cut:
        # Two turns of the user running are more than some chat templates take.
        *before, last = turns
        return [*before, {**last, "content": f"{last['content']}\n\n{said}"}]
    return [*turns, {"role": "assistant", "content": _shorten(reply)}, {"role": "user", "content": said}]


def _shorten(text: str, most: int = 6_000) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


_OURS = frozenset({"model", "messages", "stream", "stream_options", "response_format", "tools", "tool_choice"})


def _list_options(sent: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(sent) - _OURS - set(get_args(Limit))


def _names(parameter: str, text: str) -> bool:
    return regex.search(rf"(?<![\w]){regex.escape(parameter.lower())}(?![\w])", text) is not None
