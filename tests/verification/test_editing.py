"""Edits of claims: made in turn, and checked before anything is in the briefing."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import SECTIONS, Briefing
from newsbrief.pipeline import publish
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.editing import OVERRIDE, PASSES, EditResult, edit_claims, is_overridden
from newsbrief.verification.edits import (
    AcceptEdit,
    DeleteEdit,
    Edit,
    EditImpossible,
    EditRefused,
    MoveEdit,
    ReplaceEdit,
    RestoreEdit,
    TextNeeded,
)
from newsbrief.verification.itemise import itemise_briefing
from newsbrief.verification.verdict import report_faithfulness

TEXT = """MUSCAT (AP) — Iran and the United States will hold talks in Oman on Friday, Abbas Araghchi said.

The talks were first planned for Istanbul. Iran asked to move them to Oman last week.

A White House official said the United States would attend. Oil prices fell 2 percent on Wednesday."""
ARTICLE = read(TEXT)
BRIEFING = Briefing(
    title="Iran and the United States will hold talks in Oman",
    the_story="Iran asked to move them to Oman last week. The talks were first planned for Istanbul.",
    key_points=(
        "A White House official said the United States would attend.",
        "Oil prices fell 2 percent on Wednesday.",
        "The talks were first planned for Istanbul.",
    ),
    critical_analysis="The talks were first planned for Istanbul.",
    key_takeaways=("Oil prices fell 2 percent on Wednesday.",),
    impact_analysis="A White House official said the United States would attend.",
)
CLAIMS = check_by_code(itemise_briefing(BRIEFING, "en"), ARTICLE)
WRONG = check_by_code([Claim("key_points.1", "key_points", "Oil prices rose 73 percent on Wednesday.")], ARTICLE)


def replace(claim: str, text: str, reason: str = "") -> Edit:
    return ReplaceEdit(op="replace", claim=claim, text=text, reason=reason)


def delete(claim: str) -> Edit:
    return DeleteEdit(op="delete", claim=claim)


def move(claim: str, to: int) -> Edit:
    return MoveEdit(op="move", claim=claim, to=to)


def restore(dropped: int, text: str | None = None, to: int | None = None, reason: str = "") -> Edit:
    return RestoreEdit(op="restore", dropped=dropped, text=text, to=to, reason=reason)


def accept(claim: str | None = None, dropped: int | None = None) -> Edit:
    return AcceptEdit(op="accept", claim=claim, dropped=dropped)


def change(
    *edits: Edit, dropped: Sequence[CheckedClaim] = (), article: Article | None = ARTICLE, claims: object = CLAIMS
) -> EditResult:
    async def check(written: Sequence[Claim]) -> Sequence[CheckedClaim]:
        assert article
        return check_by_code(written, article)

    found = edit_claims(claims, dropped, edits, by="Ada", language="en", check=check if article else None)  # type: ignore[arg-type]
    return asyncio.run(found)


def texts(found: EditResult, section: str) -> list[str]:
    return [c.text for c in found.claims if c.section == section]


def test_that_a_section_has_nothing_is_no_claim_beside_others() -> None:
    found = change(replace("key_points.1", write_absence("key_points", "en")))
    (claim,) = [c for c in found.claims if c.id == "key_points.1"]
    assert claim.verdict == "unverified"
    found = change(replace("impact_analysis.0", write_absence("impact_analysis", "en")))
    (claim,) = [c for c in found.claims if c.section == "impact_analysis"]
    assert claim.is_absence


def test_other_words_are_checked_and_what_stood_there_is_told() -> None:
    found = change(replace("key_points.1", "Oil  fell 2 percent\u200b on Wednesday."))
    (claim,) = [c for c in found.claims if c.id == "key_points.1"]
    assert (claim.text, claim.action) == ("Oil fell 2 percent on Wednesday.", "edited")
    assert claim.verdict in PASSES
    assert claim.evidence
    assert all(TEXT[e.start : e.end] == e.quote for e in claim.evidence)
    assert claim.checks[-1].detail == "Ada changed: Oil prices fell 2 percent on Wednesday."
    assert [c for c in found.claims if c.id != "key_points.1"] == [c for c in CLAIMS if c.id != "key_points.1"]


@pytest.mark.parametrize(
    ("text", "check"),
    [("Oil prices fell 37 percent on Wednesday.", "figures"), ("Araghchi called the talks “a triumph”.", "quotes")],
)
def test_words_that_the_article_does_not_carry_are_refused(text: str, check: str) -> None:
    with pytest.raises(EditRefused) as refusal:
        change(delete("key_points.0"), replace("key_points.1", text))
    ((number, claim),) = refusal.value.refused
    assert number == 1
    assert claim.verdict in ("unsupported", "contradicted")
    assert check in {c.name for c in claim.checks if c.outcome == "fail"}


def test_a_paragraph_holds_one_claim_a_sentence() -> None:
    found = change(
        replace("the_story.0", "Iran asked to move them to Oman. The talks were first planned for Istanbul.")
    )
    assert texts(found, "the_story")[2:] == ["The talks were first planned for Istanbul."]
    assert [c.id for c in found.claims if c.section == "the_story"] == ["the_story.0", "the_story.1", "the_story.2"]
    assert publish(found.claims).the_story.startswith("Iran asked to move them to Oman. The talks")


def test_deleted_and_restored_where_it_was() -> None:
    gone = change(delete("key_points.1"))
    assert texts(gone, "key_points") == [BRIEFING.key_points[0], BRIEFING.key_points[2]]
    assert [c.id for c in gone.claims if c.section == "key_points"] == ["key_points.0", "key_points.1"]
    (dropped,) = gone.dropped
    assert (dropped.action, dropped.checks[-1].detail) == ("dropped", "Ada deleted it")
    back = change(restore(0), claims=gone.claims, dropped=gone.dropped, article=None)
    assert texts(back, "key_points") == list(BRIEFING.key_points)
    assert not back.dropped
    assert not [c for claim in back.claims for c in claim.checks if c.detail == "Ada deleted it"]
    last = change(restore(0, to=2), claims=gone.claims, dropped=gone.dropped)
    assert texts(last, "key_points")[2] == BRIEFING.key_points[1]


def test_what_failed_comes_back_only_in_other_words() -> None:
    assert WRONG[0].verdict not in PASSES
    with pytest.raises(EditRefused):
        change(restore(0), dropped=WRONG)
    with pytest.raises(EditRefused):
        change(restore(0, text="Oil prices rose 83 percent."), dropped=WRONG)
    found = change(restore(0, text="Oil prices fell 2 percent."), dropped=WRONG)
    assert texts(found, "key_points")[1] == "Oil prices fell 2 percent."
    assert not found.dropped


def test_order_within_a_section() -> None:
    found = change(move("key_points.2", 0), move("the_story.0", 1))
    assert texts(found, "key_points") == [BRIEFING.key_points[n] for n in (2, 0, 1)]
    assert texts(found, "the_story")[1].startswith("Iran asked")
    assert not found.dropped
    with pytest.raises(EditImpossible, match="no such place"):
        change(move("key_points.0", 3))


def test_a_restored_title_takes_the_place_of_the_one_there() -> None:
    title = CLAIMS[0].model_copy(update={"text": "Talks in Oman"})
    found = change(restore(0), dropped=(title,))
    assert texts(found, "title") == ["Talks in Oman"]
    assert [c.text for c in found.dropped] == [BRIEFING.title]


@pytest.mark.parametrize(
    ("edits", "field"),
    [
        ([delete("title.0")], "claim"),
        ([delete("key_points.0"), delete("key_takeaways.0")], "claim"),
        ([delete("key_points.0"), delete("key_points.0")], "claim"),
        ([replace("key_points.9", "x")], "claim"),
        ([replace("key_points.0", "\u200b \u2028")], "text"),
        ([restore(0)], "dropped"),
    ],
)
def test_what_cannot_be_done(edits: list[Edit], field: str) -> None:
    with pytest.raises(EditImpossible) as error:
        change(*edits)
    assert error.value.field == field
    assert error.value.edit == len(edits) - 1


def test_new_words_need_the_article_and_nothing_else_does() -> None:
    with pytest.raises(TextNeeded):
        change(replace("title.0", "Talks in Oman"), article=None)
    assert change(delete("key_points.0"), move("key_points.1", 1), article=None)


ids = st.sampled_from([c.id for c in CLAIMS] + ["key_points.7"])
words = st.sampled_from(
    ["Oil prices fell 2 percent.", "Oil prices rose 9 percent.", "Iran asked.\u2029Talks moved.", "\u200b"]
)
edits = st.one_of(
    st.builds(replace, ids, words),
    st.builds(delete, ids),
    st.builds(move, ids, st.integers(0, 3)),
    st.builds(restore, st.integers(0, 1), st.none() | words, st.none() | st.integers(0, 4)),
)


@given(st.lists(edits, min_size=1, max_size=4))
def test_whatever_is_edited_the_briefing_keeps_its_promise(wanted: list[Edit]) -> None:
    try:
        found = change(*wanted, dropped=WRONG)
    except (EditImpossible, EditRefused):
        return
    assert all(claim.verdict in PASSES for claim in found.claims)
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    publish(found.claims)
    assert [c.section for c in found.claims] == sorted((c.section for c in found.claims), key=SECTIONS.index)


LIBEL = "Oil prices rose 73 percent on Wednesday."


def test_refused_words_are_saved_with_a_reason_and_keep_their_verdict() -> None:
    found = change(replace("key_points.1", LIBEL, "The exchange says so."))
    claim = next(c for c in found.claims if c.id == "key_points.1")
    assert (claim.text, claim.action) == (LIBEL, "edited")
    assert claim.verdict not in PASSES
    assert is_overridden(claim)
    said = claim.find_check(OVERRIDE)
    assert said
    assert (said.outcome, said.detail) == ("fail", "Ada saved it against the checks: The exchange says so.")
    assert report_faithfulness(found.claims).verdict == "fail", "never silently green"


def test_a_reason_is_kept_only_where_the_checks_refuse() -> None:
    found = change(replace("key_points.1", "Oil fell 2 percent on Wednesday.", "I know."))
    claim = next(c for c in found.claims if c.id == "key_points.1")
    assert claim.find_check(OVERRIDE) is None
    assert report_faithfulness(found.claims).verdict != "fail"


def test_a_dropped_claim_comes_back_against_the_checks_only_with_a_reason() -> None:
    with pytest.raises(EditRefused):
        change(restore(0), dropped=WRONG)
    found = change(restore(0, reason="Confirmed by telephone."), dropped=WRONG)
    claim = next(c for c in found.claims if c.text == WRONG[0].text)
    assert is_overridden(claim)
    with pytest.raises(EditRefused):
        change(restore(0), dropped=[claim])
    with pytest.raises(EditRefused):
        change(replace("key_points.0", LIBEL), dropped=())


def test_a_look_changes_no_verdict_and_no_words() -> None:
    found = change(accept("key_points.1"), accept(dropped=0), dropped=WRONG)
    assert [(c.text, c.verdict, c.action) for c in found.claims] == [(c.text, c.verdict, c.action) for c in CLAIMS]
    assert found.claims[found_at(found, "key_points.1")].checks[-1].detail == "Ada looked at it and left it as it is"
    assert found.dropped[0].verdict == WRONG[0].verdict
    again = change(accept("key_points.1"), claims=found.claims)
    assert sum(c.name == "accepted" for c in again.claims[found_at(again, "key_points.1")].checks) == 1
    for edit in (accept("key_points.99"), accept(dropped=5)):
        with pytest.raises(EditImpossible):
            change(edit, dropped=WRONG)


def test_what_the_draft_said_stays_known() -> None:
    found = change(replace("key_points.1", "Oil fell 2 percent on Wednesday."))
    first = next(c for c in found.claims if c.id == "key_points.1")
    assert first.draft == "Oil prices fell 2 percent on Wednesday."
    again = change(replace("key_points.1", "Prices fell 2 percent on Wednesday."), claims=found.claims)
    assert next(c for c in again.claims if c.id == "key_points.1").draft == first.draft


def found_at(found: EditResult, id: str) -> int:
    return [c.id for c in found.claims].index(id)


def test_what_is_restored_takes_the_place_of_the_sentence_that_there_is_nothing() -> None:
    nothing = Claim("impact_analysis.0", "impact_analysis", write_absence("impact_analysis", "en"), is_alone=True)
    ahead = next(claim for claim in CLAIMS if claim.section == "impact_analysis")
    claims = (*(claim for claim in CLAIMS if claim is not ahead), *check_by_code([nothing], ARTICLE))
    found = change(restore(0), claims=claims, dropped=[ahead.with_changes(action="dropped")])
    assert [claim.text for claim in found.claims if claim.section == "impact_analysis"] == [ahead.text]
