"""Drafts, briefings and lists to claims: what stands or falls alone gets a verdict of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import regex

from newsbrief.article.calendar import calendar_names
from newsbrief.article.paragraphs import split_paragraphs
from newsbrief.article.sentences import split_sentences
from newsbrief.briefing.schema import ANALYTICAL, ITEMISED, SECTIONS, Briefing, Kind, Section
from newsbrief.drafting.draft import Draft, Item
from newsbrief.verification.claim import Claim

Itemise = Callable[[str], Sequence[Claim]]
"""Gives somebody's claims for the language that the article turns out to be in."""
_LABEL = regex.compile(r"^[^.!?]{1,80}:$|^[^\p{L}\p{N}]*$")
"""A paragraph that labels what follows, such as "Key points:", or has no words."""
_BREAKS = frozenset({"softbreak", "hardbreak"})
_QUOTED = regex.compile(r"(?m)^[ \t]*>[> \t]*")
_TIMES = regex.compile(r"(?<=\d)\*(?=\d)")
"""A mark of Markdown, were it not between digits: `5*6*7`."""
_TAG_NAME = regex.compile(r"</?([A-Za-z][\w-]*)")
_EMPTIED = regex.compile(r"([,،、，])(?:\s*\1)+")
"""Commas around an aside of which nothing is left."""


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
        for section, texts in items.items()
        for claim in _number(section, (part for item in texts for part in _split_item(section, item, language)))
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
    """Return the statements of a plain list as claims about what the article reports, numbered by their places."""
    is_alone = len(texts) == 1
    return tuple(
        Claim(f"key_points.{place}", "key_points", text.strip(), "reported", is_alone=is_alone)
        for place, text in enumerate(texts)
    )


def make_itemiser(claims: Sequence[str] | Briefing) -> Itemise:
    """Return the function that gives the claims of a list of statements, or of a briefing."""
    if isinstance(claims, Briefing):
        return partial(itemise_briefing, claims)
    listed = itemise_list(claims)
    return lambda _: listed


def itemise_text(text: str, language: str, *, most: int) -> tuple[Claim, ...]:
    """Return one claim a sentence of a text of any form, such as a summary in Markdown, without its headings.

    Lines that were wrapped at a column are joined, and of links and what is emphasised the words are taken.

    Raises:
        UnusableText: it has headings alone, or more than `most` sentences.
    """
    plain = [words for words in _list_paragraphs(text, language) if not _LABEL.search(words)]
    claims = itemise_list([sentence for words in plain for sentence in _split_sentences(words, language)])
    if not claims:
        raise UnusableText("The summary has headings alone: there is no sentence to check.")
    if len(claims) > most:
        raise UnusableText(f"A summary may have {most} sentences.")
    return claims


def _list_paragraphs(text: str, language: str) -> Iterator[str]:
    """Yield the words of each paragraph of Markdown, or of any text, that is no heading, on one line each."""
    # Some 30 ms to import: only for summaries.
    from markdown_it import MarkdownIt

    text, reader = _TIMES.sub(r"\*", _QUOTED.sub("", text)), MarkdownIt("commonmark")
    for paragraph in split_paragraphs(text, calendar_names("months", language, abbreviated=True)):
        if paragraph.marker and not paragraph.is_listed:
            continue
        (inline,) = reader.parseInline(text[paragraph.start + paragraph.marker : paragraph.end])
        tokens = (t for t in inline.children or () if t.type != "html_inline" or not _is_html(t.content))
        words = (" " if token.type in _BREAKS else token.content for token in tokens)
        yield _EMPTIED.sub(r"\1", " ".join("".join(words).split()))


def _is_html(tag: str) -> bool:
    """Return whether what has the form of a tag is one, or a comment: “<two percent and growth >” has that form."""
    # As costly to import as the reader of Markdown.
    from lxml.html.defs import tags

    name = _TAG_NAME.match(tag)
    return name is None or name[1].lower() in tags


def _split_draft(draft: Draft, section: Section, language: str) -> Iterator[_Part]:
    value: Item | tuple[Item, ...] = getattr(draft, section)
    for item in (value,) if isinstance(value, Item) else value:
        yield from _split_item(section, item, language)


def _split_item(section: Section, item: Item, language: str) -> Iterator[_Part]:
    kind: Kind = item.kind if section in ANALYTICAL else "reported"
    # A model's bullet of two sentences is two claims: each is checked, and printed, alone.
    whole = item.is_whole or section == "title"
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
    return [folded[start:end] for start, end in split_sentences(folded, language)]


def _number(section: Section, texts: Iterable[_Part]) -> Iterator[Claim]:
    parts = [part for part in texts if part.text.strip()]
    for number, part in enumerate(parts):
        id, is_alone = f"{section}.{number}", len(parts) == 1
        yield Claim(id, section, part.text.strip(), part.kind, part.sources, is_alone=is_alone)
