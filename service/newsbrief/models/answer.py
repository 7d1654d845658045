"""The JSON answer in what a model wrote, wherever it put it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import regex
from pydantic import BaseModel, ValidationError

from newsbrief.models.completion import Completion
from newsbrief.models.thinking import strip_thinking
from newsbrief.validation import describe_faults

M = TypeVar("M", bound=BaseModel)

_LONGEST = 500_000
"""Characters of an answer that are searched for JSON; a draft has some 5,000."""
_OPENING = regex.compile(r'\{(?=\s*["}])')
_OPENINGS = 200
"""Objects tried at most."""
_MENDED = 1_000
"""Braces that are mended at most: json-repair takes quadratic time on some; an answer has some 50."""
_ERRORS = 5
_NESTED = 5
"""Wrappers around an answer that are taken off at most."""
_THOUGHTS = regex.compile(r"think|thought|reason|plan|scratch|reflect|first|early|rough", regex.IGNORECASE)
"""Names under which models put what they think, where their answer has room for it."""
_BESIDE = 20
"""Values beside one another that are looked into at most."""
_CALLED = ("arguments", "parameters", "input")
_PARAMETER = regex.compile(
    r"<parameter(?:=|\s+name=\"?)(?P<name>\w+)\"?>(?P<value>.*?)</parameter>"
    r"|<arg_key>\s*(?P<name>\w+)\s*</arg_key>\s*<arg_value>(?P<value>.*?)</arg_value>",
    regex.DOTALL,
)
"""A tool call written as text, field by field, as some models' templates have it."""
_HOLLOW = regex.compile(r'[\s{}\[\]",:`]*')
_SPUN = 200
"""Characters of nothing but white space, which some servers' grammars let a model write until it is stopped."""


class UnreadableAnswer(Exception):
    """The answer is not what was asked for; `str()` says why, in words the model can use."""


def read_plain(completion: Completion, answer: type[M]) -> M | None:
    """Return the answer where a completion is nothing but its JSON; else None, though `read_answer` may find it."""
    whole = _load(completion.text)
    with suppress(ValidationError):
        return answer.model_validate(whole) if isinstance(whole, Mapping) else None
    return None


def read_answer(completion: Completion, answer: type[M]) -> M:
    """Return the answer in a completion.

    Raises:
        Unreadable: there is none, or not all of it.
    """
    problem = "it is empty" if is_hollow(completion) else "there is no JSON object in it"
    values: list[Any] = []
    for value in _list_candidates(completion):
        for inner in unwrap(value):
            if not isinstance(inner, Mapping):
                continue
            try:
                return answer.model_validate(inner)
            except ValidationError as error:
                problem = problem if values and inner is not value else describe_faults(error, "the answer", _ERRORS)
        values.append(value)
    if (renamed := _read_list(values, answer)) is not None:
        return renamed
    if completion.is_cut:
        raise UnreadableAnswer("it was cut off because it is too long")
    raise UnreadableAnswer(problem)


def _read_list(values: Sequence[Any], answer: type[M]) -> M | None:
    """Return the answer that is nothing but a list, where the model named the list otherwise, or left its name out.

    None where `answer` has more than that, or the values hold nothing of it.
    """
    if len(answer.model_fields) != 1:
        return None
    (name,) = answer.model_fields
    objects: list[Any] = []
    for value in values:  # the last that was written comes first, and what was mended repeats what was whole
        if value not in objects:
            objects.insert(0, value)
    lists = (inner for value in values for inner in unwrap(value) if isinstance(inner, list))
    for held in (*lists, objects, *values):
        with suppress(ValidationError):
            validated = answer.model_validate({name: held})
            if getattr(validated, name):
                return validated
    return None


def salvage(completion: Completion, answer: type[M]) -> M | None:
    """Return the answer in a completion that was cut off, up to its last whole item; None where that is too little."""
    said = strip_thinking(completion.text[:_LONGEST])
    for value in _repair(said[: said.rfind("}") + 1]):
        for inner in unwrap(value):
            try:
                return answer.model_validate(inner)
            except ValidationError:
                continue
    return None


def is_hollow(completion: Completion) -> bool:
    """Return whether the model said nothing: at most it thought, or wrote white space and brackets."""
    return _HOLLOW.fullmatch(strip_thinking(completion.text[:_LONGEST])) is not None


def is_thought(completion: Completion) -> bool:
    """Return whether an answer that was cut off had not begun: the model thought, or went on about something."""
    blank = len(strip_thinking(completion.text[:_LONGEST])) > _SPUN and is_hollow(completion)
    return not blank and _OPENING.search(strip_thinking(completion.text[:_LONGEST])) is None


def is_begun(completion: Completion) -> bool:
    """Return whether a JSON object begins in what the model said."""
    return _OPENING.search(strip_thinking(completion.text[:_LONGEST])) is not None


def unwrap(value: Any, depth: int = _NESTED, *, thoughts: bool = True) -> Iterator[Any]:
    """Yield `value`, and what it wraps: the arguments of a tool call, what an object of one key holds, other objects.

    A string counts as the JSON in it. Of several objects the last comes first, as what a model settled on; without
    `thoughts` none under a name for thinking.
    """
    yield value
    if not depth:
        return
    if isinstance(value, Mapping):
        called = [value[name] for name in _CALLED if name in value]
        held_by = {name: part for name, part in value.items() if thoughts or not _THOUGHTS.search(str(name))}
        inner = (called or list(held_by.values())[::-1])[:_BESIDE]
    else:
        inner = value if isinstance(value, list) and len(value) == 1 else []
    for part in inner:
        held = _load(part) if isinstance(part, str) and part.lstrip()[:1] in ("{", "[", '"') else part
        held = _load(held) if isinstance(held, str) and held is not part else held
        if isinstance(held, Mapping) or (isinstance(held, list) and len(inner) == 1):
            yield from unwrap(held, depth - 1, thoughts=thoughts)


def _list_candidates(found: Completion) -> Iterator[Any]:
    """Yield candidates for the answer, the likeliest first: strict JSON before what must be mended."""
    text = found.text[:_LONGEST]
    if isinstance(whole := _load(text), Mapping):
        # Marks of thinking in its strings are the article's own.
        yield whole
        return
    said = strip_thinking(text)
    if said.strip():
        # The last is what the model settled on.
        if fields := {found["name"]: found["value"].strip() for found in _PARAMETER.finditer(said)}:
            yield {name: text if (value := _load(text)) is None else value for name, text in fields.items()}
        yield from reversed([value for value, _ in _find_objects(said)])
        yield from _repair(said)
    elif not found.is_cut:
        # Some servers take the answer for thinking. Thinking that is none ends otherwise than in an answer.
        thought = (found.thought or text)[-_LONGEST:]
        thought = (strip_thinking(thought) or thought).rstrip("` \n\r\t")
        yield from (value for value, end in _find_objects(thought) if end == len(thought))


def _find_objects(text: str) -> Iterator[tuple[Any, int]]:
    """Yield the objects in `text` that no other contains, each with its end."""
    decoder, end = json.JSONDecoder(), 0
    for number, opening in enumerate(_OPENING.finditer(text)):
        if number == _OPENINGS:
            return
        if opening.start() < end:
            continue
        try:
            value, end = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        yield value, end


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _repair(text: str) -> Iterator[Any]:
    start = text.find("{")
    if start < 0 or text.count("{") > _MENDED:
        return
    opening = _OPENING.search(text)
    start = opening.start() if opening else start
    import json_repair

    try:
        value = json_repair.loads(text[start:], skip_json_loads=True)
    except (ValueError, RecursionError):
        return
    found = value if isinstance(value, list) else [value]
    yield from (part for part in reversed(found) if isinstance(part, Mapping))
