"""The content of a digest: of each briefing the claims that passed, with their sources and how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import NewsItem, list_basis
from newsbrief.briefing.renderings.characters import strip_unwritable
from newsbrief.briefing.schema import HEADINGS, Section
from newsbrief.briefing.source import make_link
from newsbrief.briefing.wording import Direction, find_direction, load_wording
from newsbrief.verification.claim import CARRIED

TOLD: tuple[Section, ...] = ("the_story", "key_points")
"""Sections that a digest tells; the whole briefing is kept."""


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One claim. `mark` is a word for readers where nothing could check it, else empty."""

    section: Section
    text: str
    mark: str = ""

    @property
    def marked_text(self) -> str:
        """Return the claim with its mark."""
        return f"{self.text} [{self.mark}]" if self.mark else self.text


@dataclass(frozen=True, slots=True)
class Origin:
    """An article that a briefing rests on; `url` is safe to be put in a link."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One briefing of a digest. Every text is untrusted: to be escaped wherever it goes."""

    id: UUID
    title: str
    lines: tuple[EditionLine, ...]
    origins: tuple[Origin, ...]
    disclosure: str
    made_at: datetime
    changed_at: datetime
    language: str
    direction: Direction
    status: str
    headings: dict[Section, str]
    """Of the sections, in its language."""

    @property
    def url(self) -> str | None:
        """Return the address of its first article that has one."""
        return next((origin.url for origin in self.origins if origin.url), None)

    def section(self, name: Section) -> tuple[EditionLine, ...]:
        """Return the claims of a section."""
        return tuple(line for line in self.lines if line.section == name)


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest as it goes out."""

    name: str
    title: str
    at: datetime
    """When it was due, or asked for."""
    items: tuple[Item, ...]
    more: int = 0
    """Briefings that it has no room for."""

    def shorten(self, number: int) -> Edition:
        """Return the edition with no more than `number` items."""
        left = max(0, len(self.items) - number)
        return Edition(self.name, self.title, self.at, self.items[:number], self.more + left)


def make_edition(
    name: str, title: str, at: datetime, replies: Iterable[NewsItem], *, most: int, unverified: bool
) -> Edition:
    """Return the edition of some briefings; those of which no claim of the story passed are left out."""
    items = tuple(item for reply in replies if (item := make_item(reply, unverified=unverified)))
    return Edition(name, title, at, items).shorten(most)


def make_item(reply: NewsItem, *, unverified: bool) -> Item | None:
    """Return what a digest tells of a briefing; None where nothing of its title or story may be told.

    `unverified`: claims that nothing could check are told with a mark, else left out. What a judge or a guard found
    wrong is never told.
    """
    words = load_wording(reply.meta.language)
    mark = words.verdicts.get("unverified", "unverified")
    verdicts = CARRIED | {"unverified"} if unverified else CARRIED
    lines: dict[Section, list[EditionLine]] = {}
    for section in ("title", *TOLD):
        claims = (claim for claim in reply.faithfulness.claims if claim.section == section)
        # A story hangs together from its first sentence on.
        choose = takewhile if section == "the_story" else filter
        lines[section] = [
            EditionLine(section, strip_unwritable(claim.text), "" if claim.verdict in CARRIED else mark)
            for claim in choose(lambda claim: claim.verdict in verdicts, claims)
        ]
    if reply.faithfulness.verdict == "fail" or not lines["title"] or not lines["the_story"]:
        return None
    return Item(
        id=UUID(reply.id),
        title=" ".join(line.marked_text for line in lines["title"]),
        lines=tuple(line for section in TOLD for line in lines[section]),
        origins=tuple(_list_origins(reply)),
        disclosure=strip_unwritable(disclose(reply).text),
        made_at=reply.meta.created_at,
        changed_at=reply.review.at or reply.meta.created_at,
        language=reply.meta.language,
        direction=find_direction(reply.meta.language),
        status=reply.review.status,
        headings={section: words.headings[section] for section in HEADINGS if section in TOLD},
    )


def _list_origins(reply: NewsItem) -> Iterable[Origin]:
    for source in list_basis(reply):
        url = make_link(source.url)
        outlet, title = (strip_unwritable(text or "").strip() for text in (source.outlet, source.title))
        name = f"{outlet}: {title}" if outlet and title else outlet or title or url
        if name:
            yield Origin(name, url)
