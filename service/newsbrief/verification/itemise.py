"""Drafts, briefings and lists to claims: what stands or falls alone gets a verdict of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import regex

from newsbrief.article.calendar import calendar_names
from newsbrief.article.paragraphs import Numbering
from newsbrief.article.sentences import sentences
from newsbrief.briefing.schema import ANALYTICAL, ITEMISED, SECTIONS, Briefing, Kind, Section
from newsbrief.drafting.draft import Draft, Item
from newsbrief.verification.claim import Claim

Itemise = Callable[[str], Sequence[Claim]]
"""Gives somebody's claims for the language that the article turns out to be in."""
_LABEL = regex.compile(r"^#{1,6}\s|^[^.!?]{1,80}:(?:\*\*)?$|^[-=*_~\s]++$")
"""A line of Markdown that labels what follows and claims nothing: a heading, "Key points:", a rule."""
_MARKS = regex.compile(r"^>\s+|\*\*|__|`")
"""Marks of Markdown that are no part of a sentence."""


class UnusableText(ValueError):
    """A text has no sentence to check, or more than are checked at once; `str()` says which."""

    reason = "invalid-request"


class _Part(NamedTuple):
    """A text that stands or falls alone, and what its writer said of it."""

    text: str
    sources: tuple[int, ...] = ()
    kind: Kind = "reported"


def itemise_draft(draft: Draft, language: str) -> tuple[Claim, ...]:
    """Return one claim for each sentence; an item that is `whole`, and a title, is one claim."""
    return tuple(claim for section in SECTIONS for claim in _number(section, _split_draft(draft, section, language)))


def itemise_sections(items: Mapping[Section, Sequence[Item]], language: str) -> tuple[Claim, ...]:
    """Return the claims of sections in their order, numbered as in `itemise_draft`."""
    return tuple(
        claim
        for section, found in items.items()
        for claim in _number(section, (part for item in found for part in _split_item(section, item, language)))
    )


def itemise_item(section: Section, item: Item, language: str) -> tuple[Claim, ...]:
    """Return the claims of one item of a draft, numbered as if it stood alone."""
    return tuple(_number(section, _split_item(section, item, language)))


def itemise_briefing(briefing: Briefing, language: str) -> tuple[Claim, ...]:
    """Return the claims of any finished briefing. Those of the analytical sections may be inferences."""
    return tuple(
        claim
        for section in SECTIONS
        for claim in _number(
            section,
            (
                _Part(part, kind="inference" if section in ANALYTICAL else "reported")
                for text in briefing.texts(section)
                for part in split_parts(section, text, language)
            ),
        )
    )


def itemise_list(texts: Sequence[str]) -> tuple[Claim, ...]:
    """Return the statements of a plain list as claims, each about what the article reports."""
    return tuple(_number("key_points", map(_Part, texts)))


def make_itemiser(claims: Sequence[str] | Briefing) -> Itemise:
    """Return the function that gives the claims of a list of statements, or of a briefing."""
    if isinstance(claims, Briefing):
        return partial(itemise_briefing, claims)
    listed = itemise_list(claims)
    return lambda _: listed


def itemise_text(text: str, language: str, *, most: int) -> tuple[Claim, ...]:
    """Return one claim a sentence of a text of any form, such as a summary in Markdown, without its headings.

    Raises:
        UnusableText: it has headings alone, or more than `most` sentences.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if not _LABEL.search(line)]
    plain = (_MARKS.sub("", line) for line in _strip_markers(lines, language))
    claims = itemise_list([sentence for line in plain for sentence in _split_sentences(line, language)])
    if not claims:
        raise UnusableText("The summary has headings alone: there is no sentence to check.")
    if len(claims) > most:
        raise UnusableText(f"A summary may have {most} sentences.")
    return claims


def _strip_markers(lines: Sequence[str], language: str) -> Iterator[str]:
    """Yield lines without what makes them items of a list: no number before a month, or that does not count on."""
    numbering, months = Numbering(), calendar_names("months", language, abbreviated=True)
    for line in lines:
        item = line[numbering.marker(line) :]
        first = item.partition(" ")[0].strip(".,").lower()
        yield line if line[:1].isdigit() and first in months else item


def _split_draft(draft: Draft, section: Section, language: str) -> Iterator[_Part]:
    value: Item | tuple[Item, ...] = getattr(draft, section)
    for item in (value,) if isinstance(value, Item) else value:
        yield from _split_item(section, item, language)


def _split_item(section: Section, item: Item, language: str) -> Iterator[_Part]:
    kind: Kind = item.kind if section in ANALYTICAL else "reported"
    # A model's bullet of two sentences is two claims: each is checked, and printed, alone.
    whole = item.whole or section == "title"
    texts = split_parts("title", item.text, language) if whole else _split_sentences(item.text, language)
    for text in texts:
        yield _Part(text, item.sources, kind)


def split_parts(section: Section, text: str, language: str) -> Sequence[str]:
    """Return the parts of a text that stand or fall alone: a bullet or the title whole, else every sentence."""
    if section in ITEMISED or section == "title":
        return (" ".join(text.split()),)
    return _split_sentences(text, language)


def _split_sentences(text: str, language: str) -> Sequence[str]:
    folded = " ".join(text.split())
    return [folded[start:end] for start, end in sentences(folded, language)]


def _number(section: Section, found: Iterable[_Part]) -> Iterator[Claim]:
    parts = [part for part in found if part.text.strip()]
    for number, part in enumerate(parts):
        id, is_alone = f"{section}.{number}", len(parts) == 1
        yield Claim(id, section, part.text.strip(), part.kind, part.sources, is_alone=is_alone)
