"""The briefing as a page: semantic HTML without scripts, each claim with its evidence as a footnote."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol

from service.briefing.schema import BULLETED, HEADINGS, Section

if TYPE_CHECKING:
    from jinja2 import Template

STYLE = (
    "body{font:1.05rem/1.55 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h1{line-height:1.2}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}time,footer{color:#555;font-size:.88rem}"
    "sup{line-height:0}sup a{text-decoration:none;padding:0 .1em}li:target{background:#fff3bf}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)
"""Content-Security-Policy to serve the page with: its own style, and nothing else."""


class Quoted(Protocol):
    """A passage of the article."""

    @property
    def quote(self) -> str: ...


class Cited(Protocol):
    """A claim of a briefing with the passages it rests on."""

    @property
    def section(self) -> Section: ...
    @property
    def text(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def evidence(self) -> Sequence[Quoted]: ...


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Note:
    verdict: str
    quotes: tuple[str, ...]


def render(title: str, claims: Iterable[Cited], created_at: datetime, language: str) -> str:
    """The page. Every text is escaped; one footnote a claim that has evidence, numbered through the page."""
    lines: dict[Section, list[_Line]] = {}
    notes: list[_Note] = []
    for claim in claims:
        if claim.evidence:
            notes.append(_Note(claim.verdict, tuple(" ".join(e.quote.split()) for e in claim.evidence)))
        lines.setdefault(claim.section, []).append(_Line(claim.text, (len(notes),) if claim.evidence else ()))
    return _template().render(
        title=title,
        headline=lines.get("title") or [_Line(title, ())],
        sections=[
            {"name": name, "heading": heading, "bulleted": name in BULLETED, "lines": lines[name]}
            for name, heading in HEADINGS.items()
            if name in lines
        ],
        notes=notes,
        created_at=created_at.astimezone(UTC),
        language=language,
        style=STYLE,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("service.briefing", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("page.html.j2")
