"""One briefing of several articles on one event."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbrief.article import ArticleTooShort
from newsbrief.article.dossier import join_articles
from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence
from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, publish, summarize, update
from newsbrief.pipeline.older_briefing import read_older_reply
from newsbrief.reply import Together
from newsbrief.verification.claim import CARRIED
from tests.support.articles import COURIER, FEBRUARY, POST
from tests.support.settings import make_settings

ARTICLES = Path(__file__).parents[2] / "evals" / "articles"
SETTINGS = make_settings()


def submission(*texts: str, outlets: tuple[str | None, ...] = ("Daily Post", "The Courier")) -> Submission:
    first, *others = (
        Submission(text, outlet=outlet, published_at=FEBRUARY) for text, outlet in zip(texts, outlets, strict=False)
    )
    return replace(first, further=tuple(others))


async def brief(*texts: str, outlets: tuple[str | None, ...] = ("Daily Post", "The Courier")) -> Together:
    found = await summarize(submission(*texts, outlets=outlets), MakingRequest(ExtractiveEngine(), SETTINGS))
    assert isinstance(found, Together)
    return found


def assert_sound(found: Together, *texts: str) -> None:
    claims = found.faithfulness.claims
    assert all(c.verdict in CARRIED for c in claims)
    assert publish(claims) == found.briefing
    for claim in claims:
        assert claim.evidence or is_absence(claim.text)
        assert all(texts[e.source][e.start : e.end] == e.quote for e in claim.evidence)
    told = {c.id: c for c in claims}
    for disagreement in found.disagreements:
        assert not set(disagreement.supported_by) & set(disagreement.contradicted_by)
        assert {e.source for e in disagreement.evidence} <= {*disagreement.supported_by, *disagreement.contradicted_by}
        assert all(texts[e.source][e.start : e.end] == e.quote for e in disagreement.evidence)
        if disagreement.claim is not None:
            assert disagreement.supported_by
            assert told[disagreement.claim].text != disagreement.text


async def test_claims_cite_their_source() -> None:
    found = await brief(POST, COURIER)
    assert_sound(found, POST, COURIER)
    cited = {c.text: [e.source for e in c.evidence] for c in found.faithfulness.claims}
    assert cited["A dike in Campolungo gave way over a length of some 60 metres."] == [0]
    assert cited["Prime Minister Andrea Salvi promised 40 million euros in immediate aid."] == [0]
    assert cited["Prosecutors in Vado have opened an inquiry into the dike."] == [1]
    assert [s.outlet for s in found.meta.sources] == ["Daily Post", "The Courier"]
    assert found.source_texts == (None, None)


async def test_what_both_say_in_the_same_words_cites_both() -> None:
    other = COURIER.replace("60 metres, and", "60 metres. After that,")
    found = await brief(POST, other)
    assert_sound(found, POST, other)
    cited = {c.text: [e.source for e in c.evidence] for c in found.faithfulness.claims}
    assert cited["A dike in Campolungo gave way over a length of some 60 metres."] == [0, 1]


async def test_what_they_disagree_on_is_shown_and_told_as_their_word() -> None:
    found = await brief(POST, COURIER)
    both = {d.text[:28]: d for d in found.disagreements}
    one, other = both["At least 23 people were kill"], both["At least 31 people were kill"]
    assert (one.supported_by, one.contradicted_by) == ((0,), (1,))
    assert (other.supported_by, other.contradicted_by) == ((1,), (0,))
    assert "31" in one.detail
    told = {c.id: c.text for c in found.faithfulness.claims}
    assert told[one.claim or ""].endswith("(according to Daily Post; not according to The Courier).")
    # Whatever tells one of the two figures names whose it is.
    for text in told.values():
        assert bool({"23", "23,", "31"} & set(text.split())) <= ("according to" in text)
    assert found.faithfulness.verdict == "review"


async def test_sources_without_names_are_numbered() -> None:
    found = await brief(POST, COURIER, outlets=(None, None))
    assert any("according to source 1; not according to source 2" in c.text for c in found.faithfulness.claims)


async def test_the_same_story_twice_is_no_disagreement() -> None:
    found = await brief(POST, POST)
    assert_sound(found, POST, POST)
    assert found.disagreements == ()
    texts = [c.text for c in found.faithfulness.claims if c.section != "title"]
    assert len(texts) == len(set(texts))
    assert found.faithfulness.verdict == "pass"


@pytest.mark.parametrize("name", ["port_strike", "election_night", "mayor_moon", "two_garcias"])
async def test_unlike_articles_do_not_contradict_each_other(name: str) -> None:
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    found = await brief(text, POST)
    assert_sound(found, text, POST)
    assert found.disagreements == ()


async def test_pages_are_extracted_each() -> None:
    page = "<!doctype html><article>" + "".join(f"<p>{p}</p>" for p in COURIER.split("\n\n")) + "</article>"
    found = await brief(POST, page)
    assert found.source_texts[0] is None
    assert found.source_texts[1]
    assert_sound(found, POST, found.source_texts[1])


async def test_one_that_is_no_article_is_refused() -> None:
    with pytest.raises(ArticleTooShort):
        await brief(POST, "Too short.")


async def test_a_briefing_of_several_can_be_updated() -> None:
    earlier = await brief(POST, COURIER)
    later = POST.replace("At least 23 people", "At least 34 people").replace("rises to 23", "rises to 34")
    found = await update(Submission(later), read_older_reply(earlier), MakingRequest(ExtractiveEngine(), SETTINGS))
    assert len(found.meta.sources) == 3
    stands = {s.text[:18]: s.standing for s in found.standings}
    assert stands["At least 23 people"] == stands["At least 31 people"] == "out_of_date"
    assert any(e.source == 2 for c in found.faithfulness.claims for e in c.evidence)
    assert all(later[e.start : e.end] == e.quote for c in found.faithfulness.claims for e in c.evidence if not e.source)


def test_a_dossier_places_each_sentence() -> None:
    day = datetime(2026, 9, 16, 12, tzinfo=UTC)
    articles = [read(POST, published_at=day), read(COURIER, published_at=day)]
    dossier = join_articles(articles)
    assert dossier.whole.published_at == day
    for sentence in dossier.whole.sentences:
        source, own = dossier.place(sentence.index)
        assert own.text == sentence.text
        assert articles[source].quote(own.index) == dossier.whole.quote(sentence.index)
    assert len(dossier.whole.sentences) == sum(len(a.sentences) for a in articles)
    apart = join_articles([articles[0], read(COURIER, published_at=day.replace(day=17))])
    assert apart.whole.published_at is None
