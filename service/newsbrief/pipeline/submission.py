"""What was sent to be briefed, and what the request chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsbrief.article import Article
from newsbrief.article.dossier import Dossier, together
from newsbrief.article.reading import read
from newsbrief.drafting.draft import Strategy
from newsbrief.style.house import HouseStyle


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as it was sent."""

    text: str
    html: bool = False
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    """The article's language, where the sender knows it."""
    further: tuple[Submission, ...] = ()
    """Other articles on the same event, to be briefed together with this one."""

    @property
    def weight(self) -> int:
        """Characters in all."""
        return len(self.text) + sum(other.weight for other in self.further)

    def read_together(self) -> Dossier:
        """This article and the `further` ones.

        Raises:
            ArticleError: one of them is none, or too little of one.
        """
        return together([self.read(), *(other.read() for other in self.further)])

    def read(self) -> Article:
        """The article in it, without any `further` one.

        Raises:
            ArticleError: there is none, or too little of one.
        """
        return read(
            self.text,
            html=self.html,
            title=self.title,
            url=self.url,
            outlet=self.outlet,
            published_at=self.published_at,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What one request may choose; `None` leaves it to the settings."""

    strategy: Strategy = "single"
    judge: bool | None = None
    on_failure: Literal["degrade", "error"] | None = None
    style: HouseStyle | str | None = None
    """A house style, or the name of one of the settings; `none`: no style, though one is set."""
    output_language: str | None = None
    """A language tag: the briefing's language, where it is to be another than the article's."""
