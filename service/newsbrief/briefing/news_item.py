"""The shape of a briefing and its metadata that renderings read: a reply of the service has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsbrief.briefing.layout import Layout
from newsbrief.briefing.review import Review
from newsbrief.briefing.schema import Briefing, Section
from newsbrief.briefing.source import Source


class Passage(Protocol):
    """A passage of an article: characters `start` to `end` of its text."""

    @property
    def source(self) -> int:
        """Return the number of its article in `list_basis`, from 0."""
        ...

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def quote(self) -> str: ...


class Basis(Protocol):
    """An article that a briefing rests on."""

    @property
    def url(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def sha256(self) -> str: ...


class CitedClaim(Protocol):
    """A claim of a briefing with the passages it rests on."""

    @property
    def id(self) -> str: ...
    @property
    def section(self) -> Section: ...
    @property
    def text(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def evidence(self) -> Sequence[Passage]: ...


class Report(Protocol):
    """The findings of the checks."""

    @property
    def verdict(self) -> str: ...
    @property
    def claims(self) -> Sequence[CitedClaim]: ...


class Making(Protocol):
    """The engine, model, language and sources of a briefing."""

    @property
    def engine(self) -> str: ...
    @property
    def model(self) -> str | None: ...
    @property
    def earlier_writer(self) -> str | None:
        """Return the model that wrote what an update keeps, or `unknown`; None where nothing of the kind is kept."""
        ...

    @property
    def language(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def source(self) -> Source: ...
    @property
    def source_sha256(self) -> str: ...
    @property
    def sources(self) -> Sequence[Basis]: ...


class NewsItem(Protocol):
    """A briefing with everything its renderings show."""

    @property
    def id(self) -> str: ...
    @property
    def briefing(self) -> Briefing: ...
    @property
    def layout(self) -> Layout | None:
        """Return the briefing in the sections of a house style, where it has others than the fixed format."""
        ...

    @property
    def faithfulness(self) -> Report: ...
    @property
    def review(self) -> Review: ...
    @property
    def meta(self) -> Making: ...
    @property
    def source_text(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _OnlyBasis:
    """The one article of a briefing."""

    url: str | None
    title: str | None
    outlet: str | None
    published_at: datetime | None
    sha256: str


def list_basis(item: NewsItem) -> Sequence[Basis]:
    """Return the articles that a briefing rests on, the one it was made of first."""
    source = item.meta.source
    only = _OnlyBasis(source.url, source.title, source.outlet, source.published_at, item.meta.source_sha256)
    return item.meta.sources or (only,)
