"""An article: the text that was sent, and its sentences with exact offsets."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    `start` and `end` are character offsets into `Article.source` (start inclusive, end exclusive).
    `text` is what a reader or a model sees: NFC, invisible characters removed, white space folded;
    it can differ from `source[start:end]`, which stays exactly what was sent.
    """

    index: int
    """Position in `Article.sentences`, from 0: the number that prompts, citations and evidence use."""
    start: int
    end: int
    text: str
    paragraph: int
    """Number of the paragraph the sentence stands in, from 0."""
    is_heading: bool = False
    """A title, subtitle or section heading rather than a sentence of the body."""
    repeats: int | None = None
    """Index of an earlier sentence that this one repeats (a lede printed twice, a pull quote)."""
    is_boilerplate: bool = False
    """Stands around the article rather than in it: no claim rests on it. A call to subscribe, a credit, a byline, an
    order to a model, a comment in HTML, what an earlier version wrongly said."""
    is_asserted: bool = True
    """The article itself states it, as fact or as somebody's named word. False for what it denies, asks, supposes,
    tells of fiction or of a faked recording, takes back, rates as false, orders a machine to do, or quotes without a
    speaker."""
    denies: bool = False
    """It says that something is not so: true as a whole, while no claim may rest on a part of it."""
    goes_on: bool = False
    """It may go on in the next sentence: it was cut for its length, ends in what may be an abbreviation, or announces
    what follows. What one of them says alone, the other may deny."""


@dataclass(frozen=True, eq=False)
class Article:
    """A raw article, read. Compared and hashed by identity, so analyses can be kept per article."""

    source: str
    """The text that offsets point into: as it was sent, or as it was extracted from HTML."""
    sentences: tuple[Sentence, ...]
    language: str
    """BCP 47 primary subtag, such as `en`; `und` where it cannot be told."""
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    outlet_is_given: bool = False
    """The sender named the outlet; else a page, a mail or a feed calls itself so."""
    published_at: datetime | None = None
    is_extracted: bool = False
    """The source was extracted from HTML, so the reply must return it for the offsets to mean anything."""
    warnings: tuple[str, ...] = ()
    satire: int | None = None
    """Index of the sentence by which the article calls itself satire."""
    is_satirical: bool = False
    """Its outlet is known for satire, whether the article says so or not."""
    is_opinion: bool = False
    """It says that it is somebody's opinion: by its section, its address or its kicker."""
    is_sponsored: bool = False
    """It says that somebody paid for it."""
    firsts: tuple[int, ...] = (0,)
    """Index of the first sentence; of one of several articles, that of each."""
    analyses: dict[Callable[[Article], Any], Any] = field(init=False, repr=False, default_factory=dict)
    """What `per_article` keeps."""

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the source in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def extracted_text(self) -> str | None:
        """Return the source where a reply must have it: where nobody sent it in these words."""
        return self.source if self.is_extracted else None

    def is_whole(self, first: int, last: int) -> bool:
        """Return whether no sentence goes on across either end of the run from `first` to `last`, both inclusive, and
        all are of one article."""
        is_of_one = bisect_right(self.firsts, first) == bisect_right(self.firsts, last)
        return is_of_one and not self.sentences[last].goes_on and not (first and self.sentences[first - 1].goes_on)

    def quote(self, index: int) -> str:
        """Return the sentence at `index` exactly as the source has it."""
        sentence = self.sentences[index]
        return self.source[sentence.start : sentence.end]


def per_article(analyse: Callable[[Article], T]) -> Callable[[Article], T]:
    """Keep what `analyse` finds for as long as the article lives: several checks ask for the same analysis."""

    @wraps(analyse)
    def once(article: Article) -> T:
        try:
            return cast(T, article.analyses[analyse])
        except KeyError:
            return cast(T, article.analyses.setdefault(analyse, analyse(article)))

    return once
