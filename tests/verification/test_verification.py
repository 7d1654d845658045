"""What is found out about an article before there are claims changes no verdict, and is not found out again."""

from collections.abc import Sequence

from evals.cases.case import load
from service.article.reading import read
from service.briefing.schema import SECTIONS
from service.verification.claim import Claim
from service.verification.verification import examine, prepare


def claims() -> tuple[str, Sequence[Claim]]:
    case = next(case for case in load() if case.name == "iran_us_talks")
    texts = [claim.text for claim, _, _ in case.claims()]
    return case.text, [Claim(f"key_points.{n}", SECTIONS[2], text) for n, text in enumerate(texts)]


def test_an_article_made_ready_gives_the_same_verdicts() -> None:
    text, mine = claims()
    ready, fresh = read(text), read(text)
    prepare(ready)
    assert examine(mine, ready) == examine(mine, fresh)


def test_what_is_made_ready_is_what_claims_ask() -> None:
    text, mine = claims()
    ready, fresh = read(text), read(text)
    prepare(ready)
    examine(mine, fresh)
    assert ready.analyses.keys() <= fresh.analyses.keys()
    known = dict(ready.analyses)
    examine(mine, ready)
    assert all(ready.analyses[analysis] is found for analysis, found in known.items())
