"""A briefing in the sections of a house style, and the JSON Schema of such a layout.

The fixed format stays what it is, beside it: a layout only arranges claims that were checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.briefing.schema import HEADINGS, ITEMISED, Section
from newsbrief.briefing.wording import load_wording
from newsbrief.resources import read_table

PATH = "/layouts/schema"
"""Path of the JSON Schema of a layout."""
Form = Literal["paragraph", "bullets"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlannedSection(_Frozen):
    """A section of a layout, with its heading."""

    name: Section
    heading: str


class LaidOutSection(PlannedSection):
    """A section with its texts: bullets, or the sentences of a paragraph. Empty where nothing was found for it."""

    form: Form
    texts: tuple[str, ...]


class Layout(_Frozen):
    """The briefing in the sections of a house style. It is not the fixed format, and its Markdown is not read back."""

    described_by: str = Field(description="Path of the JSON Schema of exactly these sections.")
    title: str
    sections: tuple[LaidOutSection, ...]


class _SectionText(Protocol):
    @property
    def section(self) -> Section: ...
    @property
    def text(self) -> str: ...


def lay_out(planned: Sequence[PlannedSection], claims: Iterable[_SectionText]) -> Layout:
    """Return the claims arranged as planned; those of other sections are left out."""
    texts: dict[Section, list[str]] = {}
    for claim in claims:
        texts.setdefault(claim.section, []).append(claim.text)
    return Layout(
        described_by=f"{PATH}?sections={','.join(section.name for section in planned)}",
        title=" ".join(texts.get("title", [])),
        sections=tuple(
            LaidOutSection(
                name=section.name,
                heading=section.heading,
                form=choose_form(section.name),
                texts=tuple(texts.get(section.name, ())),
            )
            for section in planned
        ),
    )


def choose_form(section: Section) -> Form:
    """Return how a section is written."""
    return "bullets" if section in ITEMISED else "paragraph"


def find_heading(section: Section, language: str) -> str:
    """Return the heading of a section in `language`; the English one where `language` has none."""
    if section in HEADINGS:
        return load_wording(language).headings[section]
    own = _own_headings()
    return own.get(language, own["en"])[section]


def build_schema(sections: Sequence[Section]) -> dict[str, Any]:
    """Return the JSON Schema of a layout of these sections, in this order."""
    line = {"type": "string", "minLength": 1, "pattern": r"^\S(.*\S)?$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Layout",
        "description": "A briefing in the sections of a house style; not the fixed format.",
        "type": "object",
        "properties": {
            "described_by": {"const": f"{PATH}?sections={','.join(sections)}"},
            "title": line,
            "sections": {
                "type": "array",
                "prefixItems": [_section(name, line) for name in sections],
                "items": False,
                "minItems": len(sections),
            },
        },
        "required": ["described_by", "title", "sections"],
        "additionalProperties": False,
    }


def _section(name: Section, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "name": {"const": name},
            "heading": line,
            "form": {"const": choose_form(name)},
            "texts": {"type": "array", "items": line},
        },
        "required": ["name", "heading", "form", "texts"],
        "additionalProperties": False,
    }


def _own_headings() -> Mapping[str, Mapping[Section, str]]:
    return read_table("briefing/own_headings.toml")
