"""Labelled claims: data that an editor can read, one file an article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from service.article import Article
from service.article.reading import read
from service.briefing.schema import Kind
from service.faithfulness.claim import Claim

HERE = Path(__file__).parent
Style = Literal["close", "paraphrase", "combined", "inference"]
Error = Literal[
    "number", "date", "name", "role", "place", "negation", "modality", "quote", "attribution", "invented", "causal",
    "stale", "overreach",
]  # fmt: skip


class Statement(BaseModel):
    """A claim that is not plain reporting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    kind: Kind


class Labelled(BaseModel):
    """The claims on one article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    """Path of the article, from this folder."""
    published_at: datetime | None = None
    split: Literal["dev", "test"]
    """`test`: no threshold and no rule was ever fitted on it."""
    carried: dict[Style, tuple[str | Statement, ...]]
    """The article carries all of it, by how far the words are from the article's."""
    wrong: dict[Error, tuple[str | Statement, ...]]
    """It does not, each in one way."""

    def read(self) -> Article:
        """The article that the claims are about."""
        return read((HERE / self.article).read_text(encoding="utf-8"), published_at=self.published_at)

    def cases(self) -> Iterator[tuple[Claim, bool, str]]:
        """Each claim, whether the article carries it, and its style or its error."""
        number = 0
        for label, groups in ((True, self.carried), (False, self.wrong)):
            for group, statements in groups.items():
                for statement in statements:
                    yield _claim(statement, group, number), label, group
                    number += 1


def load(split: str = "all") -> list[Labelled]:
    """Every labelled article of a split, by name."""
    found = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(HERE.glob("*.yaml")))
    return [labelled for labelled in map(Labelled.model_validate, found) if split in ("all", labelled.split)]


def _claim(statement: str | Statement, group: str, number: int) -> Claim:
    text = statement if isinstance(statement, str) else statement.text
    kind: Kind = "inference" if group == "inference" else "reported"
    if isinstance(statement, Statement):
        kind = statement.kind
    # Inferences stand in an analytical section, where alone they may.
    section = "impact_analysis" if kind == "inference" else "key_points"
    return Claim(f"{section}.{number}", section, text, kind)
