"""How the local checks do on the labelled claims: what they catch, and what they flag for nothing.

    python -m evals.cases [--split dev|test|all] [--misses] [--json FILE]

Exits with 1 where fewer than 9 in 10 false claims are caught, or more than 1 in 10 true ones flagged.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from evals.cases.case import Case, load
from service.verification.claim import PRINTABLE, CheckedClaim
from service.verification.verification import examine

RECALL, FALSE_ALARMS = 0.9, 0.1
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """A labelled claim, checked."""

    checked: CheckedClaim
    carried: bool
    group: str

    @property
    def flagged(self) -> bool:
        return self.checked.verdict not in PRINTABLE


def main() -> int:
    options = _options()
    console = Console(stderr=True)
    cases = [held for case in track(load(options.split), "checking", console=console) for held in _held(case)]
    recall = _share(c.flagged for c in cases if not c.carried)
    alarms = _share(c.flagged for c in cases if c.carried)
    report = {
        "recall": recall,
        "recall_interval": _interval([c.flagged for c in cases if not c.carried]),
        "false_alarms": alarms,
        "false_alarms_interval": _interval([c.flagged for c in cases if c.carried]),
        "groups": {g: _share(c.flagged for c in cases if c.group == g) for g in dict.fromkeys(c.group for c in cases)},
        "checks": _by_check(cases),
    }
    _print(report, cases)
    if options.misses:
        _print_misses(cases)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    return 0 if recall >= RECALL and alarms <= FALSE_ALARMS else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was flagged for nothing")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _held(case: Case) -> list[Held]:
    claims, carried, groups = zip(*case.claims(), strict=True)
    checked = examine(claims, case.read())
    return [Held(*found) for found in zip(checked, carried, groups, strict=True)]


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0


def _interval(flags: Sequence[bool]) -> tuple[float, float]:
    """95 % by bootstrap over claims."""
    rng = random.Random(1)
    shares = sorted(_share(rng.choices(flags, k=len(flags))) for _ in range(_DRAWS))
    return shares[int(0.025 * _DRAWS)], shares[int(0.975 * _DRAWS)]


def _by_check(cases: Sequence[Held]) -> dict[str, tuple[float, float]]:
    """For each check alone: the part of false claims it fails, and of true ones."""
    failed = Counter((r.name, c.carried) for c in cases for r in c.checked.checks if r.outcome == "fail")
    totals = Counter(c.carried for c in cases)
    names = dict.fromkeys(r.name for c in cases for r in c.checked.checks)
    return {n: (failed[n, False] / totals[False], failed[n, True] / totals[True]) for n in names}


def _print(report: dict[str, object], cases: Sequence[Held]) -> None:
    console = Console()
    counts = Counter((c.group, c.carried) for c in cases)
    table = Table("claims", "n", "flagged", title="By style of the true, by error of the false")
    for (group, carried), n in counts.items():
        share = _share(c.flagged for c in cases if c.group == group)
        table.add_row(f"{'true' if carried else 'false'}: {group}", str(n), f"{share:.0%}")
    console.print(table)
    table = Table("check alone", "false claims failed", "true claims failed")
    for name, (caught, alarms) in _by_check(cases).items():
        table.add_row(name, f"{caught:.0%}", f"{alarms:.0%}")
    console.print(table)
    low, high = _interval([c.flagged for c in cases if not c.carried])
    console.print(f"caught {report['recall']:.1%} of the false [{low:.0%}, {high:.0%}]", end="; ")
    low, high = _interval([c.flagged for c in cases if c.carried])
    console.print(f"flagged {report['false_alarms']:.1%} of the true [{low:.0%}, {high:.0%}]")


def _print_misses(cases: Sequence[Held]) -> None:
    for case in cases:
        if case.flagged == case.carried:
            why = "; ".join(f"{r.name}: {r.detail}" for r in case.checked.checks if r.outcome == "fail")
            wrong = "flagged" if case.carried else "missed"
            print(f"{wrong} ({case.group}, {case.checked.score:.2f}): {case.checked.text}  {why}")


if __name__ == "__main__":
    sys.exit(main())
