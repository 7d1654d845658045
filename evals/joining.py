"""Measure how articles are joined, those on one event and those on different ones: `python -m evals.joining FOLDER`.

FOLDER is a checkout of BASIL (https://github.com/launchnlp/BASIL): 300 articles on 100 events of American politics,
each told by three outlets. Its texts belong to the outlets, so none is here.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from newsbrief.feeds.configuration import Join
from newsbrief.feeds.joining import compute_signature, measure_similarity

THRESHOLDS = (0.02, 0.025, 0.03, 0.035, 0.04, 0.05)
NEAR_DAYS = 3
"""Different events so close in time are what a watcher really has before it at once."""


@dataclass(frozen=True, slots=True)
class EventArticle:
    """An article: the event that it tells, its day, and its signature."""

    event: str
    day: date
    signature: bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles; `near`: on different events within `NEAR_DAYS`."""

    likeness: float
    same: bool
    near: bool


def read_articles(folder: Path) -> list[EventArticle]:
    """Return the articles of a checkout of BASIL."""
    return [
        EventArticle(
            found["triplet-uuid"],
            date.fromisoformat(found["date"][:10]),
            compute_signature("\n\n".join(" ".join(paragraph) for paragraph in found["body-paragraphs"]), "en"),
        )
        for found in (json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("articles/*/*.json")))
    ]


def compare(articles: list[EventArticle]) -> list[Pair]:
    """Return all pairs of articles."""
    return [
        Pair(
            measure_similarity(one.signature, other.signature),
            one.event == other.event,
            one.event != other.event and abs((one.day - other.day).days) <= NEAR_DAYS,
        )
        for one, other in combinations(articles, 2)
    ]


def describe(pairs: list[Pair], threshold: float) -> str:
    """Return a line of the table: how many pairs are joined from `threshold` on."""
    columns = []
    for chosen in (
        [pair for pair in pairs if pair.same],
        [pair for pair in pairs if not pair.same],
        [pair for pair in pairs if pair.near],
    ):
        joined = sum(pair.likeness >= threshold for pair in chosen)
        columns.append(f"{joined} of {len(chosen)}")
    return f"{threshold:<10} {columns[0]:<16} {columns[1]:<20} {columns[2]}"


def main() -> int:
    """Print the table."""
    if len(sys.argv) != 2 or not (pairs := compare(read_articles(Path(sys.argv[1])))):
        print("usage: python -m evals.joining FOLDER, a checkout of github.com/launchnlp/BASIL", file=sys.stderr)
        return 2
    print(f"{'threshold':<10} {'one event':<16} {'different events':<20} of them within {NEAR_DAYS} days")
    for threshold in sorted({*THRESHOLDS, Join().similarity}):
        print(describe(pairs, threshold))
    return 0


if __name__ == "__main__":
    sys.exit(main())
