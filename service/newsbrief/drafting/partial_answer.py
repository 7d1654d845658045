"""Find the complete items of a draft in an answer that is still being written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import OnItem
from newsbrief.drafting.written import WrittenClaim, make_item
from newsbrief.models.streaming import OnPartialAnswer

FindItems = Callable[[Mapping[str, Any]], Iterator[tuple[Section, object]]]


def listen_to_draft(on_item: OnItem, known: Collection[int]) -> OnPartialAnswer:
    """Return a callback for the answer that is a whole draft; it passes each new item to `on_item`."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        for section in SECTIONS:
            value = answer.get(section)
            for part in value if isinstance(value, list) else [value]:
                yield section, part

    return _listen(find_items, on_item, known)


def listen_to_section(name: Section, on_item: OnItem, known: Collection[int]) -> OnPartialAnswer:
    """Return a callback for the answer that is one section; that of the story has the title in front."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        value = answer.get("items")
        for number, part in enumerate(value if isinstance(value, list) else ()):
            yield ("title" if name == "the_story" and not number else name), part

    return _listen(find_items, on_item, known)


def _listen(find_items: FindItems, on_item: OnItem, known: Collection[int]) -> OnPartialAnswer:
    told: Counter[Section] = Counter()

    def on_partial(answer: Mapping[str, Any]) -> None:
        parts: dict[Section, list[object]] = {}
        for section, part in find_items(answer):
            if isinstance(part, dict):
                parts.setdefault(section, []).append(part)
        for section, found in parts.items():
            # Fewer than before: the answer has begun anew.
            for part in found[told[section] if len(found) >= told[section] else 0 :]:
                try:
                    claim = WrittenClaim.model_validate(part)
                except ValidationError:
                    continue
                on_item(section, make_item(claim, known, title=section == "title"))
            told[section] = len(found)

    return on_partial
