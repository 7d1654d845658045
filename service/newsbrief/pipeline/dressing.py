"""A draft brought into a house style before it is checked: what is judged is what will be printed.

Code puts right what it can without changing what is said, and cuts what is too much; a model rewrites the rest, in one
call. What still departs from the style is told in warnings, never a reason to leave out a claim that stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from newsbrief.article import Article
from newsbrief.article.ends import end_text
from newsbrief.article.normalise import to_visible
from newsbrief.briefing.schema import OWN_SECTIONS, SECTIONS, OwnSection, Section
from newsbrief.drafting.answers import CLAIM_LENGTH, OptionalClaims, WrittenClaim, make_items
from newsbrief.drafting.draft import Draft, Item
from newsbrief.drafting.source import fence, to_plain_line
from newsbrief.drafting.writer import Task, Writer
from newsbrief.models.errors import DraftingError
from newsbrief.models.shortfall import Shortfall
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.shape import Shape
from newsbrief.style.finding import StyleFault, apply_fixes
from newsbrief.style.house import HouseStyle
from newsbrief.style.rules import check_wording
from newsbrief.style.rules.lengths import check_item, check_section, check_title, count_words
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.repair import MINIMUM
from newsbrief.verification.translated import mark_quotations
from newsbrief.workers import run_in_worker

Items = dict[Section, tuple[Item, ...]]
MOST_TOLD = 20
"""Warnings about style in one reply."""
_REWRITE_TOKENS = 1_500


@dataclass(frozen=True, slots=True)
class StyledSections:
    """Sections as they are to be checked, and what it took to get there."""

    items: Items
    usage: CallUsage = field(default_factory=CallUsage)
    warnings: tuple[str, ...] = ()


class RestyledSentence(BaseModel):
    """A sentence after it was rewritten."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: int
    text: str


class RestyleAnswer(BaseModel):
    """The answer to `restyle`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: tuple[RestyledSentence, ...]


async def write_own_sections(
    article: Article, shape: Shape, writer: Writer | None, language: str, deadline: float
) -> StyledSections:
    """Return the sections that a style asks for beside the fixed format, or a warning that they cannot be had."""
    wanted = shape.style.own_sections if shape.style and not shape.is_fixed else ()
    if not wanted:
        return StyledSections({})
    if writer is None:
        return StyledSections(
            {}, warnings=(f"The sections {', '.join(wanted)} take a model to write them: they are left out.",)
        )
    task = Task(
        "own_sections",
        _answer(wanted),
        language,
        {"wanted": " ".join(wanted)},
        style=shape.prompt_lines,
        article=article,
    )
    try:
        wrote = await writer.write(task, deadline)
    except DraftingError as error:
        return StyledSections(
            {}, error.usage, (Shortfall(f"The sections {', '.join(wanted)} were not written: {error}"),)
        )
    known = frozenset(range(len(article.sentences)))
    written: dict[str, Sequence[WrittenClaim]] = {name: getattr(wrote.answer, name) for name in wanted}
    items: Items = {name: make_items(written[name], known, language) for name in wanted}
    return StyledSections(items, wrote.usage, wrote.warnings)


@cache
def _answer(wanted: tuple[OwnSection, ...]) -> type[BaseModel]:
    fields: dict[str, Any] = dict.fromkeys(wanted, (OptionalClaims, ...))
    return create_model("OwnSections", __config__=ConfigDict(extra="ignore", frozen=True), **fields)


def list_sections(draft: Draft) -> Items:
    """Return the sections of a draft, each as its items."""
    return {section: (value,) if isinstance(value := getattr(draft, section), Item) else value for section in SECTIONS}


async def dress(
    items: Mapping[Section, Sequence[Item]],
    article: Article,
    shape: Shape,
    writer: Writer | None,
    language: str,
    deadline: float,
) -> StyledSections:
    """Return what a model wrote in the style and with the marks of `shape`. `language` is that of the items."""
    dressed: Items = {section: tuple(its) for section, its in items.items()}
    usage, warnings = CallUsage(), tuple[str, ...]()
    if shape.style:
        style = shape.style
        dressed = await run_in_worker(_count_characters(dressed), _in_style, dressed, style, language)
        if writer:
            dressed, usage, warnings = await _rewrite(dressed, shape, style, writer, language, deadline)
    if shape.language:
        dressed = {
            section: tuple(_with_text(each, mark_quotations(each.text, article, shape.language)) for each in its)
            for section, its in dressed.items()
        }
    return StyledSections(dressed, usage, warnings)


def find_minimum(style: HouseStyle) -> dict[Section, int]:
    """Return how many claims each section holds at least: no more than the style allows."""
    most = {s.name: s.items.at_most for s in style.sections if s.items and s.items.at_most}
    return {section: min(number, most.get(section, number)) for section, number in MINIMUM.items()}


def describe_departures(claims: Sequence[CheckedClaim], style: HouseStyle, language: str) -> tuple[str, ...]:
    """Return what printed claims have against the style, as warnings: the first, and how many more there are."""
    departures = [f"{where}: {finding.detail}" for where, finding in _find_departures(claims, style, language)]
    said = [f"House style {style.name}: {each}." for each in departures[:MOST_TOLD]]
    if len(departures) > MOST_TOLD:
        said.append(f"House style {style.name}: {len(departures) - MOST_TOLD} more departures.")
    return tuple(said)


def _find_departures(
    claims: Sequence[CheckedClaim], style: HouseStyle, language: str
) -> Iterator[tuple[str, StyleFault]]:
    for claim in claims:
        yield from ((claim.id, finding) for finding in check_wording(claim.text, style, language))
        yield from ((claim.id, finding) for finding in _check_lengths(claim.section, claim.text, style))
    for section in (*SECTIONS[1:], *OWN_SECTIONS):
        texts = [claim.text for claim in claims if claim.section == section]
        if texts:
            yield from ((section, finding) for finding in check_section(texts, section, style))


def _check_lengths(section: Section, text: str, style: HouseStyle) -> Iterator[StyleFault]:
    yield from check_title(text, style) if section == "title" else check_item(text, section, style)


def _count_characters(items: Items) -> int:
    return sum(len(each.text) for its in items.values() for each in its)


def _in_style(items: Items, style: HouseStyle, language: str) -> Items:
    """Return the items with the corrections that code can make, without surplus items."""
    return {
        section: _cut(section, tuple(_apply_wording(each, style, language) for each in its), style)
        for section, its in items.items()
    }


def _apply_wording(one: Item, style: HouseStyle, language: str) -> Item:
    return _with_text(one, apply_fixes(one.text, check_wording(one.text, style, language)))


def _with_text(one: Item, text: str) -> Item:
    return one if text == one.text else one.model_copy(update={"text": text})


def _cut(section: Section, its: tuple[Item, ...], style: HouseStyle) -> tuple[Item, ...]:
    """Return as many items, from the first, as the section may hold; never fewer than a briefing needs."""
    wanted, least = style.section(section), MINIMUM.get(section, 1)
    if section == "title":
        return its
    if wanted.items and wanted.items.at_most:
        its = its[: wanted.items.at_most]
    most = wanted.words.at_most if wanted.words else None
    while most and len(its) > least and sum(count_words(each.text) for each in its) > most:
        its = its[:-1]
    return its


async def _rewrite(
    items: Items, shape: Shape, style: HouseStyle, writer: Writer, language: str, deadline: float
) -> tuple[Items, CallUsage, tuple[str, ...]]:
    """Rewrite, in one call, the items that code cannot correct; keep an item if the new text is no better."""
    wrong = await run_in_worker(_count_characters(items), _find_wrong, items, style, language)
    if not wrong:
        return items, CallUsage(), ()
    lines = [
        line
        for number, (section, at, faults) in wrong.items()
        for line in (
            f"{number}: {to_plain_line(items[section][at].text)}",
            *(f"   wrong: {to_plain_line(finding.detail)}" for finding in faults),
        )
    ]
    task = Task(
        "restyle", RestyleAnswer, language, {"sentences": fence(lines)}, style=shape.prompt_lines, most=_REWRITE_TOKENS
    )
    try:
        wrote = await writer.write(task, deadline)
    except DraftingError as error:
        said = f"The house style was not followed in {len(wrong)} sentences: {error}"
        return items, error.usage, (Shortfall(said),)
    changed = {section: list(its) for section, its in items.items()}
    for one in wrote.answer.sentences:
        if one.number not in wrong:
            continue
        section, at, faults = wrong[one.number]
        folded = to_visible(one.text)[:CLAIM_LENGTH]
        text = end_text(folded, is_title=section == "title")
        text = apply_fixes(text, check_wording(text, style, language))
        if folded and len(_find_unmended(section, text, style, language)) < len(faults):
            changed[section][at] = _with_text(items[section][at], text)
    return {section: tuple(its) for section, its in changed.items()}, wrote.usage, wrote.warnings


def _find_wrong(items: Items, style: HouseStyle, language: str) -> dict[int, tuple[Section, int, list[StyleFault]]]:
    """Return the items that code cannot correct, by number: the section, the place there, and what is wrong."""
    places = [(section, at) for section, its in items.items() for at in range(len(its))]
    return {
        number: (section, at, faults)
        for number, (section, at) in enumerate(places, 1)
        if (faults := _find_unmended(section, items[section][at].text, style, language))
    }


def _find_unmended(section: Section, text: str, style: HouseStyle, language: str) -> list[StyleFault]:
    """Return what code cannot put right in a text."""
    wording = [finding for finding in check_wording(text, style, language) if finding.instead is None]
    return wording + list(_check_lengths(section, text, style))
