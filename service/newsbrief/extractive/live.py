"""Live reports: entries under their times, of which later ones overtake earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

import regex

from newsbrief.article import Article

FEWEST = 5
"""Entries from which a text is a live report."""
_TIME = regex.compile(r"\[?([01]?\d|2[0-3])[:.h]([0-5]\d)\]?(?:\s?([ap])\.?m)?", regex.IGNORECASE)


def find_overtaken(article: Article) -> Iterator[int]:
    """Yield the sentences of the entries that are neither the first on the event nor in the later half.

    None where the article is no live report; what stands before its first entry is never one.
    """
    entries: list[tuple[int, list[int]]] = []
    for _, run in groupby(article.sentences, key=lambda s: s.paragraph):
        sentences = list(run)
        if time := _TIME.match(sentences[0].text):
            half = {"p": 12, "a": 0}.get((time.group(3) or "").lower())
            hour = int(time.group(1)) if half is None else int(time.group(1)) % 12 + half
            entries.append((60 * hour + int(time.group(2)), []))
        if entries:
            entries[-1][1].extend(s.index for s in sentences)
    falling = sum(before > after for (before, _), (after, _) in pairwise(entries))
    rising = len(entries) - 1 - falling
    # One step the other way may be midnight.
    if len(entries) < FEWEST or min(falling, rising) > 1:
        return
    by_time = entries[::-1] if falling > rising else entries
    for _, indices in by_time[1 : len(by_time) // 2]:
        yield from indices
