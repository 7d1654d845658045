"""Find the complete items of a draft in an answer that is still being written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.answers import WrittenClaim, make_item, make_items
from newsbrief.drafting.draft import Item, OnItem
from newsbrief.models.streaming import OnPartialAnswer

FindItems = Callable[[Mapping[str, Any]], Iterator[tuple[Section, object]]]


def listen_to_draft(on_item: OnItem, known: Collection[int], language: str) -> OnPartialAnswer:
    """Return a callback for the answer that is a whole draft; it passes each new item to `on_item`."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        for section in SECTIONS:
            value = answer.get(section)
            for part in value if isinstance(value, list) else [value]:
                yield section, part

    return _listen(find_items, on_item, known, language)


def listen_to_section(name: Section, on_item: OnItem, known: Collection[int], language: str) -> OnPartialAnswer:
    """Return a callback for the answer that is one section; that of the story has the title in front."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        value = answer.get("items")
        for number, part in enumerate(value if isinstance(value, list) else ()):
            yield ("title" if name == "the_story" and not number else name), part

    return _listen(find_items, on_item, known, language)


def _listen(find_items: FindItems, on_item: OnItem, known: Collection[int], language: str) -> OnPartialAnswer:
    counts: Counter[Section] = Counter()

    def make(section: Section, claims: Sequence[WrittenClaim]) -> Sequence[Item]:
        if section == "title":
            return [make_item(claim, known, title=True) for claim in claims]
        return make_items(claims, known, language)

    def on_partial(answer: Mapping[str, Any]) -> None:
        parts: dict[Section, list[object]] = {}
        for section, part in find_items(answer):
            if isinstance(part, dict):
                parts.setdefault(section, []).append(part)
        for section, claims in parts.items():
            items = make(section, [*_validate(claims)])
            # Fewer than before: the answer has begun anew.
            for item in items[counts[section] if len(items) >= counts[section] else 0 :]:
                on_item(section, item)
            counts[section] = len(items)

    return on_partial


def _validate(parts: Sequence[object]) -> Iterator[WrittenClaim]:
    for part in parts:
        with suppress(ValidationError):
            yield WrittenClaim.model_validate(part)
