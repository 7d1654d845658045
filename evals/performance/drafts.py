"""A draft of the seed article in other words, as a model would write it: 25 claims, of which some may be wrong.

The claims are those that people wrote for the suite; a draft in the article's own words would ask no judge anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from evals.performance.articles import read_seed
from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.evals.case import load
from newsbrief.verification.evidence import locate

Json = dict[str, Any]
TITLE = "Iran talks move to Oman as U.S. jet downs an Iranian drone"
_SIZES: dict[Section, int] = {
    "title": 1, "the_story": 4, "key_points": 7, "critical_analysis": 4, "key_takeaways": 6, "impact_analysis": 3,
}  # fmt: skip
_STYLES = {"the_story": "paraphrase", "key_points": "paraphrase", "key_takeaways": "combined"}
WRONG: tuple[tuple[Section, str, str, str], ...] = (
    ("key_points", "The IRGC seized vessels in 2019 and 2020.", "2019 and 2020", "2023 and 2024"),
    ("key_takeaways", "China welcomed the talks in Oman.", "China", ""),
)
"""Section, claim, what is wrong in it, and what is to stand in its place; empty: nothing that the article has would."""


@dataclass(frozen=True, slots=True)
class Script:
    """The text that the model server writes, and the claims that its judge flags: each with its fault and the words
    instead."""

    draft: Json
    known: dict[str, tuple[str, str] | None]
    """Every claim with its fault and the words instead; None where it is right."""

    def to_json(self) -> str:
        return json.dumps({"draft": self.draft, "known": self.known})


def script(wrong: int = 0) -> Script:
    """Return a draft in other words, with the first `wrong` of `WRONG` in place of claims that are right."""
    case = next(case for case in load() if case.name == "iran_us_talks")
    article = read(read_seed())
    pool: dict[str, list[str]] = {}
    for claim, carried, style in case.claims():
        if carried:
            pool.setdefault(str(style), []).append(claim.text)
    texts: dict[Section, list[str]] = {"title": [TITLE]}
    for section in SECTIONS[1:]:
        own = pool[_STYLES.get(section, "inference")]
        texts[section] = [own.pop(0) for _ in range(_SIZES[section])]
    for section, text, _, _ in WRONG[:wrong]:
        texts[section][1] = text
    draft: Json = {name: [_item(text, name, article) for text in told] for name, told in texts.items()}
    known: dict[str, tuple[str, str] | None] = {text: None for told in texts.values() for text in told}
    for _, text, fault, instead in WRONG[:wrong]:
        known |= {text: (fault, instead), text.replace(fault, instead): None}
    return Script({**draft, "title": draft["title"][0]}, known)


def _item(text: str, section: Section, article: Article) -> Json:
    kind = "inference" if section in ("critical_analysis", "impact_analysis") else "reported"
    return {"text": text, "sources": list(locate(text, article))[:3], "kind": kind}
