"""Test which articles are joined: on all articles of the evals, and on two of one event."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from uuid import uuid4

import yaml

from newsbrief.feeds.configuration import Join
from newsbrief.feeds.joining import are_comparable, compute_signature, join, measure_similarity
from newsbrief.store.stories import ReadyArticle
from tests.support.articles import COURIER, POST

EVALS = Path(__file__).parents[2] / "evals"
NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
CHOSEN = Join()


def ready(text: str, minutes_ago: float = 60, language: str = "en") -> ReadyArticle:
    return ReadyArticle(uuid4(), "f", NOW - timedelta(minutes=minutes_ago), compute_signature(text, language), language)


def test_articles_on_different_events_are_apart() -> None:
    files = [*(EVALS / "articles").glob("*.txt"), *(EVALS / "realistic" / "articles").glob("*.txt")]
    signatures = [compute_signature(file.read_text(), "en") for file in files]
    found = [measure_similarity(one, other) for one, other in combinations(signatures, 2)]
    assert len(found) > 1_000
    # 0.008 at the most, were they counted; the estimate adds an error.
    assert max(found) < CHOSEN.similarity * 0.6


def test_articles_of_other_languages_on_different_events_are_apart() -> None:
    by_language: dict[str, list[bytes]] = {}
    for file in (EVALS / "languages").glob("*.yaml"):
        told = yaml.safe_load(file.read_text())
        by_language.setdefault(told["article"], []).append(compute_signature(told["text"], told["article"]))
    # Chance tells most in Japanese, where a pair of characters is often no more than the ending of a verb.
    assert len(by_language["ja"]) > 1
    found = [measure_similarity(*pair) for signatures in by_language.values() for pair in combinations(signatures, 2)]
    assert max(found) < CHOSEN.similarity * 0.6


def test_articles_on_one_event_and_copies_are_near() -> None:
    assert measure_similarity(compute_signature(POST, "en"), compute_signature(COURIER, "en")) > CHOSEN.similarity * 1.2
    assert (
        measure_similarity(compute_signature(POST, "en"), compute_signature(POST + "\n\nMore of it soon.", "en"))
        > CHOSEN.copies
    )
    assert measure_similarity(compute_signature("Too short.", "en"), compute_signature("Too short.", "en")) == 0.0


def test_signatures_of_an_earlier_version_are_told_from_ours() -> None:
    post = compute_signature(POST, "en")
    assert are_comparable([post, b"", compute_signature(COURIER, "en")])
    assert not are_comparable([post, post[: len(post) // 2]])


def _join(articles: list[ReadyArticle], before: datetime = NOW) -> list[int]:
    found = join(articles, (), from_=CHOSEN.similarity, copies_from=CHOSEN.copies, before=before, most=3)
    return sorted(len(group) for group in found.groups)


def test_groups() -> None:
    post, courier = ready(POST), ready(COURIER, 50)
    assert _join([post, courier]) == [2]
    assert _join([post, ready(COURIER, 50, "de")]) == [1, 1]
    # The oldest has not waited long enough.
    assert _join([post, courier], before=NOW - timedelta(hours=2)) == []
    # Three may be together: they wait no longer, and the fourth begins another group.
    assert _join([ready(POST) for _ in range(4)], before=NOW - timedelta(hours=2)) == [3]


def test_copies_of_what_was_briefed_are_left_out() -> None:
    story, article = uuid4(), ready(POST)
    found = join(
        [article], [(story, compute_signature(POST, "en"), "en")], from_=0.05, copies_from=0.8, before=NOW, most=3
    )
    assert found.groups == ()
    assert [(copy.entry, copy.story) for copy in found.copies] == [(article.id, story)]


def test_an_article_is_a_copy_only_of_one_like_it_in_its_language() -> None:
    story, post = uuid4(), compute_signature(POST, "en")
    # Of another language, of another article, of an earlier version, and of one too short to be compared.
    others = [(uuid4(), post, "de"), (uuid4(), compute_signature(COURIER, "en"), "en"), (uuid4(), post[:99], "en")]
    recent = [*others, (uuid4(), b"", "en")]
    articles = [ready(POST), ready(POST, language="fr"), ready("Too short.")]
    told = {"from_": 0.05, "copies_from": 0.8, "before": NOW, "most": 1}
    assert join(articles, recent, **told).copies == ()  # type: ignore[arg-type]
    found = join(articles, [*recent, (story, post, "en")], **told)  # type: ignore[arg-type]
    assert [(copy.entry, copy.story) for copy in found.copies] == [(articles[0].id, story)]
