"""A revised briefing, from an older one and a newer article."""

import json
import time
from datetime import datetime
from pathlib import Path

import pytest

from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.markdown import parse_markdown, render_markdown
from newsbrief.briefing.review import Review
from newsbrief.briefing.schema import SECTIONS
from newsbrief.desk.gravity import find_disputed_texts
from newsbrief.editorial.edits import apply_edits
from newsbrief.editorial.redraft import redraft
from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Options, Submission, publish, summarize, update
from newsbrief.pipeline.older_briefing import OlderBriefing, read_older_reply, read_older_text
from newsbrief.reply import Reply, Update
from newsbrief.store.replies import dump_reply
from newsbrief.store.replies import read_reply as read_kept
from newsbrief.stories.marks import strip_date
from newsbrief.verification.claim import CARRIED, CheckResult
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.editing import EDIT
from newsbrief.verification.edits import DeleteEdit
from newsbrief.verification.itemise import itemise_briefing
from newsbrief.verification.repair import number_claims
from tests.support.articles import FEBRUARY, NEWER, OLDER, POST
from tests.support.briefing import brief
from tests.support.settings import make_settings

ROOT = Path(__file__).parents[2]
SETTINGS = make_settings()


async def update_briefing(earlier: OlderBriefing, text: str = NEWER, published_at: datetime | None = None) -> Update:
    submission = Submission(text, published_at=published_at)
    return await update(submission, earlier, MakingRequest(ExtractiveEngine(), SETTINGS))


def assert_sound(found: Update, newer: str) -> None:
    """Assert the promises of every update."""
    claims = found.faithfulness.claims
    assert all(c.verdict in CARRIED for c in claims)
    assert publish(claims) == found.briefing
    assert len({c.id for c in claims}) == len(claims)
    article = read(newer)
    fresh = [c for c in claims if all(e.source == 0 for e in c.evidence) and c.evidence]
    for claim in fresh:
        assert all(newer[e.start : e.end] == e.quote for e in claim.evidence)
    # Held against the newer article once more, what rests on it passes.
    again = check_by_code(tuple(c for c in itemise_briefing(found.briefing, "en") if not is_absence(c.text)), article)
    on_newer = {c.text for c in fresh}
    assert all(c.verdict in CARRIED for c in again if c.text in on_newer)
    assert {c.id for c in found.new} <= {c.id for c in claims}
    became = {s.became for s in found.standings if s.became}
    assert became <= {c.id for c in claims}
    printed = [(section, c.text) for section in SECTIONS for c in claims if c.section == section]
    assert printed == [(s, line.text) for s, own in found.diff.items() for line in own if line.change != "removed"]
    # The fixed format, as ever.
    assert (
        parse_markdown(render_markdown(found.briefing, found.meta.created_at, found.meta.language))[0] == found.briefing
    )


async def test_the_older_seed_against_the_newer() -> None:
    older, _ = parse_markdown((ROOT / "evals/seeds/iran_us_talks.briefing.md").read_text(encoding="utf-8"))
    found = await update_briefing(read_older_text(older, "en"))
    assert_sound(found, NEWER)
    stands = {s.id: s for s in found.standings}
    assert stands["key_points.2"].standing == stands["the_story.2"].standing == "out_of_date"
    assert "Oman" in stands["key_points.2"].detail
    kept = stands["key_points.0"]
    assert kept.standing == "unconfirmed"  # in other words than the article's, and no judge read them
    printed = " ".join(c.text for c in found.faithfulness.claims)
    assert "will be held in Oman this Friday" in printed
    assert "officials in Turkey" not in printed
    assert found.correction
    assert "Witkoff is scheduled to hold talks with Iranian officials in Turkey" in found.correction
    assert "Oman" in found.correction
    # Nobody says that the older text was ever checked: what the article is silent on goes.
    assert all(s.became is None for s in found.standings if s.standing == "unconfirmed")
    assert (found.meta.revises, len(found.meta.sources)) == (None, 1)


async def test_what_the_newer_article_is_silent_on_stays_dated() -> None:
    older = await brief(OLDER, FEBRUARY)
    found = await update_briefing(read_older_reply(older))
    assert_sound(found, NEWER)
    stands = {s.text: s for s in found.standings}
    printed = {c.id: c for c in found.faithfulness.claims}
    istanbul = next(s for text, s in stands.items() if "Istanbul on Friday, the White House said" in text)
    assert (istanbul.standing, istanbul.became) == ("unconfirmed", None)
    oil = stands["Oil prices rose 2 percent on Tuesday."]
    assert oil.standing == "unconfirmed"
    claim = printed[oil.became or ""]
    assert claim.text == "Oil prices rose 2 percent on Tuesday (as of 3 February 2026)."
    assert claim.verdict == "supported"
    assert [(e.source, e.quote) for e in claim.evidence[:1]] == [(1, "Oil prices rose 2 percent on Tuesday.")]
    assert found.meta.revises == older.id
    assert [s.briefing for s in found.meta.sources] == [None, older.id]
    assert found.meta.sources[1].sha256 == older.meta.source_sha256
    # Neither what is out of date nor what rests on it.
    assert not any(word in c.text for c in found.faithfulness.claims for word in ("Istanbul", "Turkey will host"))


async def test_each_claim_is_dated_by_the_article_it_rests_on() -> None:
    march = FEBRUARY.replace(year=2019, month=3)
    both = Submission(OLDER, published_at=FEBRUARY, further=(Submission(POST, published_at=march),))
    older = await summarize(both, MakingRequest(ExtractiveEngine(), SETTINGS))
    found = await update_briefing(read_older_reply(older))
    dated = {c.evidence[0].source: c.text for c in found.faithfulness.claims if "(as of" in c.text}
    assert dated.keys() == {1, 2}
    assert "(as of 3 February 2026)" in dated[1]
    assert "(as of 3 March 2019)" in dated[2]
    one, other = older.meta.sources
    undated = older.meta.model_copy(update={"sources": (one, other.model_copy(update={"published_at": None}))})
    found = await update_briefing(read_older_reply(older.model_copy(update={"meta": undated})))
    assert {e.source for c in found.faithfulness.claims for e in c.evidence} == {0, 1}


async def test_what_an_undated_article_said_is_not_told_as_of_today() -> None:
    found = await update_briefing(read_older_reply(await brief(OLDER)))
    assert any(s.standing == "unconfirmed" for s in found.standings)
    assert not any("(as of" in c.text for c in found.faithfulness.claims)


async def test_an_update_without_a_model_says_what_a_model_wrote_before() -> None:
    older = await brief(OLDER, FEBRUARY)
    told = older.faithfulness.claims[-1].model_copy(
        update={"text": "Oil went up 2 percent on Tuesday.", "checks": (CheckResult(name="judge", outcome="pass"),)}
    )
    report = older.faithfulness.model_copy(update={"claims": (*older.faithfulness.claims[:-1], told)})
    meta = older.meta.model_copy(update={"engine": "openai", "model": "writer-0"})
    found = await update_briefing(read_older_reply(older.model_copy(update={"faithfulness": report, "meta": meta})))
    assert "Oil went up 2 percent on Tuesday (as of 3 February 2026)." in {c.text for c in found.faithfulness.claims}
    assert (found.meta.engine, found.meta.earlier_writer) == ("extractive", "writer-0")
    # What is copied from both articles is nobody's.
    assert (await update_briefing(read_older_reply(older))).meta.earlier_writer is None


async def test_what_is_written_anew_moves_nothing_else() -> None:
    found = await update_briefing(read_older_reply(await brief(OLDER, FEBRUARY)))
    first = next(c for c in found.faithfulness.claims if c.id == "key_points.0")
    became = [s.became for s in found.standings]
    assert any((id or "").startswith("key_points.") for id in became)
    claims = [c.model_copy(update={"text": "In other words."}) if c is first else c for c in found.faithfulness.claims]
    report = found.faithfulness.model_copy(update={"claims": tuple(claims)})
    edited = found.model_copy(update={"faithfulness": report})
    asked = MakingRequest(ExtractiveEngine(), SETTINGS, Options(), None, time.monotonic() + 60)
    one = await redraft(edited, "key_points.0", Submission(NEWER), asked, by="Ada")
    section = await redraft(edited, "key_points", Submission(NEWER), asked, by="Ada")
    assert isinstance(one, Update)
    assert isinstance(section, Update)
    assert one.briefing == found.briefing
    assert [s.became for s in one.standings] == became
    assert one.correction == section.correction == found.correction
    # The section is the newer article's own: what was kept of the older briefing is gone.
    gone = [None if id and id.startswith("key_points") else id for id in became]
    assert [s.became for s in section.standings] == gone


async def test_ids_that_an_earlier_version_left_behind_are_not_believed() -> None:
    made = await update_briefing(read_older_reply(await brief(OLDER, FEBRUARY)))
    assert read_kept(dump_reply(made), None).model_dump() == made.model_copy(update={"source_text": None}).model_dump()
    untouched = read_kept(as_kept_before(made), None)
    assert isinstance(untouched, Update)
    assert [s.became for s in untouched.standings] == [s.became for s in made.standings]
    # The earlier version took a key point out, numbered the rest anew, and left the ids of the standings.
    first = next(c for c in made.faithfulness.claims if c.section == "key_points")
    claims = number_claims(c for c in made.faithfulness.claims if c is not first)
    report = made.faithfulness.model_copy(update={"claims": claims})
    deleted = made.model_copy(update={"faithfulness": report, "review": Review(edited=True)})
    rewritten = first.model_copy(update={"checks": (CheckResult(name=EDIT, outcome="pass", detail="Ada"),)})
    redrafted = made.model_copy(
        update={"faithfulness": report.model_copy(update={"claims": number_claims((*claims, rewritten))})}
    )
    for changed in (deleted, redrafted):
        kept = read_kept(as_kept_before(changed), None)
        assert isinstance(kept, Update)
        assert kept.correction == made.correction
        assert find_disputed_texts(kept) == frozenset()
        said = {c.id: c.text for c in kept.faithfulness.claims}
        assert all(s.became is None or said[s.became] == s.text for s in kept.standings)
        last = [c.id for c in kept.faithfulness.claims if c.section == "key_points"][-1]
        now = await apply_edits(kept, [DeleteEdit(op="delete", claim=last)], None, by="Ada")
        assert isinstance(now, Update)
        assert now.correction
        assert not any(text in now.correction for text in said.values())
        assert read_kept(dump_reply(now), None).model_dump() == now.model_dump()


def as_kept_before(reply: Reply) -> str:
    """Return the reply as a version kept it that did not follow edits."""
    kept = json.loads(dump_reply(reply))
    del kept["follows_edits"]
    return json.dumps(kept)


async def test_an_update_can_be_updated() -> None:
    first = await update_briefing(read_older_reply(await brief(OLDER, FEBRUARY)))
    later = NEWER.replace("from Turkey to Oman", "from Turkey to Oman, and then to Qatar") + (
        "\n\nOil prices rose 2 percent on Tuesday and fell again on Wednesday, traders said."
    )
    second = await update_briefing(read_older_reply(first), later)
    assert_sound(second, later)
    assert second.meta.revises == first.id
    assert len(second.meta.sources) == 3
    stands = {strip_date(s.text): s for s in second.standings}
    oil = stands["Oil prices rose 2 percent on Tuesday."]
    assert oil.standing == "unconfirmed"
    assert oil.text == "Oil prices rose 2 percent on Tuesday (as of 3 February 2026)."
    silent = [c for c in second.faithfulness.claims if any(e.source == 2 for e in c.evidence)]
    assert all("(as of 3 February 2026)" in c.text and c.text.count("as of") == 1 for c in silent)


async def test_the_same_article_again_changes_nothing_that_matters() -> None:
    older = await brief(NEWER)
    found = await update_briefing(read_older_reply(older))
    assert_sound(found, NEWER)
    assert {s.standing for s in found.standings} == {"holds"}
    assert (found.correction, found.new) == (None, ())
    assert found.briefing == older.briefing


async def test_an_article_on_something_else_is_said_to_be() -> None:
    other = (ROOT / "evals/articles/cheese_recall.txt").read_text(encoding="utf-8")
    found = await update_briefing(read_older_reply(await brief(NEWER)), other)
    assert_sound(found, other)
    assert {s.standing for s in found.standings} == {"unconfirmed"}


@pytest.mark.parametrize("name", ["port_strike", "river_flood", "mayor_moon", "two_garcias", "election_night"])
async def test_any_pair_of_articles_gives_a_sound_briefing(name: str) -> None:
    text = (ROOT / f"evals/articles/{name}.txt").read_text(encoding="utf-8")
    for earlier in (read_older_reply(await brief(OLDER)), read_older_reply(await brief(text[: len(text) // 2]))):
        assert_sound(await update_briefing(earlier, text), text)
