"""A server's answer to one call, and the JSON found in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import regex
from pydantic import BaseModel, ValidationError

from service.drafting.draft import Usage
from service.drafting.errors import UpstreamFailed
from service.drafting.failures import Transient, of_status

M = TypeVar("M", bound=BaseModel)

_THOUGHT = regex.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", regex.DOTALL | regex.IGNORECASE)
_LONGEST = 500_000
"""Characters of an answer that are searched for JSON; a draft has some 5,000."""
_OPENINGS = 50
"""Braces tried as the start of the answer: prose before it rarely has any."""
_OBJECTS = 5_000
"""Braces that are mended at most: json-repair takes more than linear time on nested ones."""
_ERRORS = 5


class Unreadable(Exception):
    """The answer is not what was asked for; `str()` says why, in words the model can use."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What came back: the text or tool call of the first choice, and what it cost."""

    text: str
    cut: bool = False
    """Ended by the limit of tokens, not by the model."""
    refusal: str | None = None
    filtered: bool = False
    usage: Usage | None = None
    """None where the server does not count."""


def completion(data: object) -> Completion:
    """The completion in a decoded answer.

    Raises:
        Transient, Rejected, DraftingError: it is an error (some gateways send those with status 200), or no completion.
    """
    if not isinstance(data, Mapping):
        raise Transient(UpstreamFailed("The model server answered in no form that can be read."))
    choice = first(data.get("choices"))
    if not choice:
        raise _failure(data)
    message = mapping(choice.get("message"))
    finish = choice.get("finish_reason")
    return Completion(
        text=_called(message) or _said(message.get("content")),
        cut=finish in ("length", "max_tokens"),
        refusal=message["refusal"] if isinstance(message.get("refusal"), str) and message["refusal"] else None,
        filtered=finish == "content_filter",
        usage=_usage(data.get("usage")),
    )


def read(found: Completion, answer: type[M]) -> M:
    """The answer in a completion.

    Raises:
        Unreadable: there is none, or not all of it.
    """
    problem = "it is empty" if not found.text.strip() else "there is no JSON object in it"
    for value in _objects(found.text):
        try:
            return answer.model_validate(value)
        except ValidationError as error:
            problem = _told(error)
    if found.cut:
        raise Unreadable("it was cut off because it is too long")
    raise Unreadable(problem)


def salvaged(found: Completion, answer: type[M]) -> M | None:
    """The answer in a completion that was cut off, up to its last whole item; None where that is too little."""
    end = found.text.rfind("}", 0, _LONGEST)
    for value in _repaired(found.text[: end + 1]):
        try:
            return answer.model_validate(value)
        except ValidationError:
            return None
    return None


def _objects(text: str) -> Iterator[Any]:
    """Objects in the text, as candidates for the answer: strict ones first, then one with its slips mended."""
    text = _THOUGHT.sub("", text[:_LONGEST]).strip() or text[:_LONGEST]
    decoder, start = json.JSONDecoder(), -1
    for _ in range(_OPENINGS):
        start = text.find("{", start + 1)
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield value
        start = end - 1
    yield from _repaired(text)


def _repaired(text: str) -> Iterator[Any]:
    start = text.find("{")
    if start < 0 or text.count("{") > _OBJECTS:
        return
    import json_repair

    try:
        value = json_repair.loads(text[start:], skip_json_loads=True)
    except (ValueError, RecursionError):
        return
    if isinstance(value, Mapping):
        yield value


def _failure(data: Mapping[str, Any]) -> Exception:
    error = data.get("error")
    if not error:
        return Transient(UpstreamFailed("The model server answered without a completion."))
    words = error if isinstance(error, Mapping) else {"message": error}
    complaint = " ".join(str(words.get(key) or "") for key in ("message", "code", "type"))[:2_000].lower()
    code = words.get("code")
    return of_status(code if isinstance(code, int) else 500, complaint)


def _said(content: object) -> str:
    """The text of a message: a string, or parts of which some are text."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, Sequence) else ()
    return "".join(str(mapping(part).get("text") or "") for part in parts)


def _called(message: Mapping[str, Any]) -> str:
    """The arguments of the first tool call, however the server encodes them."""
    arguments = mapping(first(message.get("tool_calls")).get("function")).get("arguments")
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""


def _usage(value: object) -> Usage | None:
    counts = mapping(value)
    details = mapping(counts.get("prompt_tokens_details"))
    found = [counts.get("prompt_tokens"), counts.get("completion_tokens")]
    found += [details.get("cached_tokens"), details.get("cache_write_tokens")]
    prompt, written, read, put = (n if isinstance(n, int) and n >= 0 else 0 for n in found)
    return Usage(1, prompt, written, None, read, put) if prompt or written else None


def first(value: object) -> Mapping[str, Any]:
    return mapping(value[0]) if isinstance(value, Sequence) and value else {}


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _told(error: ValidationError) -> str:
    """Where a value is wrong and how, without quoting it."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'the answer'}: {e['msg']}" for e in found[:_ERRORS])
