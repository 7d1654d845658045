"""A server's answer to one call: what the model said, how it ended, and what it cost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsbrief.models.errors import UpstreamFailed
from newsbrief.models.failures import TransientFailure, classify_error
from newsbrief.models.usage import CallUsage

_CUT = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_FULL = frozenset({"model_context_window_exceeded", "context_length_exceeded", "context_window_exceeded"})
_FILTERED = frozenset(
    {
        "content_filter",
        "content-filter",
        "contentfilter",
        "safety",
        "sensitive",
        "moderation",
        "refusal",
        "recitation",
        "blocklist",
        "spii",
        "prohibited_content",
        "guardrail_intervened",
        "language",
    }
)
_BROKEN = frozenset({"error", "network_error", "insufficient_system_resource", "abort", "aborted"})
_THOUGHT = ("reasoning_content", "reasoning", "thinking")
_NO_ANSWER = frozenset({"role", "content", "refusal", "tool_calls", "function_call", "audio", "annotations", "name"})
"""Fields of a message where no answer stands that nobody has looked at."""
_TEXTS = ("text", "content", "value", "thinking", "reasoning", "summary", "json")
"""Fields that hold what a part says."""
_SAID = (None, "text", "output_text", "json", "output_json")
"""Types of parts that are said, and not thought."""


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer: the text or tool call of the first choice, and what it cost."""

    text: str
    is_cut: bool = False
    """Ended by a limit of tokens, not by the model."""
    refusal: str | None = None
    is_filtered: bool = False
    usage: CallUsage | None = None
    """None where the server does not count."""
    thought: str = ""
    """What came in the fields for thinking, where nothing else came."""
    is_full: bool = False
    """The server says that the model's window was full."""
    is_recorded: bool = False
    """It was found in the record of an earlier call, which is paid for."""


def parse_completion(data: object) -> Completion:
    """Return the completion in a decoded answer.

    Raises:
        Transient, Rejected, DraftingError: it is an error (some gateways send those with status 200), or no completion.
    """
    if not isinstance(data, Mapping):
        raise TransientFailure(UpstreamFailed("The model server answered in no form that can be read."))
    choice = first_mapping(data.get("choices"))
    if error := data.get("error") or choice.get("error"):
        raise classify_error(error)
    finish = str(choice.get("finish_reason") or "").lower()
    if not choice or finish in _BROKEN:
        raise TransientFailure(UpstreamFailed("The model server answered without a completion."))
    message = as_mapping(choice.get("message"))
    text = read_arguments(message) or read_text(message.get("content")) or read_text(choice.get("text"))
    refusal = message.get("refusal")
    return Completion(
        text=text,
        is_cut=finish in _CUT or finish in _FULL,
        refusal=refusal if isinstance(refusal, str) and refusal else None,
        is_filtered=finish in _FILTERED,
        usage=_parse_usage(data.get("usage")),
        thought="" if text.strip() else read_thinking(message),
        is_full=finish in _FULL,
    )


def read_text(content: object) -> str:
    """Return the text of a message: a string, an object, or parts of which some are text and some thinking."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, Sequence) else (content,)
    return "".join(_flatten(part) for part in parts if isinstance(part, str) or as_mapping(part).get("type") in _SAID)


def read_thinking(message: Mapping[str, Any]) -> str:
    """Return what a message or delta holds of thinking, under one of the usual names or any other."""
    usual = (_flatten(message[name]) for name in _THOUGHT if name in message)
    others = (_flatten(value) for name, value in message.items() if name not in _NO_ANSWER and name not in _THOUGHT)
    return next(filter(None, usual), "") or next(filter(None, others), "")


def read_arguments(message: Mapping[str, Any]) -> str:
    """Return the arguments of the first tool call, however the server encodes them; in a delta, a part of them."""
    call = first_mapping(message.get("tool_calls"))
    function = as_mapping(message.get("function_call")) if not call else as_mapping(call.get("function"))
    arguments = function.get("arguments") if not call.get("index") else None
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""


def first_mapping(value: object) -> Mapping[str, Any]:
    return as_mapping(value[0]) if isinstance(value, Sequence) and value else {}


def as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _flatten(value: object, depth: int = 4) -> str:
    """Return the text in a value of a message: of its parts, or an object that is none as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return "".join(_flatten(part, depth - 1) for part in value) if depth else ""
    part = as_mapping(value)
    held = next((part[name] for name in _TEXTS if part.get(name)), None)
    if held is not None and ("type" in part or len(part) == 1):
        return _flatten(held, depth - 1) if depth else ""
    return json.dumps(part, ensure_ascii=False) if part and "type" not in part else ""


def _parse_usage(value: object) -> CallUsage | None:
    counts = as_mapping(value)
    details = as_mapping(counts.get("prompt_tokens_details"))
    tokens = [counts.get(name) for name in ("prompt_tokens", "completion_tokens", "total_tokens")]
    # DeepSeek has a name of its own for what it read from its cache.
    tokens += [details.get("cached_tokens", counts.get("prompt_cache_hit_tokens")), details.get("cache_write_tokens")]
    prompt, written, total, read, put = (n if isinstance(n, int) and n >= 0 else 0 for n in tokens)
    # Some servers leave thinking out of the completion, and none leaves it out of the total.
    written = max(written, total - prompt)
    return CallUsage(1, prompt, written, None, read, put) if prompt or written else None
