"""The worth of each guard: how often it fires on labelled claims, how often rightly, and what it alone adds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsbrief.evals.judged import judge_article
from newsbrief.evals.pairs import read_cases, read_pairs
from newsbrief.evals.realistic import LabelledArticle, LabelledClaim, load_shipped
from newsbrief.evals.recorded import make_recorded_panel
from newsbrief.verification.claim import CARRIED, CheckedClaim
from newsbrief.verification.guards import GUARDS
from newsbrief.verification.judge.judge import NAME as JUDGE

_GUARDS = tuple(guard for guard in GUARDS if not guard.is_for_translations)
"""Those for claims in another language than the article have an eval of their own."""
PRECISION, FIRINGS = 0.97, 30
"""What a guard needs, on claims that it was not fitted on, to decide alone."""


@dataclass(frozen=True, slots=True)
class Worth:
    """One guard on one set of claims."""

    guard: str
    set: str
    decides: bool
    wrong: int
    """Wrong claims on which it fires."""
    honest: int
    """Honest claims on which it fires."""
    alone: int
    """Wrong claims that no other guard finds."""
    behind: int | None
    """Wrong claims that a judge passes and it finds; None where no judge read the set."""
    overruled: int | None
    """Honest claims that a judge carries and it fails."""

    @property
    def precision(self) -> float | None:
        """Share of its firings that are right; None where it never fires."""
        fired = self.wrong + self.honest
        return self.wrong / fired if fired else None


def measure_guards(
    name: str, checked: Sequence[tuple[LabelledClaim, CheckedClaim]], *, judged: bool
) -> Iterator[Worth]:
    """Yield the worth of every guard on a set of checked claims."""
    for guard in _GUARDS:
        fired = [(labelled, claim) for labelled, claim in checked if guard.name in _failed_guards(claim)]
        wrong = [claim for labelled, claim in fired if not labelled.carried]
        honest = [claim for labelled, claim in fired if labelled.carried]
        yield Worth(
            guard=guard.name,
            set=name,
            decides=guard.decides,
            wrong=len(wrong),
            honest=len(honest),
            alone=sum(_failed_guards(claim) == {guard.name} for claim in wrong),
            behind=sum(map(_is_carried_by_judge, wrong)) if judged else None,
            overruled=sum(map(_is_carried_by_judge, honest)) if judged else None,
        )


def check_sets(pairs: Iterable[Path]) -> Iterator[tuple[str, list[tuple[LabelledClaim, CheckedClaim]], bool]]:
    """Yield each set of claims, checked: the cases, the realistic ones behind a recorded judge, and those of files."""
    yield "cases", asyncio.run(_check(read_cases(), judged=False)), False
    yield "realistic", asyncio.run(_check(load_shipped(), judged=True)), True
    for path in pairs:
        pairs_read = read_pairs(path)
        if left_out := pairs_read.without_source + pairs_read.unreadable:
            print(f"newsbrief: {path.name}: {left_out} pairs without an article are left out", file=sys.stderr)
        yield path.name, asyncio.run(_check(pairs_read.articles, judged=False)), False


def show(pairs: Sequence[Path]) -> int:
    """Print the table of every guard on every set, and what to do; return 1 where one finds nothing or errs."""
    from rich.console import Console
    from rich.progress import track
    from rich.table import Column, Table

    worths = [w for name, checked, judged in check_sets(pairs) for w in measure_guards(name, checked, judged=judged)]
    # In a narrow terminal the names stay whole: four of them begin alike.
    heads = ("set", "fires: wrong", "honest", "precise", "alone", "behind a judge", "overrules it wrongly")
    table = Table(Column("guard", no_wrap=True), *(Column(head, overflow="fold") for head in heads))
    for worth in track(worths, "measuring", console=Console(stderr=True), transient=True):
        share = "" if worth.precision is None else f"{worth.precision:.0%}"
        behind = ("" if n is None else str(n) for n in (worth.behind, worth.overruled))
        table.add_row(worth.guard, worth.set, str(worth.wrong), str(worth.honest), share, str(worth.alone), *behind)
    console = Console()
    console.print(table)
    remedies = list(find_remedies(worths))
    for guard, said, _ in remedies:
        console.print(f"{guard} {said}", highlight=False)
    return int(any(is_fault for *_, is_fault in remedies))


def find_remedies(worths: Sequence[Worth]) -> Iterator[tuple[str, str, bool]]:
    """Yield the guards that do not earn their place, each with what to do about it, and whether that is a fault.

    One decides alone by what it is worth on sets that it was not fitted on; too few firings tell nothing yet.
    """
    for guard in _GUARDS:
        every = [w for w in worths if w.guard == guard.name]
        own = [w for w in every if w.set != "cases"]
        fired, right = sum(w.wrong + w.honest for w in own), sum(w.wrong for w in own)
        if not any(w.wrong for w in every):
            yield guard.name, "finds nothing: give the suite a case that it finds, or take it out", True
        elif guard.decides and fired and right / fired < PRECISION:
            yield guard.name, f"is right in {right / fired:.1%} of {fired} firings: it may ask, and not decide", True
        elif guard.decides and fired < FIRINGS:
            yield guard.name, f"decides on {fired} firings: hold it against more labelled claims (--pairs)", False


def _failed_guards(claim: CheckedClaim) -> set[str]:
    return {check.name for check in claim.failures} & {guard.name for guard in _GUARDS}


def _is_carried_by_judge(claim: CheckedClaim) -> bool:
    judged = claim.find_check(JUDGE)
    return judged is not None and judged.verdict in CARRIED


async def _check(articles: Iterable[LabelledArticle], *, judged: bool) -> list[tuple[LabelledClaim, CheckedClaim]]:
    judge = make_recorded_panel() if judged else None
    return [one for article in articles for one in await judge_article(article, judge)]
