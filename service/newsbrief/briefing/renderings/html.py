"""The briefing as HTML without scripts, each claim with its evidence as a footnote: a page, or a part of one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import Basis, NewsItem, list_basis
from newsbrief.briefing.renderings.characters import strip_unwritable
from newsbrief.briefing.schema import ITEMISED, OWN_SECTIONS, SECTIONS, Section
from newsbrief.briefing.source import make_link
from newsbrief.briefing.wording import find_direction, load_wording

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

STYLE = (
    "body{font:1.05rem/1.55 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h1{line-height:1.2}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}header p,footer{color:#555;font-size:.88rem}"
    "sup{line-height:0}sup a{text-decoration:none;padding:0 .1em}li:target{background:#fff3bf}"
    "[role=note]{border-top:1px solid #ccc;padding-top:.6rem}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)
"""Content-Security-Policy to serve the page with: its own style, and nothing else."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    verdict: str
    quotes: tuple[str, ...]


def render_page(item: NewsItem) -> str:
    """Return a whole page. Every text is escaped; one footnote a claim that has evidence, numbered through the page."""
    return _template("page.html.j2").render(view=_collect_values(item, prefix="", level=1), style=STYLE)


def render_fragment(item: NewsItem) -> str:
    """Return an `article` element to put into a page: no style, ids of its own, headings from level 2."""
    return _template("fragment.html.j2").render(view=_collect_values(item, prefix=f"nb-{item.id[-12:]}-", level=2))


def _collect_values(item: NewsItem, *, prefix: str, level: int) -> dict[str, Any]:
    language, words, disclosure = item.meta.language, load_wording(item.meta.language), disclose(item)
    lines, notes = _number_lines(item)
    return {
        "prefix": prefix,
        "level": level,
        "title": strip_unwritable(item.briefing.title),
        "headline": lines["title"],
        "sections": [
            {"name": name, "heading": strip_unwritable(heading), "bulleted": name in ITEMISED, "lines": lines[name]}
            for name, heading in _list_headings(item)
        ],
        "notes": notes,
        "created_at": item.meta.created_at.astimezone(UTC),
        # An empty tag says that the language is not known.
        "lang": "" if language == "und" else language,
        "dir": find_direction(language),
        "words": words,
        # The way each text is written, where the language does not tell.
        "guessed": _attributes(dir="auto") if language == "und" else "",
        # What is in another language than the briefing.
        "foreign": ""
        if words.language == language
        else _attributes(lang=words.language, dir=find_direction(words.language)),
        "status": item.review.status,
        "sources": [shown for article in list_basis(item) if (shown := _describe_source(article))],
        "disclosure": strip_unwritable(disclosure.text),
    }


def _list_headings(item: NewsItem) -> Iterator[tuple[Section, str]]:
    """Yield the sections to show, each with what it is called: those of a house style where there is one."""
    if item.layout:
        yield from ((section.name, section.heading) for section in item.layout.sections if section.texts)
    else:
        yield from load_wording(item.meta.language).headings.items()


def _number_lines(item: NewsItem) -> tuple[dict[Section, list[_Line]], list[_Note]]:
    """Return the lines of each section with the numbers of their notes, and the notes."""
    lines: dict[Section, list[_Line]] = {}
    notes: list[_Note] = []
    for claim in item.faithfulness.claims:
        if claim.evidence:
            quotes = tuple(strip_unwritable(" ".join(e.quote.split())) for e in claim.evidence)
            notes.append(_Note(claim.verdict, quotes))
        numbers = (len(notes),) if claim.evidence else ()
        lines.setdefault(claim.section, []).append(_Line(strip_unwritable(claim.text), numbers))
    whole: dict[Section, list[_Line]] = {
        section: lines.get(section) or [_Line(strip_unwritable(text)) for text in item.briefing.texts(section)]
        for section in SECTIONS
    }
    whole |= {section: lines[section] for section in OWN_SECTIONS if section in lines}
    return whole, notes


def _describe_source(source: Basis) -> dict[str, str | datetime | None] | None:
    href = make_link(source.url)
    outlet = strip_unwritable(source.outlet or "").strip()
    name = strip_unwritable(source.title or "").strip() or href or outlet
    if not name:
        return None
    return {
        "name": name,
        "href": href,
        "outlet": outlet if name != outlet else "",
        "published_at": source.published_at,
    }


def _attributes(**values: str) -> Markup:
    from markupsafe import Markup

    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in values.items())


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("newsbrief.briefing.renderings", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(name)
