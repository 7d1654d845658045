"""Drafts in the article's own words, read as an editor would."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from service.article import ArticleError
from service.article.reading import read
from service.article.words import words
from service.briefing.schema import SECTIONS
from service.drafting.absence import absent, is_absence
from service.drafting.draft import Draft, Item
from service.drafting.extractive import ExtractiveEngine
from service.drafting.extractive.cues import leans
from service.drafting.extractive.engine import extract
from service.drafting.extractive.trimming import balanced, trimmed


def items(draft: Draft) -> Iterator[tuple[str, Item]]:
    for section in SECTIONS:
        value = getattr(draft, section)
        for item in (value,) if isinstance(value, Item) else value:
            yield section, item


def test_the_seed_article(seed_article: str, snapshot: SnapshotAssertion) -> None:
    draft = extract(read(seed_article))
    assert "\n".join(f"{section}: {item.text} {list(item.sources)}" for section, item in items(draft)) == snapshot


def test_it_says_how_things_stand_at_the_end_and_not_before(seed_article: str) -> None:
    draft = extract(read(seed_article))
    assert any("will be held in Oman this Friday" in item.text for item in draft.the_story)
    assert not any("Initially" in item.text for _, item in items(draft))


def test_every_item_is_words_of_its_sentence_and_stands_alone(seed_article: str) -> None:
    article = read(seed_article)
    for section, item in items(extract(article)):
        source = iter(w.text.casefold() for w in words(article.sentences[item.sources[0]].text))
        assert all(word.text.casefold() in source for word in words(item.text))
        assert balanced(item.text)
        assert item.text.endswith(".") == (section != "title") or item.text.endswith("”")
        assert section == "title" or not leans(item.text)


def test_no_sentence_is_used_twice(seed_article: str) -> None:
    used = [item.sources[0] for section, item in items(extract(read(seed_article))) if section != "title"]
    assert len(used) == len(set(used))


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("At the same time, the bank raised rates.", "The bank raised rates."),
        ("President Trump, meanwhile, has continued to talk.", "President Trump has continued to talk."),
        ("The court did not, however, agree.", "The court did not agree."),
        ("“Now, we wait,” she said.", "“Now, we wait,” she said."),
        (
            "The regulator said on Monday that the three companies had agreed to publish prices for every route "
            "they fly from the first of March, underscoring how far the long dispute over fees in the small print "
            "has moved.",
            "The regulator said on Monday that the three companies had agreed to publish prices for every route "
            "they fly from the first of March.",
        ),
    ],
)
def test_what_only_ties_a_sentence_to_its_place_is_cut(whole: str, short: str) -> None:
    assert trimmed(whole) == short


@pytest.mark.parametrize(
    "text",
    [
        "The company said that it had found the fault in all nine of its older engines and would replace every one of "
        "them by the end of the summer, adding that passengers were not in danger at any time during the flights.",
        "The minister told the chamber that the plan for the northern line would go ahead with all of its stations and "
        "that the first of the trains had been ordered, “meaning that there is no way back for any of us now.”",
        "The union said the drivers would come back to work on the morning after the vote was counted in all of the "
        "depots of the city and its suburbs, depending on what the company puts on the table before the weekend.",
    ],
)
def test_negations_quotations_and_conditions_are_never_cut(text: str) -> None:
    assert trimmed(text) == text


COURT = """Jury clears former mayor of bribery
A jury in Leeds cleared the city's former mayor, Anna Whitlock, of bribery on Tuesday after a trial of six weeks.
Whitlock, 61, had denied taking £40,000 from a builder in 2021. She wept as the foreman read the verdict.
Prosecutors said she had approved two housing schemes in return for the money.
Her lawyer, Daniel Osei, told the court that the payments were a loan between old friends.
The builder, Mark Hale, who pleaded guilty in May, will be sentenced on 12 December.
An earlier version of this article said that the trial had lasted five weeks."""
MATCH = """Rovers 2-1 Athletic
Rovers came from behind to beat Athletic 2-1 and go top of the table on Saturday.
Lena Vogt put the visitors ahead after nine minutes with a header from a corner.
Captain Maya Ortiz levelled from the penalty spot before half-time.
Substitute Ines Kaya scored the winner in the 88th minute, her first goal since March.
Coach Paula Brandt said the side "never stopped believing".
Rovers play United next Saturday and would go four points clear with a win."""


def test_corrections_are_no_facts() -> None:
    assert not any("earlier version" in item.text for _, item in items(extract(read(COURT))))


@pytest.mark.parametrize("text", [COURT, MATCH])
def test_short_articles_fill_what_they_can_and_say_so_where_they_cannot(text: str) -> None:
    found = list(items(extract(read(text))))
    assert {section for section, _ in found} == set(SECTIONS)
    for section, item in found:
        assert is_absence(item.text) == (not item.sources)
        assert not is_absence(item.text) or item.text == absent(section, "en")  # type: ignore[arg-type]
    assert sum(bool(item.sources) for _, item in found) >= 5


@given(st.text(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_text_that_is_an_article_gets_a_draft(text: str) -> None:
    try:
        article = read(text + " words " * 20)
    except ArticleError:
        return
    for _, item in items(extract(article)):
        assert all(0 <= source < len(article.sentences) for source in item.sources)


async def test_the_engine_drafts_off_the_event_loop_and_mends_nothing(seed_article: str) -> None:
    engine, article = ExtractiveEngine(), read(seed_article)
    drafted = await engine.draft(article, language="en", strategy="single", deadline=time.monotonic() + 5)
    assert drafted.draft == await asyncio.to_thread(extract, article)
    assert drafted.usage.calls == 0
    assert (await engine.correct(article, (), language="en", deadline=time.monotonic() + 5)).items == {}
