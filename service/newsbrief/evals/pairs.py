"""Labelled pairs of a source and a claim: the shipped ones, and those of JSONL files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Annotated, Any, Literal, TextIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from newsbrief.article import ArticleError
from newsbrief.article.reading import read
from newsbrief.evals.case import load
from newsbrief.evals.realistic import LabelledArticle, LabelledClaim, load_shipped
from newsbrief.validation import describe_faults
from newsbrief.verification.claim import Claim, Verdict

Feedback = Literal["accepted", "edited", "overridden", "reworded", "deleted"]
SHIPPED = "shipped"
"""Stands in the place of a file for the claims that come with the software."""
_ORDER = 20260204
"""Seed of the order in which articles are taken where not all are."""


class MalformedPairs(ValueError):
    """A file holds a line that is no labelled pair; the message names file and line, and what is wrong."""


class Pair(BaseModel):
    """A claim about a source, and whether the source carries it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(str)]
    source: str | None = Field(description="Text of the article; null where it was not kept: such a pair is left out.")
    claim: str = Field(min_length=1)
    label: bool = Field(description="1: the source carries the claim; 0: it does not.")
    kind: str = "reported"
    error: str | None = Field(default=None, description="Kind of error of a wrong claim, such as `number`.")
    language: str | None = None
    published_at: datetime | None = None
    article: str | None = Field(default=None, description="Name of the source.")
    base: str | None = Field(default=None, description="Id of the carried claim that a wrong one is a twin of.")
    written_by: str | None = Field(default=None, description="Model that wrote the claim, or `person`.")
    source_sha256: str | None = None
    feedback: Feedback | None = Field(default=None, description="What a person did with the claim.")
    verdict: Verdict | None = Field(default=None, description="Verdict of the service at the time.")


@dataclass(frozen=True, slots=True)
class PairFile:
    """The articles of some pairs, and the number of pairs that cannot be asked about."""

    articles: tuple[LabelledArticle, ...]
    without_source: int = 0
    """Pairs whose article was not kept."""
    unreadable: int = 0
    """Pairs whose source is no article."""


def read_pairs(path: Path) -> PairFile:
    """Return the pairs of a JSONL file, compressed or not, by article.

    Raises:
        MalformedPairs: a line is no pair.
        OSError: the file cannot be read.
    """
    by_source: dict[tuple[str, datetime | None, str | None], list[Pair]] = {}
    without = unreadable = 0
    for pair in _parse_lines(path):
        if pair.source is None:
            without += 1
        else:
            by_source.setdefault((pair.source, pair.published_at, pair.language), []).append(pair)
    articles = []
    for number, ((source, published_at, language), pairs) in enumerate(by_source.items()):
        try:
            article = read(source, language=language, published_at=published_at)
        except ArticleError:
            unreadable += len(pairs)
            continue
        name = pairs[0].article or str(number)
        articles.append(LabelledArticle(name, article, tuple(_to_labelled(name, pair) for pair in pairs)))
    return PairFile(tuple(articles), without, unreadable)


def read_cases() -> Iterator[LabelledArticle]:
    """Yield the articles of the shipped cases that have labelled claims."""
    for case in load():
        claims = tuple(_of_case(case.name, *one) for one in case.claims())
        if claims:
            yield LabelledArticle(case.name, case.read(), claims)


def read_sets(names: Sequence[str]) -> PairFile:
    """Return the pairs of several files together; the name `shipped` stands for the cases and the realistic claims.

    Raises:
        MalformedPairs, OSError: as `read_pairs`.
    """
    shipped = PairFile((*load_shipped(), *read_cases())) if SHIPPED in names else PairFile(())
    sets = [shipped if name == SHIPPED else read_pairs(Path(name)) for name in names]
    return PairFile(
        tuple(article for each in sets for article in each.articles),
        sum(each.without_source for each in sets),
        sum(each.unreadable for each in sets),
    )


def choose_articles(
    articles: Sequence[LabelledArticle], languages: Sequence[str] = (), limit: int | None = None
) -> list[LabelledArticle]:
    """Return the articles in `languages` (none named: all), with `limit` claims at most.

    Where there are more, whole articles are taken in an order that is always the same, and a part of the last: a
    higher limit adds to the claims of a lower one.
    """
    kept = [article for article in articles if not languages or article.article.language in languages]
    if limit is None:
        return kept
    Random(_ORDER).shuffle(kept)  # noqa: S311 - no secret
    chosen: list[LabelledArticle] = []
    for article in kept:
        if limit <= 0:
            break
        chosen.append(replace(article, claims=article.claims[:limit]))
        limit -= len(article.claims)
    return chosen


def _parse_lines(path: Path) -> Iterator[Pair]:
    with _open(path) as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parse(line, f"{path}, line {number}")
        except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise MalformedPairs(f"{path}: cannot be read: {error}") from None


def _open(path: Path) -> AbstractContextManager[TextIO]:
    with path.open("rb") as file:
        is_compressed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8-sig") if is_compressed else path.open(encoding="utf-8-sig")


def _parse(line: str, where: str) -> Pair:
    try:
        value = json.loads(line)
        return Pair.model_validate(value)
    except (ValueError, RecursionError) as error:
        if not isinstance(error, ValidationError):
            raise MalformedPairs(f"{where}: no JSON") from None
        raise MalformedPairs(f"{where}: {describe_faults(error, 'the line')}") from None


def _to_labelled(name: str, pair: Pair) -> LabelledClaim:
    return LabelledClaim(
        id=pair.id,
        article=name,
        text=" ".join(pair.claim.split()),
        kind="inference" if pair.kind == "inference" else "reported",
        carried=pair.label,
        error=pair.error,
        base=pair.base,
        written_by=pair.written_by,
    )


def _of_case(name: str, claim: Claim, carried: bool, group: str) -> LabelledClaim:
    return LabelledClaim(f"{name}.{claim.id}", name, claim.text, claim.kind, carried, group)


def to_row(pair: Pair) -> Mapping[str, Any]:
    """Return a pair as the object of a line, without what is not known of it."""
    row = pair.model_dump(mode="json", exclude_none=True)
    return {**row, "source": pair.source, "label": int(pair.label)}
