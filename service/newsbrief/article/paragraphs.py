"""Paragraphs of a plain text: lines that belong together, whether a paragraph is one line or wrapped at a column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex

from newsbrief.article.ends import ends_sentence
from newsbrief.article.scripts import UNSPACED

_LINE = regex.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = regex.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
BULLETS = "[*+•‣⁃◦▪▫●○■□►▸➤✓✔–—・-]"
"""What opens an item of a list, for a pattern."""
_BULLET = regex.compile(rf"[ \t]*(?:{BULLETS}|\\-)[ \t\u00a0]+(?=\S)")
_NUMBER = regex.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t\u00a0]+(?=\S)")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_HEADING = regex.compile(r"[ \t]*#{1,6}[ \t]+(?=\S)")
_RULE = regex.compile(r"[\s*_=~#.\-–—•·]*+$")
_LOWER = regex.compile(r"\s*['\"“‘«(\[]?\p{Ll}")
_UNSPACED = regex.compile(rf"[{UNSPACED}]")
NARROWEST_WRAP, WIDEST_WRAP = 40, 120
"""Columns at which text is wrapped: mail and agency wires at 60 to 80. Wider or narrower lines were not wrapped."""


class TextLine(NamedTuple):
    """A line without its line break: `text == source[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `start` and `end` are offsets into the source, line breaks inside included."""

    start: int
    end: int
    marker: int = 0
    """Length of what opens the first line and is no part of the text: a bullet, a list's number, Markdown's `#`."""
    is_listed: bool = False
    """An item of a list, bulleted or numbered."""


def split_paragraphs(source: str, months: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `source`, in order; lines without a letter or digit (rules, blanks) belong to none.

    `months`: as in `Numbering`.
    """
    numbering = Numbering(months)
    groups = list(_groups(source))
    width = max((_width(group) for group in groups), default=0)
    return tuple(_paragraph(*opened) for group in groups for opened in _join(group, width, numbering))


@dataclass(slots=True)
class Numbering:
    """The last number of a list. A number opens an item only where it counts on: `3. März` and `1984. That` do not."""

    months: Collection[str] = ()
    """Names in small letters, as far as the language is known: no number before one counts, as in `1. Mai`."""
    last: int = 0

    def marker(self, line: str) -> int:
        """Return the length of the bullet or number that opens `line`, white space included; 0 where none does."""
        if bullet := _BULLET.match(line):
            return bullet.end()
        number = _NUMBER.match(line)
        if number is None or int(number.group(1)) not in (1, self.last + 1):
            return 0
        if (word := _WORD.match(line, number.end())) and word.group().lower() in self.months:
            return 0
        self.last = int(number.group(1))
        return number.end()


def _groups(source: str) -> Iterator[list[TextLine]]:
    """Yield runs of lines between blank lines and rules."""
    group: list[TextLine] = []
    end = 0
    for match in _LINE.finditer(source):
        if group and (_gap(source, end, match.start())):
            yield group
            group = []
        end = match.end()
        if _RULE.match(match.group()):
            if group:
                yield group
            group = []
        else:
            group.append(TextLine(match.start(), match.end(), match.group()))
    if group:
        yield group


def _gap(source: str, start: int, end: int) -> bool:
    """Return whether more than one line break lies between two lines."""
    return end - start > 1 and source[start:end] != "\r\n"


def _width(group: Sequence[TextLine]) -> int:
    """Return the column at which the lines of a group were wrapped; 0 where they were not."""
    width = max(len(line.text.rstrip()) for line in group)
    full = sum(_is_full(a, b, width) for a, b in pairwise(group))
    # What wrapping leaves is lines that could not have taken the first word of the next.
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP and 0 < 3 * (len(group) - 1) <= 4 * full else 0


def _join(group: Sequence[TextLine], width: int, numbering: Numbering) -> Iterator[tuple[list[TextLine], int]]:
    """Yield the lines of each paragraph of a group, with the length of the marker that opens them."""
    # A group that does not tell, such as one of two lines, was wrapped where the others were.
    width = _width(group) or (width if all(len(line.text.rstrip()) <= width for line in group) else 0)
    lines, marker = [group[0]], numbering.marker(group[0].text)
    for line in group[1:]:
        opened = numbering.marker(line.text)
        hangs = marker > 0 and line.text[:1].isspace()
        if not opened and (hangs or _continues(lines[-1], line, width)):
            lines.append(line)
        else:
            yield lines, marker
            lines, marker = [line], opened
    yield lines, marker


def _is_full(line: TextLine, following: TextLine, width: int) -> bool:
    first = (following.text.split(maxsplit=1) or [""])[0]
    room = 2 if _UNSPACED.match(first) else len(first)
    return len(line.text.rstrip()) + 1 + room > width


def _continues(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether a line goes on in the next: it was full, or has no end and a small letter follows."""
    if width and _is_full(line, following, width):
        return True
    return bool(_LOWER.match(following.text)) and " " in line.text.strip() and not ends_sentence(line.text.rstrip())


def _paragraph(lines: Sequence[TextLine], marker: int) -> Paragraph:
    heading = None if marker else _HEADING.match(lines[0].text)
    opening = heading.end() if heading else marker
    return Paragraph(lines[0].start, lines[-1].end, opening, is_listed=marker > 0)
