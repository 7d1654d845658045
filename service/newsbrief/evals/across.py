"""Claims in another language than their article: what the guards alone ask about, and what a judge makes of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from newsbrief.article.reading import read
from newsbrief.pipeline.opening import open_engines
from newsbrief.resources import find_folder
from newsbrief.settings import Settings
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CARRIED, CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.translated import mark_quotations

JUDGED_S = 120.0
"""Seconds that a judge may take for the claims of one article."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelledClaim(_Frozen):
    """A claim, and whether the article carries it."""

    text: str
    carried: bool
    error: str | None = None
    sources: tuple[int, ...]
    """The sentences that its writer names."""


class Pair(_Frozen):
    """An article in one language, and claims on it in another."""

    article: str
    claims_in: str
    published: date | None = None
    blind: bool = False
    """Whether its writer had not seen the guards."""
    text: str
    claims: Annotated[tuple[LabelledClaim, ...], Field(min_length=1)]

    @property
    def name(self) -> str:
        """Both languages, such as `de > en`, and whether its writer was blind to the guards."""
        return f"{self.article} > {self.claims_in}{', blind' if self.blind else ''}"


@dataclass(frozen=True, slots=True)
class CheckedPair:
    """A labelled claim, what the guards asked about it, and what a judge made of it."""

    pair: str
    labelled: LabelledClaim
    doubts: tuple[str, ...]
    """Names of the guards that ask about it."""
    checked: CheckedClaim

    @property
    def is_judged(self) -> bool:
        """Return whether a judge gave a verdict."""
        return self.checked.verdict != "unverified"


def load_pairs() -> tuple[Pair, ...]:
    """Return the pairs that are shipped, by the names of their files.

    Raises:
        ValidationError: one of them is malformed.
    """
    return tuple(map(_read, sorted((find_folder("evals") / "languages").glob("*.yaml"))))


def _read(file: Path) -> Pair:
    return Pair.model_validate(yaml.safe_load(file.read_text("utf-8")))


async def check(pair: Pair, judge: Panel | None = None) -> tuple[CheckedPair, ...]:
    """Return what guards, and a judge where there is one, find of each claim of a pair."""
    day = datetime.combine(pair.published, time.min, UTC) if pair.published else None
    article = read(pair.text, language=pair.article, published_at=day)
    claims = [
        Claim(
            f"key_points.{n}",
            "key_points",
            # As a draft is dressed before it is checked.
            mark_quotations(each.text, article, pair.claims_in),
            cited=each.sources,
            translated_into=pair.claims_in,
        )
        for n, each in enumerate(pair.claims)
    ]
    examined = check_by_code(claims, article)
    deadline = monotonic() + JUDGED_S
    verdicts, _ = await Checker(judge, deadline).ask_judge(examined, article, pair.claims_in)
    doubts = [tuple(c.name for c in claim.failures if c.verdict) for claim in examined]
    return tuple(map(CheckedPair, [pair.name] * len(claims), pair.claims, doubts, verdicts))


def show() -> int:
    """Print what guards, and the judge that is set, make of claims across languages; always 0: it has no gate."""

    async def run() -> tuple[CheckedPair, ...]:
        async with open_engines(Settings()) as (_, judge):
            checked: list[CheckedPair] = []
            for pair in load_pairs():
                checked += await check(pair, judge)
            return tuple(checked)

    checked = asyncio.run(run())
    print(format_table(checked))
    return 0


def format_table(pairs: Sequence[CheckedPair]) -> str:
    """Return the counts by pair and by kind of error, as Markdown."""
    rows = ["| pair | honest: asked about | wrong: asked about | honest: carried | wrong: passed |", "| --- " * 5 + "|"]
    groups = {name: [f for f in pairs if f.pair == name] for name in dict.fromkeys(f.pair for f in pairs)}
    blind, own = ([f for f in pairs if f.pair.endswith("blind") is label] for label in (True, False))
    for name, group in (*groups.items(), ("all, blind", blind), ("all others", own)):
        honest, wrong = ([f for f in group if f.labelled.carried is label] for label in (True, False))
        asked = [f"{sum(bool(f.doubts) for f in part)} of {len(part)}" for part in (honest, wrong)]
        judged = [_count_carried(part) for part in (honest, wrong)]
        rows.append(f"| {' | '.join((name, *asked, *judged))} |")
    kinds = Counter(f.labelled.error for f in pairs if f.labelled.error)
    caught = Counter(f.labelled.error for f in pairs if f.labelled.error and f.doubts)
    rows += ["", "| error (all pairs) | asked about |", "| --- | --- |"]
    rows += [f"| {kind} | {caught[kind]} of {number} |" for kind, number in sorted(kinds.items())]
    return "\n".join(rows)


def _count_carried(group: Sequence[CheckedPair]) -> str:
    judged = [f for f in group if f.is_judged]
    return f"{sum(f.checked.verdict in CARRIED for f in judged)} of {len(judged)}" if judged else "no judge"
