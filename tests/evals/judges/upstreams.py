"""Judges behind the scripted upstream that know the labels of some claims, and err where a test says so."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from newsbrief.evals.judges.asking import ReadArticle, read_articles
from newsbrief.evals.realistic import LabelledClaim, load_shipped
from tests.support.scripted_judge import SoundJudge, blocks
from tests.support.upstream import Answer, Reply, chat, error

LANGUAGES = ("en", "de")


@cache
def articles() -> tuple[ReadArticle, ...]:
    """Return a few of the realistic articles."""
    return tuple(read_articles(a for a in load_shipped() if a.article.language in LANGUAGES))[:5]


@cache
def labels() -> dict[str, LabelledClaim]:
    """Return their labelled claims by their words, without those that are the article's own words."""
    found: dict[str, LabelledClaim] = {}
    for article in articles():
        pairs = zip(article.checked, article.labelled.claims, strict=True)
        found |= {labelled.text: labelled for claim, labelled in pairs if claim.id in article.claims_to_ask}
    return found


def write_pairs(file: Path, *, writers: Sequence[str] = ()) -> None:
    """Write the claims as a file of pairs, each in turn said to be written by one of `writers`."""
    rows = [
        {
            "id": claim.id,
            "source": article.labelled.article.source,
            "published_at": (at := article.labelled.article.published_at) and at.isoformat(),
            "language": article.labelled.article.language,
            "article": claim.article,
            "claim": claim.text,
            "kind": claim.kind,
            "label": int(claim.carried),
            "error": claim.error,
            **({"written_by": writers[n % len(writers)]} if writers else {}),
        }
        for article in articles()
        for n, claim in enumerate(article.labelled.claims)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


@dataclass
class LabelJudge:
    """Tells claims by their labels, but for those of the kinds of error in `misses`, and those in `flags`."""

    known: Mapping[str, LabelledClaim]
    misses: Collection[str] = ()
    flags: Collection[str] = ()
    """Ids of carried claims that it flags for nothing."""
    usage: tuple[int, int] = (1000, 100)
    wavers: Collection[str] = ()
    """Ids of claims on which it says otherwise each time."""
    asked: list[list[str]] = field(default_factory=list)
    """Ids of the labelled claims of each request."""
    seen: set[str] = field(default_factory=set)

    def __call__(self, request: dict[str, Any]) -> Answer:
        answer = SoundJudge().judgements(request)
        _, claims = blocks(request)
        own = []
        for judgement in answer["judgements"]:
            if labelled := self.known.get(claims[judgement["id"]]):
                own.append(labelled.id)
                carried = "inference" if labelled.kind == "inference" else "supported"
                judgement["verdict"] = carried if self._carries(labelled) else "unsupported"
        if own:
            self.asked.append(own)
        return chat(answer, usage=self.usage)

    def _carries(self, labelled: LabelledClaim) -> bool:
        if labelled.id in self.wavers:
            self.seen ^= {labelled.id}
            return labelled.id in self.seen
        if labelled.carried:
            return labelled.id not in self.flags
        return labelled.error in self.misses

    @property
    def ids(self) -> list[str]:
        """Return the ids of every claim that it was asked about, in turn."""
        return [id for own in self.asked for id in own]


def by_model(**judges: Reply) -> Reply:
    """Return a server of several models, `-` written as `_`; there is no other."""

    def reply(request: dict[str, Any]) -> Answer:
        found = judges.get(request["model"].replace("-", "_"))
        return found(request) if found else error(404, "model not found", "model_not_found")

    return reply
