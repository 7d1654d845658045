"""How a server takes a request for JSON: tried from the strictest form down, once, and remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from pydantic import BaseModel

from service.drafting.failures import Rejected
from service.drafting.schema import outline, strict

Mode = Literal["json_schema", "tool", "json_object", "text"]
MODES: tuple[Mode, ...] = get_args(Mode)
Limit = Literal["max_completion_tokens", "max_tokens"]
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What to ask a server for, and in which words."""

    mode: Mode = "json_schema"
    limit: Limit | None = "max_completion_tokens"
    """The parameter that caps the answer: the newer name, the older one, or none."""
    temperature: float | None = None
    streams: bool = True
    """Whether the server sends an answer as it is written, where that is asked for."""
    counts: bool = True
    """Whether it takes the request to count the tokens of such an answer, too."""

    def body(
        self, model: str, messages: Sequence[Message], answer: type[BaseModel], most: int, *, streamed: bool = False
    ) -> dict[str, Any]:
        """The request for an answer of at most `most` tokens, `streamed` as it is written."""
        body: dict[str, Any] = {"model": model, "messages": list(messages)}
        if self.limit:
            body[self.limit] = most
        if self.temperature is not None:
            body["temperature"] = self.temperature
        if streamed:
            body["stream"] = True
            if self.counts:
                body["stream_options"] = {"include_usage": True}
        name = answer.__name__.lower()
        if self.mode == "json_schema":
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": True, "schema": strict(answer)},
            }
        elif self.mode == "tool":
            function = {"name": name, "description": "Your answer.", "parameters": strict(answer), "strict": True}
            body["tools"] = [{"type": "function", "function": function}]
            body["tool_choice"] = {"type": "function", "function": {"name": name}}
        elif self.mode == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def request(self, answer: type[BaseModel], shown: bool) -> str:
        """What the prompt must say of the form. `shown`: this server shows a schema to the model by itself."""
        if self.mode == "tool":
            return ""
        if self.mode == "json_schema" and shown:
            return ""
        return f"\n\nAnswer with nothing but JSON: {outline(answer)}"

    def lowered(self, no: Rejected, *, streamed: bool = False) -> Terms | None:
        """The next thing to try after the server rejected these terms; None where there is nothing left."""
        if streamed and self.counts and "stream" in no.complaint:
            return replace(self, counts=False)
        if streamed and self.streams and "stream" in no.complaint:
            return replace(self, streams=False)
        if self.limit and self.limit in no.complaint:
            return replace(self, limit="max_tokens" if self.limit == "max_completion_tokens" else None)
        if self.temperature is not None and "temperature" in no.complaint:
            return replace(self, temperature=None)
        if self.mode != MODES[-1]:
            return replace(self, mode=MODES[MODES.index(self.mode) + 1])
        if self.limit or self.temperature is not None:
            return replace(self, limit=None, temperature=None)
        if streamed and self.streams:
            return replace(self, streams=False)
        return None


def correction(reply: str, problem: str, cut: bool) -> list[Message]:
    """The turn that shows a model what was wrong with its answer. What was cut off is not sent back: it was long."""
    said = "" if cut else _shortened(reply)
    turns = [{"role": "assistant", "content": said}] if said else []
    advice = "Answer again, in full but shorter" if cut else "Answer again, with the corrected JSON alone"
    return [*turns, {"role": "user", "content": f"Your answer cannot be used: {json.dumps(problem)[1:-1]}. {advice}."}]


def _shortened(text: str, most: int = 6_000) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"
