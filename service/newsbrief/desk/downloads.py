"""The renderings of a briefing that can be downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from newsbrief.briefing.renderings import RENDERINGS

FILES: dict[str, tuple[str, str]] = {
    "md": ("Markdown", "md"),
    "html": ("HTML", "html"),
    "fragment": ("HTML fragment", "fragment.html"),
    "annotations": ("Annotations", "annotations.json"),
    "ninjs": ("ninjs", "ninjs.json"),
    "jsonld": ("JSON-LD", "jsonld"),
    "rss": ("RSS", "rss"),
}
"""What a rendering is called, and how the name of its file ends; one that is not here goes by its own name."""
USUAL = frozenset({"md", "html"})
"""Renderings for people; the others are for systems."""


@dataclass(frozen=True, slots=True)
class Form:
    """A rendering that can be taken along."""

    name: str
    label: str
    file: str
    purpose: str


def list_forms() -> tuple[Form, ...]:
    """Return the renderings that a briefing can be downloaded in."""
    found = []
    for rendering in RENDERINGS:
        label, ending = FILES.get(rendering.name, (rendering.name, rendering.name))
        found.append(Form(rendering.name, label, f"briefing.{ending}", rendering.purpose))
    return tuple(found)
