"""From answers that are still being written to the items of a draft that are whole already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import Written
from newsbrief.drafting.written import WrittenClaim, item
from newsbrief.models.streaming import Heard

FindItems = Callable[[Mapping[str, Any]], Iterator[tuple[Section, object]]]


def of_draft(written: Written, known: Collection[int]) -> Heard:
    """Return a listener to the answer that is a whole draft."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        for section in SECTIONS:
            value = answer.get(section)
            for part in value if isinstance(value, list) else [value]:
                yield section, part

    return _listen(find_items, written, known)


def of_section(name: Section, written: Written, known: Collection[int]) -> Heard:
    """Return a listener to the answer that is one section; that of the story has the title in front."""

    def find_items(answer: Mapping[str, Any]) -> Iterator[tuple[Section, object]]:
        value = answer.get("items")
        for number, part in enumerate(value if isinstance(value, list) else ()):
            yield ("title" if name == "the_story" and not number else name), part

    return _listen(find_items, written, known)


def _listen(find_items: FindItems, written: Written, known: Collection[int]) -> Heard:
    told: Counter[Section] = Counter()

    def heard(answer: Mapping[str, Any]) -> None:
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
                written(section, item(claim, known, title=section == "title"))
            told[section] = len(found)

    return heard
