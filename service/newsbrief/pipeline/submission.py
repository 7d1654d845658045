"""A submission: what was sent to be briefed, and what the request chose."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Literal

from newsbrief.article import Article
from newsbrief.article.documents import Document
from newsbrief.article.dossier import Dossier, join_articles
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
    outlet_is_given: bool = True
    """Who sends it names the outlet; else it is the name that a document has for itself."""
    further: tuple[Submission, ...] = ()
    """Other articles on the same event, to be briefed together with this one."""

    @classmethod
    def of_document(
        cls,
        document: Document,
        *,
        title: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        published_at: datetime | None = None,
        language: str | None = None,
    ) -> Submission:
        """Return the article in a file or page; values given here replace those found in it."""
        return cls(
            document.text,
            html=document.html,
            title=title or document.title,
            url=url or document.url,
            outlet=outlet or document.outlet,
            published_at=published_at or document.published_at,
            language=language,
            outlet_is_given=bool(outlet),
        )

    @property
    def weight(self) -> int:
        """Characters in all."""
        return len(self.text) + sum(other.weight for other in self.further)

    def read_together(self) -> Dossier:
        """Read this article and the `further` ones.

        Raises:
            ArticleError: one of them is none, or too little of one.
        """
        return join_articles([self.read(), *(other.read() for other in self.further)])

    def read(self) -> Article:
        """Read this article, without any `further` one.

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
            outlet_is_given=self.outlet_is_given,
        )


JudgingLevel = Literal[True, False, "once"] | None
"""How much is judged: nothing (False), the draft but no fixes of it (`once`), or both (True; None is the settings')."""
CALL_ROUNDS = 4
"""Rounds of calls that a request makes at most: the draft, its verdicts, what was left out of them, verdicts on fixes.

Calls of one round go side by side. What a server failed to answer and what it answered in another form is asked again
within its round.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one request; `None` leaves it to the settings."""

    strategy: Strategy = "single"
    judge: JudgingLevel = None
    on_failure: Literal["degrade", "error"] | None = None
    style: HouseStyle | str | None = None
    """A house style, or the name of one of the settings; `none`: no style, though one is set."""
    output_language: str | None = None
    """A language tag: the briefing's language, where it is to be another than the article's."""

    @classmethod
    def of(cls, asked: object | None) -> Options:
        """Return the options that a request or a file has under the same names; None asks for nothing."""
        return cls() if asked is None else cls(**{field.name: getattr(asked, field.name) for field in fields(cls)})

    @property
    def judge_rounds(self) -> int:
        """Rounds of calls in which a draft is judged, at most."""
        if self.judge is False:
            return 0
        return 1 if self.judge == "once" else CALL_ROUNDS - 2

    @property
    def repair_rounds(self) -> int:
        """Rounds of calls in which fixes of a draft are judged."""
        return 1 if self.judge in (True, None) else 0

    def judging_at_most(self, most: JudgingLevel) -> Options:
        """Return the same with no more judged than `most`."""
        is_less = _rank_judging(most) < _rank_judging(self.judge)
        return replace(self, judge=most) if is_less else self


def _rank_judging(judging: JudgingLevel) -> int:
    return 2 if judging in (True, None) else 1 if judging == "once" else 0
