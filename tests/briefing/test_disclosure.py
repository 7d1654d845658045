"""Test that the disclosure follows from the engine, the findings of the checks, and the editor who approved."""

from datetime import UTC, datetime

import pytest

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.review import Review
from newsbrief.briefing.wording import list_languages, load_wording
from tests.briefing.renderings.items import APPROVED, item

EDITED = APPROVED.model_copy(update={"edited": True})
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def test_the_whole_sentence() -> None:
    assert disclose(item(review=EDITED, verdict="pass")).text == (
        "Written by an AI language model (writer-1); each claim that is not in the article’s own words checked by an "
        "AI model against the article; edited by a person; approved by Jane Doe on 2026-02-04."
    )
    assert disclose(item(engine="extractive", model=None)).text == (
        "Taken by software, without an AI language model, from the article’s own sentences; "
        "not yet reviewed by a person."
    )


@pytest.mark.parametrize("language", list_languages())
@pytest.mark.parametrize("writer", ["writer-0", "unknown"])
def test_what_an_update_kept_of_a_model_is_no_copy(language: str, writer: str) -> None:
    made, phrases = item(engine="extractive", model=None, language=language), load_wording(language).disclosure
    told = disclose(made.model_copy(update={"meta": made.meta.model_copy(update={"earlier_writer": writer})}))
    assert phrases.extractive in told.text
    assert phrases.judged in told.text
    assert ("writer-0" in told.text) == (writer == "writer-0") == (told.obligation is not None)
    assert (phrases.kept in told.text) or writer != "unknown"
    assert (told.source_type is not None) == (writer == "writer-0")


@pytest.mark.parametrize("engine", ["openai", "local", "extractive"])
@pytest.mark.parametrize("review", [Review(), Review(edited=True), APPROVED, EDITED])
def test_the_source_type_and_the_obligation(engine: str, review: Review) -> None:
    told = disclose(item(engine=engine, model="m", review=review))
    if engine == "extractive":
        assert told.source_type is None
        assert told.obligation is None
    else:
        assert told.source_type
        assert told.source_type.uri == (COMPOSITE if review.edited else TRAINED)
        assert (told.obligation is None) == (review.status == "reviewed")


@pytest.mark.parametrize("language", list_languages())
@pytest.mark.parametrize("verdict", ["pass", "review", "fail"])
def test_in_each_language_it_says_all(language: str, verdict: str) -> None:
    phrases = load_wording(language).disclosure
    told = disclose(item(language=language, verdict=verdict, review=EDITED))
    assert told.language == language
    checked = phrases.fail if verdict == "fail" else phrases.judged
    assert all(said in told.text for said in ("writer-1", checked, phrases.edited, "Jane Doe", "2026-02-04"))
    assert phrases.draft not in told.text
    assert phrases.draft in disclose(item(language=language)).text


@pytest.mark.parametrize("language", list_languages())
@pytest.mark.parametrize("engine", ["openai", "extractive"])
def test_nothing_is_called_checked_that_was_not(language: str, engine: str) -> None:
    phrases, made = load_wording(language).disclosure, item(language=language, engine=engine, verdict="review")
    first, *others = made.faithfulness.claims
    report = made.faithfulness.model_copy(
        update={"claims": (first.model_copy(update={"verdict": "unverified"}), *others)}
    )
    told = disclose(made.model_copy(update={"faithfulness": report})).text
    assert phrases.unchecked in told
    assert phrases.judged not in told
    copied = disclose(item(language=language, engine="extractive", verdict="pass")).text
    assert phrases.judged not in copied


def test_names_do_not_jumble_a_sentence_from_right_to_left() -> None:
    assert "(\u2068writer-1\u2069)" in disclose(item(language="ar")).text
    assert "\u2068" not in disclose(item(language="tr")).text


@pytest.mark.parametrize("review", [Review(status="reviewed"), Review(status="published", by="Jane Doe")])
def test_a_review_that_nobody_signed_is_none(review: Review) -> None:
    told = disclose(item(review=review))
    assert "not yet reviewed" in told.text
    assert told.obligation


def test_braces_in_a_name_are_only_braces() -> None:
    odd = Review(status="reviewed", by="{date} {0}", at=datetime(2026, 2, 4, tzinfo=UTC))
    assert "approved by {date} {0} on 2026-02-04" in disclose(item(review=odd, model="{name}")).text


def test_a_model_without_a_name_is_named_by_its_engine() -> None:
    assert "(local)" in disclose(item(engine="local", model=None)).text
