"""Dates, held against small articles of five genres whose day of publication is known."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from service.article import Article
from service.article.reading import read
from service.verification.checks.dates import check
from service.verification.claim import CheckResult, Claim
from service.verification.evidence import locate

ARTICLES = Path(__file__).parent / "articles"
PUBLISHED = {
    "earnings": datetime(2025, 10, 23, 16, tzinfo=UTC),  # a Thursday
    "sport": datetime(2026, 3, 15, 8, tzinfo=UTC),  # a Sunday
    "court": datetime(2023, 1, 23, 18, tzinfo=UTC),  # a Monday
    "science": datetime(2024, 10, 9, 12, tzinfo=UTC),  # a Wednesday
    "election": datetime(2025, 3, 10, 7, tzinfo=UTC),  # a Monday
}
TRUE = {
    "earnings": [
        "Halden Motors reported on Thursday.",
        "Halden reported its results on 23 October 2025.",
        "Net income was $1.47 billion in the third quarter of 2025.",
        "Net income was $1.47 billion in Q3.",
        "The Leeds plant closes in March.",
        "The Leeds plant closes in March 2026.",
        "The Leeds plant closes next year.",
        "The Tampere factory opens in June.",
        "The shares rose at 10:30 am.",
        "The shares had fallen since January.",
        "Halden was founded in the 1950s.",
        "Halden was founded in 1954.",
    ],
    "sport": [
        "Rovers beat Kelby on Saturday.",
        "Rovers beat Kelby on March 14, 2026.",
        "Rovers beat Kelby on Saturday, 14 March.",
        "Rovers beat Kelby yesterday.",
        "Silvestri will miss the game on Tuesday.",
        "Silvestri will miss the game on 17 March.",
        "The semi-final is on April 18.",
        "The semi-final against Port Ellis kicks off at 5:30pm on 18 April 2026.",
        "The semi-final kicks off at 17:30 local time.",
        "Rovers reached the semi-finals for the first time since 1987.",
        "Rovers won the cup in 1961.",
    ],
    "court": [
        "Mortimer was jailed on Monday.",
        "Mortimer was jailed on 23 January 2023.",
        "Mortimer was jailed in January.",
        "The fraud ran from 2014 to 2021.",
        "The fraud began in May 2014.",
        "The fraud ended on November 11, 2021.",
        "The fraud ended on 11/11/2021.",
        "The assets hearing is on March 3.",
        "The assets hearing is on 3 March 2023.",
        "Mortimer was arrested in February last year.",
        "Mortimer was arrested in February 2022.",
        "Mortimer was arrested last year.",
    ],
    "science": [
        "The institute announced the find on Wednesday.",
        "The study was published on October 9, 2024.",
        "The study was published on 9 October.",
        "The study was published on 9/10/2024.",
        "The study was published on 10/9/2024.",
        "The study was published today.",
        "Parliament votes in November.",
        "Parliament votes next month.",
        "The water has warmed since the 1990s.",
        "The protected share is to rise by 2030.",
        "It was the third such survey since 2019.",
    ],
    "election": [
        "The election was held on Sunday.",
        "The election was held on 9 March 2025.",
        "The election was held yesterday.",
        "The final results come on March 14.",
        "The final results come on Friday.",
        "The final results come this week.",
        "Kolar meets party leaders on Monday.",
        "The parliament first sits on 2 April.",
        "Turnout was the highest since 1998.",
        "The Greens want the coal mines closed by 2032.",
        "In 2021 the commission had more complaints.",
    ],
}
FALSE = {
    "earnings": [
        "Halden Motors reported on Friday.",
        "Halden reported its results on 22 October 2025.",
        "Net income was $1.47 billion in the second quarter of 2025.",
        "Net income was $1.47 billion in the third quarter of 2024.",
        "The Leeds plant closes in May 2026.",
        "The Leeds plant closes in March 2027.",
        "The Tampere factory opens in July.",
        "The shares rose at 11:30 a.m.",
        "The shares had fallen since February.",
        "Halden was founded in the 1960s.",
        "Halden was founded in 1945.",
    ],
    "sport": [
        "Rovers beat Kelby on Sunday.",
        "Rovers beat Kelby on March 13, 2026.",
        "Rovers beat Kelby on Friday.",
        "Silvestri will miss the game on Wednesday.",
        "Silvestri will miss the game on 18 March.",
        "The semi-final is on April 8.",
        "The semi-final is on 18 May.",
        "The semi-final kicks off at 7:30pm.",
        "Rovers reached the semi-finals for the first time since 1978.",
        "Rovers last won the cup in 1967.",
        "The semi-final is on Friday, 18 April 2026.",
    ],
    "court": [
        "Mortimer was jailed on Tuesday.",
        "Mortimer was jailed on 24 January 2023.",
        "The fraud ran from 2012 to 2021.",
        "The fraud began in March 2014.",
        "The fraud ended on November 12, 2021.",
        "The assets hearing is on March 30.",
        "The assets hearing is on 3 May 2023.",
        "Mortimer was arrested in February 2021.",
        "Mortimer was arrested in September 2022.",
    ],
    "science": [
        "The institute announced the find on Monday.",
        "The study was published on October 19, 2024.",
        "The study was published on 9 August.",
        "The study was published on 9 October 2023.",
        "The water has warmed since the 1980s.",
        "The protected share is to rise by 2035.",
        "It was the third such survey since 2009.",
        "Parliament will vote next year.",
    ],
    "election": [
        "The election was held on Saturday.",
        "The election was held on 2 March 2025.",
        "The final results come on March 24.",
        "The final results come on Thursday.",
        "Kolar meets party leaders on Wednesday.",
        "The parliament first sits on 12 April.",
        "Turnout was the highest since 1989.",
        "The Greens want the coal mines closed by 2030.",
    ],
}


@cache
def article(genre: str) -> Article:
    return read((ARTICLES / f"{genre}.txt").read_text(), published_at=PUBLISHED[genre])


def checked(article: Article, text: str) -> CheckResult:
    return check(Claim("key_points.0", "key_points", text, evidence=locate(text, article)), article)


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(genre, claim) for genre, claims in table.items() for claim in claims]


@pytest.mark.parametrize(("genre", "claim"), cases(TRUE))
def test_true(genre: str, claim: str) -> None:
    result = checked(article(genre), claim)
    assert result.outcome != "fail", result.detail


@pytest.mark.parametrize(("genre", "claim"), cases(FALSE))
def test_false(genre: str, claim: str) -> None:
    result = checked(article(genre), claim)
    assert result.outcome == "fail"
    assert result.verdict in ("contradicted", "unsupported")


def test_says_both_dates() -> None:
    result = checked(article("court"), "Mortimer was jailed on Tuesday.")
    assert result.detail == "says Tuesday; the article says Monday"
    assert result.verdict == "contradicted"


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("The meeting takes place on Friday, 6 February 2026.", "pass"),
        ("Witkoff and Kushner travel to Qatar on 5 February.", "pass"),
        ("Complications emerged on August 4, 2026.", "fail"),
        ("The seizures took place in 2021 and 2022.", "fail"),
        ("Witkoff and Kushner travel to Qatar on Tuesday.", "fail"),
        ("The talks are fragile.", "skip"),
    ],
)
def test_seed(seed_article: str, claim: str, outcome: str) -> None:
    assert checked(read(seed_article), claim).outcome == outcome


def test_order_of_events() -> None:
    told = read(
        "The minister resigned on Tuesday after the audit was published in full. Her deputy, who had defended the "
        "audit in parliament, took over the ministry the same evening and promised to publish every annex."
    )
    assert checked(told, "The audit was published after the minister resigned.").verdict == "contradicted"
    assert checked(told, "The audit was published before the minister resigned.").outcome != "fail"
    assert checked(told, "After the audit was published, the minister resigned.").outcome != "fail"


RESIGNED = {
    "de": "Der Präsident trat am 4. Februar 2026 zurück, wie das Amt in Berlin am Abend mitteilte. ",
    "es": "El presidente dimitió el 4 de febrero de 2026, según informó la oficina en Madrid por la noche. ",
    "fr": "Le président a démissionné le 4 février 2026, a annoncé son bureau à Paris dans la soirée. ",
    "xx": "The president resigned on 4 February 2026, his office said in the evening. ",
}


@pytest.mark.parametrize(
    ("language", "claim", "outcome"),
    [
        ("de", "Der Präsident trat am 4. Februar zurück.", "pass"),
        ("de", "Der Präsident trat am 4. August zurück.", "fail"),
        ("es", "El presidente dimitió el 4 de febrero.", "pass"),
        ("es", "El presidente dimitió el 14 de febrero.", "fail"),
        ("fr", "Le président a démissionné en février 2026.", "pass"),
        ("fr", "Le président a démissionné en mars 2026.", "fail"),
        ("xx", "The president resigned on 4 August.", "skip"),
    ],
)
def test_languages(language: str, claim: str, outcome: str) -> None:
    assert checked(read(RESIGNED[language] * 3, language=language), claim).outcome == outcome
