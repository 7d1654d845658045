"""Realistic claims, written blind to the checks, on articles that nothing was fitted on.

`articles/` and `articles.json` hold 26 invented articles in ten languages, `claims.jsonl` 256 claims that they carry
and as many twins with one error each, `earlier/` claims of earlier briefings, `recorded.jsonl` the answers of a
careful reader who judged every claim from the rendered request alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.briefing.schema import Kind, Section
from newsbrief.resources import find_folder
from newsbrief.verification.claim import Claim

HERE = find_folder("evals") / "realistic"


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim about an article, and whether the article carries it."""

    id: str
    article: str
    text: str
    kind: Kind
    carried: bool
    error: str | None = None
    base: str | None = None
    """The id of the carried claim that a wrong one is a twin of."""
    written_by: str | None = None
    """The model that wrote it, or `person`, where that is known."""

    def claim(self, number: int) -> Claim:
        """Return it as the claim of that number in its section."""
        section: Section = "critical_analysis" if self.kind == "inference" else "key_points"
        return Claim(f"{section}.{number}", section, self.text, self.kind)


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """An article with its labelled claims."""

    name: str
    article: Article
    claims: tuple[LabelledClaim, ...]

    @property
    def carried_claims(self) -> tuple[LabelledClaim, ...]:
        return tuple(claim for claim in self.claims if claim.carried)

    @property
    def wrong(self) -> tuple[LabelledClaim, ...]:
        return tuple(claim for claim in self.claims if not claim.carried)


@cache
def load_shipped() -> tuple[LabelledArticle, ...]:
    """Return the shipped articles with their claims."""
    known = json.loads((HERE / "articles.json").read_text("utf-8"))
    rows = [json.loads(line) for line in (HERE / "claims.jsonl").read_text("utf-8").splitlines()]
    labelled = []
    for name, about in known.items():
        text = (HERE / "articles" / f"{name}.txt").read_text("utf-8")
        published_at = datetime.fromisoformat(about["published_at"])
        article = read(text, language=about["language"], published_at=published_at, outlet=about["outlet"])
        labelled.append(LabelledArticle(name, article, _to_labelled(name, [r for r in rows if r["article"] == name])))
    return tuple(labelled)


def _to_labelled(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[LabelledClaim, ...]:
    return tuple(
        LabelledClaim(
            id=str(row["id"]),
            article=name,
            text=" ".join(str(row["claim"]).split()),
            kind="inference" if row.get("kind") == "inference" else "reported",
            carried=bool(row["label"]),
            error=row.get("error"),
            base=row.get("base"),
        )
        for row in rows
    )
