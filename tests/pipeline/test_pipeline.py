"""The path from article to briefing, with everything real but the words of the draft."""

import hashlib
import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from newsbrief.article import ArticleTooShort
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.markdown import parse_markdown
from newsbrief.briefing.schema import BULLETED, HEADINGS, SECTIONS
from newsbrief.drafting.draft import DraftRequest, DraftResult, Item
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.errors import RateLimited
from newsbrief.pipeline import MakingRequest, Options, Submission, making, summarize, verify
from newsbrief.reply import Reply
from newsbrief.verification import itemise
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CARRIED, CheckedClaim
from newsbrief.verification.judge.panel import Panel
from tests.support.scripted_engine import ScriptedEngine, item, make_draft
from tests.support.scripted_judge import ScriptedChat, SoundJudge, blocks, panel
from tests.support.settings import make_settings

SETTINGS = make_settings()
OMAN = item("The talks between the U.S. and Iran will be held in Oman on Friday.", 21)
TURKEY = item("The talks will be held in Turkey on Friday.", 21)
DRONE = item("The U.S. military said it shot down an Iranian drone near the aircraft carrier USS Abraham Lincoln.", 5)
QUOTE = item("A senior U.S. official said: “We want to reach a real deal with Iran quickly.”", 18)
INVENTED = item("Pope Leo offered to host the talks at the Vatican in March.", 3)


async def brief(engine: object, text: str, judge: Panel | None = None, **options: object) -> Reply:
    submission = Submission(text, published_at=datetime(2026, 2, 5, tzinfo=UTC))
    return await summarize(submission, MakingRequest(engine, SETTINGS, Options(**options), judge))  # type: ignore[arg-type]


def refuting_panel(fix: str | None = None) -> Panel:
    """Return a sound judge that refutes the claims below which are wrong, and proposes `fix` for the one on Turkey."""
    return panel(ScriptedChat(SoundJudge({"Vatican": None, "Turkey": fix, "Peace Treaty": None, "Cat": None})))


def holds(reply: Reply, text: str) -> None:
    """Assert the promises of every reply."""
    claims = reply.faithfulness.claims
    assert all(c.verdict in CARRIED for c in claims)
    for claim in (*claims, *reply.faithfulness.dropped):
        assert all(text[e.start : e.end] == e.quote for e in claim.evidence)
    for section in SECTIONS:
        own = [c for c in claims if c.section == section]
        assert [c.id for c in own] == [f"{section}.{n}" for n in range(len(own))]
        printed = reply.briefing.texts(section)
        assert printed == (tuple(c.text for c in own) if section in BULLETED else (" ".join(c.text for c in own),))
    assert all(c.action == "dropped" for c in reply.faithfulness.dropped)
    assert reply.meta.source_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert UUID(reply.id).version == 7


async def test_the_extractive_briefing_of_the_seed_passes_as_it_is(seed_article: str) -> None:
    reply = await brief(ExtractiveEngine(), seed_article)

    holds(reply, seed_article)
    assert reply.faithfulness.verdict == "pass"
    assert not reply.faithfulness.dropped
    assert reply.meta.engine == "extractive"
    assert reply.meta.model is None
    assert reply.meta.usage.calls == 0
    assert not any(is_absence(c.text) for c in reply.faithfulness.claims)


async def test_a_faithful_draft_is_printed_as_it_was_written(seed_article: str) -> None:
    extractive = (await brief(ExtractiveEngine(), seed_article)).faithfulness.claims
    sections = {s: tuple(item(c.text) for c in extractive if c.section == s) for s in HEADINGS}
    engine, chat = ScriptedEngine(make_draft(**sections | {"key_points": (OMAN, DRONE, QUOTE)})), ScriptedChat()
    reply = await brief(engine, seed_article, panel(chat))

    holds(reply, seed_article)
    assert reply.briefing.key_points == (OMAN.text, DRONE.text, QUOTE.text)
    assert {c.action for c in reply.faithfulness.claims} == {"kept"}
    # A draft, the judge's exam, and one round of verdicts.
    assert reply.meta.usage.calls == 3
    assert reply.meta.prompt is not None
    again = await brief(engine, seed_article, panel(chat))
    assert again.meta.usage.calls == 2
    # Only what is not word for word the article's was asked about, beside two canaries.
    assert len(blocks(chat.asked[-1])[1]) == 3 + 2


async def test_without_a_judge_nothing_that_a_model_wrote_is_printed_as_checked(seed_article: str) -> None:
    engine = ScriptedEngine(make_draft(key_points=(OMAN, DRONE, INVENTED)))
    reply = await brief(engine, seed_article)

    holds(reply, seed_article)
    assert {c.text for c in reply.faithfulness.dropped} == {OMAN.text, DRONE.text, INVENTED.text}
    assert {c.verdict for c in reply.faithfulness.dropped} == {"unverified"}
    assert reply.faithfulness.verdict == "review"


async def test_unverified_claims_may_be_printed_and_are_marked(seed_article: str) -> None:
    engine = ScriptedEngine(make_draft(key_points=(OMAN, DRONE, INVENTED)))
    settings = SETTINGS.model_copy(update={"unverified": "print"})
    reply = await summarize(Submission(seed_article), MakingRequest(engine, settings))

    assert reply.briefing.key_points == (OMAN.text, DRONE.text, INVENTED.text)
    assert [c.verdict for c in reply.faithfulness.claims if c.section == "key_points"] == ["unverified"] * 3
    assert reply.faithfulness.verdict == "review"
    assert "nothing could check" in reply.faithfulness.reason


async def test_what_the_article_does_not_carry_never_reaches_the_briefing(seed_article: str) -> None:
    engine = ScriptedEngine(make_draft(the_story=(OMAN, INVENTED), key_points=(TURKEY, DRONE, INVENTED)))
    reply = await brief(engine, seed_article, refuting_panel())

    holds(reply, seed_article)
    printed = reply.briefing.model_dump_json()
    assert "Vatican" not in printed
    assert TURKEY.text not in printed
    assert {c.text for c in reply.faithfulness.dropped} == {INVENTED.text, TURKEY.text}
    assert reply.faithfulness.verdict == "review"
    assert all(reply.briefing.texts(section) for section in SECTIONS)


async def test_the_judges_fix_is_judged_in_its_turn_and_printed(seed_article: str) -> None:
    engine = ScriptedEngine(make_draft(key_points=(TURKEY, DRONE)))
    reply = await brief(engine, seed_article, refuting_panel(OMAN.text))

    holds(reply, seed_article)
    mended = next(c for c in reply.faithfulness.claims if c.text == OMAN.text)
    assert mended.action == "repaired"
    assert TURKEY.text in next(r.detail for r in mended.checks if r.name == "repair")
    assert mended.find_check("judge")


@pytest.mark.parametrize("fix", [INVENTED.text, TURKEY.text, "the talks will be held  in TURKEY, on Friday"])
async def test_a_fix_that_is_wrong_too_or_the_same_again_is_not_printed(seed_article: str, fix: str) -> None:
    reply = await brief(ScriptedEngine(make_draft(key_points=(TURKEY, DRONE))), seed_article, refuting_panel(fix))

    holds(reply, seed_article)
    assert "Vatican" not in reply.briefing.model_dump_json()
    assert "turkey, on" not in reply.briefing.model_dump_json().lower()
    assert TURKEY.text in {c.text for c in reply.faithfulness.dropped}


async def test_the_sources_words_are_drafted_only_where_a_claim_or_a_section_lacks_them(
    seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractive = (await brief(ExtractiveEngine(), seed_article)).faithfulness.claims
    sections = {s: tuple(item(c.text) for c in extractive if c.section == s) for s in HEADINGS}
    points = {"key_points": (TURKEY, DRONE, QUOTE), "key_takeaways": sections["key_points"][:2]}
    full = make_draft(**sections | points)
    monkeypatch.setattr(making, "SOURCE_WORDS", ScriptedEngine(make_draft(), fault=RateLimited("drafted anew")))

    reply = await brief(ScriptedEngine(full), seed_article, refuting_panel(OMAN.text))
    assert reply.briefing.key_points == (OMAN.text, DRONE.text, QUOTE.text)

    with pytest.raises(RateLimited, match="drafted anew"):
        await brief(ScriptedEngine(full), seed_article, refuting_panel())


async def test_a_judge_that_cannot_be_had_leaves_the_briefing_as_faithful(seed_article: str) -> None:
    chat = ScriptedChat()
    known = panel(chat)
    await brief(ScriptedEngine(make_draft(key_points=(OMAN,))), seed_article, known)
    chat.fault = RateLimited("The server is busy.")
    reply = await brief(ScriptedEngine(make_draft(key_points=(TURKEY, DRONE))), seed_article, known)

    holds(reply, seed_article)
    assert any("gave no verdict: The server is busy." in warning for warning in reply.meta.warnings)
    assert {c.verdict for c in reply.faithfulness.dropped} <= {"unverified", "contradicted"}


async def test_a_claim_said_twice_is_printed_once(seed_article: str) -> None:
    again = item("On Friday, the talks between the U.S. and Iran will be held in Oman.", 21)
    reply = await brief(ScriptedEngine(make_draft(key_points=(OMAN, DRONE, again))), seed_article, refuting_panel())

    holds(reply, seed_article)
    assert again.text in {c.text for c in reply.faithfulness.dropped}
    assert again.text not in reply.briefing.key_points


async def test_an_empty_draft_is_filled_from_the_source(seed_article: str) -> None:
    reply = await brief(ScriptedEngine(make_draft()), seed_article)

    holds(reply, seed_article)
    assert len(reply.briefing.key_points) >= 3


async def test_a_section_of_which_nothing_stands_is_told_whole_in_the_sources_words(seed_article: str) -> None:
    source = (await brief(ExtractiveEngine(), seed_article)).briefing
    reply = await brief(
        ScriptedEngine(make_draft(the_story=(INVENTED, TURKEY), key_points=(OMAN, QUOTE))),
        seed_article,
        refuting_panel(),
    )
    holds(reply, seed_article)
    story = [claim.text for claim in reply.faithfulness.claims if claim.section == "the_story"]
    assert len(story) >= 3
    assert all(sentence in source.the_story for sentence in story)
    assert reply.briefing.key_points[:2] == (OMAN.text, QUOTE.text)


async def test_an_unfaithful_title_gives_way_to_the_articles_own(seed_article: str) -> None:
    reply = await brief(
        ScriptedEngine(make_draft(title=item("Iran and the U.S. Sign Peace Treaty in Turkey", 0))),
        seed_article,
        refuting_panel(),
    )

    holds(reply, seed_article)
    assert reply.briefing.title.startswith("From Escalation to Engagement")


async def test_an_engine_that_fails_degrades_to_the_source_and_says_so(seed_article: str) -> None:
    reply = await brief(ScriptedEngine(make_draft(), fault=RateLimited("The server is over its limit.")), seed_article)

    holds(reply, seed_article)
    assert reply.meta.degraded
    assert reply.meta.degraded_reason == "rate-limited: The server is over its limit."
    assert reply.meta.engine == "extractive"
    with pytest.raises(RateLimited):
        await brief(ScriptedEngine(make_draft(), fault=RateLimited("no")), seed_article, on_failure="error")


@dataclass
class _Breaking(ScriptedEngine):
    """Tells all of its draft before it fails."""

    async def draft(self, request: DraftRequest) -> DraftResult:
        for point in self.text.key_points:
            assert request.on_item
            request.on_item("key_points", point)
        return await super().draft(request)


class _Ear:
    """Hears each claim that is final."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def stage(self, name: object) -> None:
        """Not of interest."""

    def claim(self, claim: CheckedClaim) -> None:
        self.heard.append(claim.text)


@pytest.mark.parametrize(("point", "is_by_model"), [(OMAN, True), (INVENTED, False)])
async def test_a_model_whose_words_are_out_already_is_named_though_it_failed(
    seed_article: str, point: Item, is_by_model: bool
) -> None:
    engine, ear = _Breaking(make_draft(key_points=(point,)), fault=RateLimited("It broke off.")), _Ear()
    asked = MakingRequest(engine, SETTINGS, judge=refuting_panel())
    reply = await summarize(Submission(seed_article), asked, ear)

    assert reply.meta.degraded
    assert (point.text in ear.heard) == (point.text in reply.briefing.key_points) == is_by_model
    assert (reply.meta.engine, reply.meta.model) == (("openai", "test-writer") if is_by_model else ("extractive", None))
    told = disclose(reply)
    assert ("test-writer" in told.text) == is_by_model
    assert (told.source_type is not None) == (told.obligation is not None) == is_by_model


@pytest.mark.parametrize("title", ["Talks", "Pope Leo to Host Talks at the Vatican", None])
async def test_no_section_is_ever_empty(title: str | None) -> None:
    text = "A dog that had been lost for nine days walked back to its home in Lyon, 80 kilometres away. " * 2
    submission = Submission(text + "It was well.", title=title)
    reply = await summarize(submission, MakingRequest(ScriptedEngine(make_draft(title=item("Cat in Paris"))), SETTINGS))

    holds(reply, submission.text)
    assert "Cat" not in reply.briefing.title
    assert any(is_absence(text) for text in reply.briefing.key_takeaways)


async def test_too_little_of_an_article() -> None:
    with pytest.raises(ArticleTooShort):
        await brief(ExtractiveEngine(), "Three words only.")


async def test_the_older_briefing_against_the_newer_article(seed_article: str, seed_briefing: str) -> None:
    older, _ = parse_markdown(seed_briefing)
    answer = await verify(
        Submission(seed_article),
        lambda lang: itemise.itemise_briefing(older, lang),
        Checker(None, time.monotonic() + 60),
    )

    report = answer.faithfulness
    assert report.verdict == "fail"
    stale = {c.id: c for c in report.claims if "in Turkey" in c.text}
    assert set(stale) == {"the_story.2", "key_points.2"}
    assert all(c.verdict not in CARRIED for c in stale.values())
    assert "Oman" in " ".join(r.detail for r in stale["key_points.2"].checks)
    assert all(c.action == "kept" for c in report.claims)
    assert report.dropped == ()


async def test_a_briefing_of_another_article_is_said_to_be_one(seed_briefing: str) -> None:
    other = (
        "The city council of Graz voted on Tuesday to plant 4,000 trees along its tram lines by 2030. "
        "Councillor Eva Brandl said the trees would cool the streets by two degrees. "
        "The opposition called the cost of nine million euros too high."
    )
    older, _ = parse_markdown(seed_briefing)
    judge = panel(ScriptedChat(SoundJudge(dict.fromkeys(("Iran", "Trump", "talks", "power", "U.S.")))))
    answer = await verify(
        Submission(other), lambda lang: itemise.itemise_briefing(older, lang), Checker(judge, time.monotonic() + 60)
    )
    assert answer.faithfulness.verdict == "fail"
    assert any("may be about another article" in warning for warning in answer.meta.warnings)


async def test_other_languages_are_treated_as_honestly() -> None:
    article = "Die Stadt Graz pflanzt bis 2030 rund 4.000 Bäume entlang der Straßenbahn. " * 3 + "Das sagte Eva Brandl."
    texts = [
        "Die Stadt Graz pflanzt bis 2030 rund 4.000 Bäume entlang der Straßenbahn.",
        "Graz pflanzt 4.000 Bäume.",
        "Graz pflanzt 9.700 Bäume.",
    ]
    answer = await verify(
        Submission(article, language="de"), lambda _: itemise.itemise_list(texts), Checker(None, math.inf)
    )
    assert [c.verdict for c in answer.faithfulness.claims] == ["supported", "unverified", "unsupported"]


async def test_deadlines_are_handed_on_as_instants(seed_article: str) -> None:
    before = time.monotonic()
    seen: list[float] = []

    class Watching(ScriptedEngine):
        async def draft(self, request: DraftRequest) -> DraftResult:
            seen.append(request.deadline)
            return await super().draft(request)

    await brief(Watching(make_draft(key_points=(OMAN,))), seed_article)
    assert before + SETTINGS.deadline_s - 1 < seen[0] < time.monotonic() + SETTINGS.deadline_s
