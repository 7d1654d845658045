"""Answers of a judge: read leniently, never made up, and fixes put in place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from newsbrief.models.schema import make_strict
from newsbrief.verification.judge.judgement import Judgement, Judgements, Verdicts


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ({"id": 3, "verdict": "Supported."}, ("3", "supported")),
        ({"id": "id 3", "verdict": "CONTRADICTED", "sentences": "[1, 2]", "fix": "null"}, ("3", "contradicted")),
        ({"id": "3", "verdict": "maybe"}, None),
        ({"verdict": "supported"}, None),
        ("supported", None),
    ],
)
def test_answers_are_read_leniently_and_never_made_up(written: object, read_as: tuple[str, str] | None) -> None:
    good = {"id": "1", "verdict": "unsupported"}
    found = Judgements.model_validate({"judgements": [good, written]}).by_id
    assert found["1"].verdict == "unsupported"
    assert {(id, j.verdict) for id, j in found.items()} == {("1", "unsupported"), *([read_as] if read_as else [])}


def test_the_last_word_on_a_claim_counts() -> None:
    words = [{"id": "1", "verdict": verdict} for verdict in ("supported", "contradicted")]
    assert Judgements.model_validate({"judgements": words}).by_id["1"].verdict == "contradicted"


@pytest.mark.parametrize(
    ("answer", "verdicts"),
    [
        ({"carried": [[1, 3], [2]], "inferred": [[4, 1]]}, ["1 supported", "2 supported", "4 inference"]),
        ({"carried": [1, "2"], "flagged": [{"id": 3, "verdict": "x"}]}, ["1 supported", "2 supported"]),
        ({"carried": [[1, 3]], "flagged": [{"id": "1", "verdict": "contradicted"}]}, ["1 contradicted"]),
        ({"carried": [["x"], [], [True], None, [2, 3]]}, ["2 supported"]),
        ({"carried": [[1, 3], [2]], "flagged": [{"id": 1, "verdict": "partially supported"}]}, ["2 supported"]),
        ({"carried": [[1, 3], [2]], "flagged": {"Claim 1": {"verdict": "mostly"}}}, ["2 supported"]),
        ({"carried": [[1, 3]], "flagged": [{"id": "Claim 1", "verdict": "unsupported"}]}, ["1 unsupported"]),
        ({"carried": [[1, 3]], "flagged": [{"id": "ID 1", "verdict": "unsupported"}]}, ["1 unsupported"]),
        ({"carried": [5, 12, 13]}, ["5 supported"]),
        ({"carried": [3, 1, 2]}, ["3 supported", "1 supported", "2 supported"]),
        ({"judgements": [{"id": "1", "verdict": "unattributed"}]}, ["1 unattributed"]),
    ],
)
def test_the_short_answer_names_what_is_carried_and_says_why_what_is_flagged(
    answer: dict[str, Any], verdicts: list[str]
) -> None:
    found = Verdicts.model_validate(answer).by_id
    assert [f"{id} {j.verdict}" for id, j in found.items()] == verdicts


def test_an_answer_without_a_list_of_what_is_carried_is_none() -> None:
    with pytest.raises(ValidationError):
        Verdicts.model_validate({"flagged": []})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
)


@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for answer in ({"carried": value}, {"carried": [], "flagged": value}, {"judgements": value}, value):
        try:
            found = Verdicts.model_validate(answer)
        except ValidationError:
            continue
        assert all(j.verdict for j in found.by_id.values())


@pytest.mark.parametrize(
    ("fault", "instead", "fixed"),
    [
        ("45", "43", "There were 43 ships, 45 in all."),
        ("45 ships", "", "There were, 45 in all."),
        ("45", None, ""),
        ("54", "43", ""),
        ("", "43", ""),
    ],
)
def test_a_fix_puts_other_words_in_place_of_the_fault(fault: str, instead: str | None, fixed: str) -> None:
    judgement = Judgement.model_validate({"id": 1, "verdict": "contradicted", "fault": fault, "instead": instead})
    assert judgement.apply_fix("There were 45 ships, 45 in all.") == fixed


@pytest.mark.parametrize(
    ("text", "fault", "instead", "fixed"),
    [
        ("15 people, 5 of them children, died.", "5", "6", "15 people, 6 of them children, died."),
        ("It grew by 1.5 to 15,500.", "5", "6", ""),
        ("The rate of .5 died.", "died", "", "The rate of .5."),
        ("The rate of .5 died.", "rate of", "share", "The share .5 died."),
        ("He met her on Friday.", "on Friday", ", on Monday", "He met her, on Monday."),
        ("会談は東京で行われた。", "東京", "大阪", "会談は大阪で行われた。"),
        ("15人が死亡した。", "5人", "6人", ""),
        ("서울에서 5명이 숨졌다.", "5명", "6명", "서울에서 6명이 숨졌다."),
        ("서울에서 15명이 숨졌다.", "5명", "6명", ""),
        ("Well-known men met.", "Well-known", "", "men met."),
        ("A so-called -5 day", "-5", "-6", "A so-called -6 day"),
    ],
)
def test_a_fault_is_mended_where_it_stands_as_words_of_its_own(text: str, fault: str, instead: str, fixed: str) -> None:
    judgement = Judgement.model_validate({"id": 1, "verdict": "contradicted", "fault": fault, "instead": instead})
    assert judgement.apply_fix(text) == fixed


def test_the_schema_asks_for_no_whole_sentences() -> None:
    assert "fix" not in make_strict(Verdicts)["properties"]["flagged"]["items"]["properties"]
    assert "instead" in make_strict(Judgements)["properties"]["judgements"]["items"]["properties"]
