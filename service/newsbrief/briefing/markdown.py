"""The fixed format as Markdown: written, and read back to the same briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

from pydantic import ValidationError

from newsbrief.briefing.escaping import escape, unescape
from newsbrief.briefing.layout import Layout
from newsbrief.briefing.schema import BULLETED, HEADINGS, Briefing, Section
from newsbrief.briefing.wording import list_languages, load_wording
from newsbrief.validation import describe_faults

# English names whatever the locale: strftime's %a and %b follow it.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BULLET = "* "
_Headings = Mapping[Section, str]


class MalformedBriefing(ValueError):
    """The text is not a briefing in the fixed format; `str()` says what is wrong, and on which line."""

    reason = "malformed-briefing"


def render_markdown(briefing: Briefing, created_at: datetime, language: str) -> str:
    """Return the briefing as Markdown, dated in UTC to the second, without a newline at the end.

    Tags and links in its texts are escaped. The sections are named in `language`, a primary subtag, where it has names
    for them, and else in English.
    """
    lines = [f"{_stamp(created_at)}: # {escape(briefing.title)}"]
    for section, heading in load_wording(language).headings.items():
        lines.append(f"{heading}:")
        bullet = _BULLET if section in BULLETED else ""
        lines += [bullet + escape(text) for text in briefing.texts(section)]
    return "\n".join(lines)


def render_opening(title: str, story: Sequence[str], created_at: datetime, language: str) -> str:
    """Return the beginning of what `render_markdown` writes: the title, and the first sentences of the story."""
    lines = [f"{_stamp(created_at)}: # {escape(title)}"]
    if story:
        lines += [f"{load_wording(language).headings['the_story']}:", escape(" ".join(story))]
    return "\n".join(lines)


def find_claim_lines(text: str) -> Mapping[Section, tuple[int, ...]]:
    """Return the lines of each section's bullets, or its paragraph or title, counted from 1.

    `text` is one that `parse_markdown` reads.

    Raises:
        MalformedBriefing: a section is absent, repeated or out of order.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)]
    first, *rest = [(number, line) for number, line in lines if line]
    numbers = {
        section: tuple(n for n, _ in held) for section, held in _split_sections(rest, _find_headings(rest)).items()
    }
    return {"title": (first[0],), **numbers}


def render_layout(layout: Layout, created_at: datetime) -> str:
    """Return a briefing in the sections of a house style as Markdown, which `parse_markdown` does not read."""
    lines = [f"{_stamp(created_at)}: # {escape(layout.title)}"]
    for section in layout.sections:
        if section.texts:
            lines.append(f"{escape(section.heading)}:")
            bulleted = section.form == "bullets"
            texts = section.texts if bulleted else (" ".join(section.texts),)
            lines += [(_BULLET if bulleted else "") + escape(text) for text in texts]
    return "\n".join(lines)


def parse_markdown(text: str) -> tuple[Briefing, datetime]:
    """Return the briefing in `text`, and the time at which it was made.

    Blank lines and white space around a line are passed over; everything else is as `render_markdown` writes it, in
    whichever language it names the sections.

    Raises:
        MalformedBriefing: a section is absent, repeated, out of order or empty, or the first line is not a dated title.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)]
    filled = [(number, line) for number, line in lines if line]
    if not filled:
        raise MalformedBriefing("the briefing is empty")
    created_at, title = _parse_headline(filled[0][1])
    fields: dict[str, str | tuple[str, ...]] = {"title": unescape(title)}
    headings = _find_headings(filled[1:])
    for section, content in _split_sections(filled[1:], headings).items():
        plain = [(number, unescape(line)) for number, line in content]
        fields[section] = _parse_bullets(plain) if section in BULLETED else _parse_paragraph(headings[section], plain)
    try:
        return Briefing.model_validate(fields), created_at
    except ValidationError as error:
        raise MalformedBriefing(describe_faults(error, "the briefing")) from None


def _stamp(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{_DAYS[utc.weekday()]} {_MONTHS[utc.month - 1]} {utc:%d %H:%M:%S} UTC {utc.year:04}"


def _parse_headline(line: str) -> tuple[datetime, str]:
    stamp, mark, title = line.partition(": # ")
    if not mark:
        raise MalformedBriefing("line 1: expected a date and a title, as in 'Wed Feb 04 03:37:23 UTC 2026: # Title'")
    try:
        _, month, day, clock, zone, year = stamp.split(" ")
        hour, minute, second = (int(part) for part in clock.split(":"))
        moment = datetime(int(year), _MONTHS.index(month) + 1, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise MalformedBriefing(
            f"line 1: {stamp[:60]!r} is not a date such as 'Wed Feb 04 03:37:23 UTC 2026'"
        ) from None
    if zone != "UTC" or _stamp(moment) != stamp:
        raise MalformedBriefing(f"line 1: {stamp[:60]!r} should read {_stamp(moment)!r}")
    return moment, title.strip()


@cache
def _by_first() -> Mapping[str, _Headings]:
    """Return the headings of each language, by the line that opens the first section."""
    known = [load_wording(language).headings for language in list_languages()]
    return {f"{headings['the_story']}:": headings for headings in known}


def _find_headings(lines: list[tuple[int, str]]) -> _Headings:
    """Return the headings in the language of the first section; English ones where no language has it."""
    return _by_first().get(lines[0][1], HEADINGS) if lines else HEADINGS


def _split_sections(lines: list[tuple[int, str]], headings: _Headings) -> dict[Section, list[tuple[int, str]]]:
    expected = list(headings)
    by_heading = {f"{heading}:": section for section, heading in headings.items()}
    sections: dict[Section, list[tuple[int, str]]] = {}
    for number, line in lines:
        section = by_heading.get(line)
        if section is not None:
            if len(sections) == len(expected) or section != expected[len(sections)]:
                raise MalformedBriefing(f"line {number}: '{line}' is repeated or out of order")
            sections[section] = []
        elif not sections:
            raise MalformedBriefing(f"line {number}: expected '{headings[expected[0]]}:'")
        else:
            sections[expected[len(sections) - 1]].append((number, line))
    if len(sections) < len(expected):
        raise MalformedBriefing(f"'{headings[expected[len(sections)]]}:' is missing")
    return sections


def _parse_paragraph(heading: str, lines: list[tuple[int, str]]) -> str:
    if len(lines) != 1:
        where = f"line {lines[1][0]}: " if lines else ""
        raise MalformedBriefing(f"{where}'{heading}:' holds one paragraph on one line")
    return lines[0][1]


def _parse_bullets(lines: list[tuple[int, str]]) -> tuple[str, ...]:
    for number, line in lines:
        if not line.startswith(_BULLET):
            raise MalformedBriefing(f"line {number}: expected a bullet that starts with '* '")
    return tuple(line.removeprefix(_BULLET).strip() for _, line in lines)
