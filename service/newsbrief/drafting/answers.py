"""Answers of models, taken in as leniently as is honest, and turned into drafts.

Lenient: bullets in front of a text are markup, and so are numbers that count the claims of a section; a claim without
`sources` cites nothing, one without `kind` is held to the article like any other. Never made up: a text, a section, a
number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from newsbrief.article.calendar import calendar_names
from newsbrief.article.ends import end_text
from newsbrief.article.normalise import to_visible
from newsbrief.article.paragraphs import Numbering
from newsbrief.briefing.schema import Kind
from newsbrief.drafting.draft import Draft, Item

_BULLET = regex.compile(r"^[*•‣▪–—-]\s+")
_HEADING = regex.compile(r"^#{1,6}\s+")
_NUMBER = regex.compile(r"\d{1,9}")


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value
    folded = to_visible(value)
    return _HEADING.sub("", _BULLET.sub("", folded))


def _sources(value: object) -> object:
    """Return the numbers, however they are wrapped: `3`, `"3"`, `"[3, 4]"`, `["sentence 3"]`, null."""
    parts = value if isinstance(value, list | tuple) else [value]
    numbers: list[int] = []
    for part in parts:
        if isinstance(part, int) and not isinstance(part, bool):
            numbers.append(part)
        elif isinstance(part, str):
            numbers += map(int, _NUMBER.findall(part[:200]))
    return tuple(dict.fromkeys(numbers))


def _item(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


def _items(value: object) -> object:
    """Return the items that say something; a single one counts as a list of one."""
    parts = value if isinstance(value, list | tuple) else [value]
    return [part for part in parts if not _empty(part)]


def _empty(part: object) -> bool:
    text = part.get("text", part) if isinstance(part, Mapping) else part
    return text is None or (isinstance(text, str) and not _text(text))


CLAIM_LENGTH = 2_000
"""Characters of a claim, whoever writes it: what is longer is no one statement. A sentence of a draft has some 150."""
MOST_ITEMS = 200
"""Claims of a section; a draft has some 25 in all."""
Text = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=CLAIM_LENGTH)]
Sources = Annotated[tuple[int, ...], BeforeValidator(_sources)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class WrittenClaim(_Answer):
    """One claim as a model wrote it."""

    text: Text
    sources: Sources = ()
    kind: Kind = "reported"


class Note(_Answer):
    """One claim of a digest."""

    text: Text
    sources: Sources = ()


ClaimField = Annotated[WrittenClaim, BeforeValidator(_item)]
ClaimsField = Annotated[tuple[ClaimField, ...], BeforeValidator(_items), Field(min_length=1, max_length=MOST_ITEMS)]
OptionalClaims = Annotated[tuple[ClaimField, ...], BeforeValidator(_items), Field(max_length=MOST_ITEMS)]


class WholeDraft(_Answer):
    """The answer to `briefing` and `compose`. A story and key points are the least that makes a draft."""

    title: ClaimField
    the_story: ClaimsField
    key_points: ClaimsField
    critical_analysis: OptionalClaims
    key_takeaways: OptionalClaims
    impact_analysis: OptionalClaims


class SectionDraft(_Answer):
    """The answer to `section`: one shape for every section, as servers put the schema into the prefix they cache."""

    items: ClaimsField


class Digest(_Answer):
    """The answer to `digest`."""

    claims: Annotated[tuple[Annotated[Note, BeforeValidator(_item)], ...], BeforeValidator(_items)]


def make_item(written: WrittenClaim, known: Collection[int], *, title: bool = False) -> Item:
    """Return the claim without sources that are not `known` sentences, with a full stop unless it is a title."""
    text = end_text(written.text, is_title=title)
    return Item(text=text, sources=tuple(n for n in written.sources if n in known), kind=written.kind)


def make_items(written: Sequence[WrittenClaim], known: Collection[int], language: str) -> tuple[Item, ...]:
    """Return the claims of one section, without the numbers that count them; `11. September` counts nothing."""
    numbering = Numbering(calendar_names("months", language, abbreviated=True))
    texts = [claim.text[numbering.marker(claim.text) :] for claim in written]
    return tuple(make_item(c.model_copy(update={"text": t}), known) for c, t in zip(written, texts, strict=True))


def build_draft(
    sections: Mapping[str, WrittenClaim | Sequence[WrittenClaim]], known: Collection[int], language: str
) -> Draft:
    """Return the draft in `sections` (a claim for the title, several for the rest), citing only `known` sentences."""
    return Draft.model_validate(
        {
            name: make_item(value, known, title=True)
            if isinstance(value, WrittenClaim)
            else make_items(value, known, language)
            for name, value in sections.items()
        }
    )
