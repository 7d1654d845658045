"""Reading, checking and extracting alone, in this process: processor time, the best of several runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from evals.performance.articles import longer, read_seed, vary_text
from evals.performance.figure import Figure
from newsbrief.article.reading import read
from newsbrief.briefing.schema import SECTIONS
from newsbrief.drafting.draft import DraftRequest
from newsbrief.evals.case import load
from newsbrief.extractive import ExtractiveEngine
from newsbrief.verification.claim import Claim
from newsbrief.verification.code_checks import check_by_code

_PUBLISHED = datetime(2026, 2, 5, tzinfo=UTC)


def figures(runs: int) -> Iterator[Figure]:
    """Measure reading and checking the seed article with 25 claims; how both grow; the extractive engine.

    Texts are another edition of what was read just before; where a figure says new, they share no more than its title.
    """
    text = read_seed()
    claims = _claims(25)
    yield Figure("read 1,500 words", _best(runs, lambda n: read(_add_sentence(text, n), published_at=_PUBLISHED)), "ms")
    both = _best(runs, lambda n: check_by_code(claims, read(_add_sentence(text, n), published_at=_PUBLISHED)))
    yield Figure("read 1,500 words and check 25 claims", both, "ms", aim=15)
    new = [(_vary_claims(claims, n), vary_text(text, n)) for n in range(runs + 1)]
    both = _best(runs, lambda n: check_by_code(new[n][0], read(new[n][1], published_at=_PUBLISHED)))
    yield Figure("read 1,500 new words and check 25 new claims", both, "ms", aim=15)
    article = read(text, published_at=_PUBLISHED)
    many = _claims(200)
    alone = _best(3, lambda n: check_by_code(many, article))
    yield Figure("claims checked a second", len(many) / alone * 1000, "/s", aim=200, least=True)
    alone = _best(3, lambda n: check_by_code(_vary_claims(many, n), article))
    yield Figure("new claims checked a second", len(many) / alone * 1000, "/s", aim=200, least=True)
    for words, count, aim in ((25_000, 125, None), (100_000, 500, 2000.0)):
        long, held = longer(words), _claims(count)
        taken = _best(1, lambda n, long=long, held=held: check_by_code(held, read(_add_sentence(long, n))))  # type: ignore[misc]
        yield Figure(f"read {words:,} words and check {count} claims", taken, "ms", aim=aim)
    brief = _best(runs, lambda n: _draft_extractive(_add_sentence(text, n)))
    yield Figure("extractive briefing of 1,500 words", brief, "ms", aim=25)
    brief = _best(runs, lambda n: _draft_extractive(vary_text(text, runs + n)))
    yield Figure("extractive briefing of 1,500 new words", brief, "ms", aim=25)
    megabyte = longer(200_000)[:1_000_000]
    yield Figure(
        "extractive briefing of 1 MB", _best(1, lambda n: _draft_extractive(_add_sentence(megabyte, n))), "ms", aim=1000
    )


def _best(runs: int, work: Callable[[int], object]) -> float:
    """Return the milliseconds of processor time of the quickest run, after one that fills the caches."""
    taken = []
    for n in range(runs + 1):
        began = time.process_time()
        work(n)
        taken.append((time.process_time() - began) * 1000)
    return min(taken[1:])


def _add_sentence(text: str, number: int) -> str:
    return f"{text}\n\nThis is the {number + 2}th edition of the report."


def _vary_claims(claims: Sequence[Claim], number: int) -> Sequence[Claim]:
    return [replace(claim, text=vary_text(claim.text, number)) for claim in claims]


def _draft_extractive(text: str) -> object:
    article = read(text)
    deadline = time.monotonic() + 600
    return asyncio.run(ExtractiveEngine().draft(DraftRequest(article, article.language, deadline)))


def _claims(number: int) -> Sequence[Claim]:
    """Return claims of the suite, those on the seed article first."""
    cases = sorted(load(), key=lambda case: case.name != "iran_us_talks")
    found = [claim.text for case in cases for claim, _, _ in case.claims()][:number]
    return [Claim(f"key_points.{n}", SECTIONS[2], text, "reported", ()) for n, text in enumerate(found)]
