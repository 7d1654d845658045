from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from newsbrief.drafting.answers import SectionDraft, WholeDraft
from newsbrief.drafting.draft import Draft
from newsbrief.models.answer import UnreadableAnswer, read_answer, salvage
from newsbrief.models.completion import Completion, parse_completion
from newsbrief.models.schema import Schema, make_strict, write_outline
from tests.support.processor_time import costs_less_than


@pytest.mark.parametrize("model", [Draft, WholeDraft])
def test_strict_in_every_object(model: type[BaseModel]) -> None:
    def check(node: Schema) -> None:
        assert "$ref" not in node
        if node["type"] == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
        for child in (*node.get("properties", {}).values(), *([node["items"]] if "items" in node else [])):
            check(child)

    check(make_strict(model))


def test_what_models_write_has_the_shape_of_a_draft() -> None:
    """But for `is_whole`, which is true of the article's own sentences alone."""

    def bare(node: Schema) -> Schema:
        left = {k: v for k, v in node.items() if k not in ("minItems", "minLength", "is_whole")}
        if "required" in left:
            left["required"] = [name for name in left["required"] if name != "is_whole"]
        return {k: bare(v) if isinstance(v, dict) else v for k, v in left.items()}

    assert bare(make_strict(WholeDraft)) == bare(make_strict(Draft))


def test_outline_is_short() -> None:
    shown = write_outline(WholeDraft)
    assert shown.startswith('{"title": {"text": string, "sources": [integer, …], "kind": "reported"|"inference"}, ')
    assert len(shown) < 400


@given(st.text() | st.text(alphabet='{}[]":, \\ntrue0itemsx'))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = Completion(text, is_cut=True)
    with suppress(UnreadableAnswer):
        assert read_answer(found, SectionDraft).items
    salvage(found, SectionDraft)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_any_answer_is_a_completion_or_an_error(body: object) -> None:
    for data in (body, {"choices": body}, {"choices": [{"message": body, "finish_reason": body}]}, {"error": body}):
        try:
            assert isinstance(parse_completion(data).text, str)
        except Exception as failure:
            assert type(failure).__module__.startswith("newsbrief.models")  # noqa: PT017


def test_cut_answer_keeps_its_whole_items() -> None:
    text = '{"items": [{"text": "One.", "sources": [1], "kind": "reported"}, {"text": "Two is cut of'
    found = salvage(Completion(text, is_cut=True), SectionDraft)
    assert found is not None
    assert [claim.text for claim in found.items] == ["One."]


def test_a_flood_of_braces_costs_nothing() -> None:
    with costs_less_than(1), pytest.raises(UnreadableAnswer):
        read_answer(Completion("{" * 400_000), SectionDraft)
