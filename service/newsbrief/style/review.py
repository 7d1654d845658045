"""Any text against a house style: what stands where, by line and column; lengths too where it is a briefing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from newsbrief.article.sentences import split_sentences
from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.briefing.schema import ITEMISED, SECTIONS
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle
from newsbrief.style.rules import check_wording
from newsbrief.style.rules.lengths import check_item, check_section, check_title

MOST_CHARACTERS = 2_000_000
"""Of a text that is reviewed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A finding with its line and column, both from 1; a length concerns the whole text: 0."""

    line: int
    column: int
    finding: StyleFault


def review(text: str, style: HouseStyle, language: str) -> tuple[Place, ...]:
    """Return what a text has against a style, in order; of a briefing in the fixed format its lengths first.

    Raises:
        ValueError: the text is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"a text of more than {MOST_CHARACTERS} characters is not reviewed")
    places = [Place(0, 0, finding) for finding in _check_lengths(text, style, language)]
    # The whole text: a quotation may go over several lines.
    starts = tuple(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    for finding in check_wording(text, style, language):
        line = bisect_right(starts, finding.start)
        places.append(Place(line, finding.start - starts[line - 1] + 1, finding))
    return tuple(places)


def _check_lengths(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    try:
        briefing, _ = parse_markdown(text)
    except MalformedBriefing:
        return
    yield from check_title(briefing.title, style)
    for section in SECTIONS[1:]:
        texts = briefing.texts(section)
        if section not in ITEMISED:
            texts = tuple(texts[0][start:end] for start, end in split_sentences(texts[0], language))
        yield from check_section(texts, section, style)
        for each in texts:
            yield from check_item(each, section, style)
