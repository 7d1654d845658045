"""A verdict is measured with no other library there, and the model server judges in the form that each asks for."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.performance import judging
from evals.performance.opinion import opinion
from newsbrief.article.reading import read
from newsbrief.models.schema import make_strict
from newsbrief.verification.judge.judgement import Judgements
from newsbrief.verification.judge.request import ContextLimit, Question, build_requests

ITEMS = "The drone was shot down.", "Oil became cheaper at once."


def make_request(prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    form = {"type": "json_schema", "json_schema": {"schema": schema}}
    return {"messages": [{"role": "user", "content": [{"type": "text", "text": prompt}]}], "response_format": form}


def list_schema(name: str, items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"properties": {name: {"type": "array", "items": items}}, **more}


def test_our_checks_need_no_call_the_judge_one_and_who_is_not_installed_is_named(tmp_path: Path) -> None:
    found: dict[str, float] = {}
    with pytest.raises(RuntimeError, match=r"DeepEval Faithfulness is not installed .* pip install deepeval ragas"):
        found.update((figure.name, figure.value) for figure in judging.figures(1, tmp_path, sys.executable))
    assert len(found) == 10
    assert found["newsbrief's checks: calls"] == found["newsbrief's checks: tokens"] == 0
    assert found["newsbrief with a judge: calls"] == 1  # the exam was taken with the first
    assert 1_000 < found["newsbrief with a judge: tokens"] < 10_000
    assert found["newsbrief with a judge: time, 200 ms a call"] >= 200
    assert all(value > 0 for name, value in found.items() if not name.startswith("newsbrief's checks"))


def test_deepeval_gets_statements_and_verdicts() -> None:
    text = list_schema("truths", {"type": "string"})
    assert opinion(make_request(f"Find truths.\nText:\n{' '.join(ITEMS)}\n\nJSON:\n", text)) == {"truths": list(ITEMS)}
    reason = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    verdict = {"properties": {"verdict": {"$ref": "#/$defs/Word"}, "reason": reason}, "type": "object"}
    word = {"enum": ["yes", "no", "borderline"], "type": "string"}
    schema = list_schema("verdicts", {"$ref": "#/$defs/Verdict"}, **{"$defs": {"Verdict": verdict, "Word": word}})
    context = "The jet shot the drone down; it was old."
    prompt = f"Judge.\n\nRetrieval Contexts:\n{context}\n\nClaims:\n{list(ITEMS)}\n\nJSON:"
    found = opinion(make_request(prompt, schema))
    assert found
    assert [each["verdict"] for each in found["verdicts"]] == ["yes", "no"]
    assert [each["reason"] is None for each in found["verdicts"]] == [True, False]


def test_ragas_gets_statements_and_verdicts_by_a_schema_in_the_prompt() -> None:
    fields = {"statement": {"type": "string"}, "reason": {"type": "string"}, "verdict": {"type": "integer"}}
    for schema, given, expected in (
        (list_schema("statements", {"type": "string"}), " ".join(ITEMS), list(ITEMS)),
        (list_schema("statements", {"type": "object", "properties": fields}), ITEMS, [1, 0]),
    ):
        about = json.dumps({"context": "The jet shot the drone down; it was old.", "last": given}, indent=4)
        messages = [
            {"role": "system", "content": f"Answer by this schema:\n{json.dumps(schema)}\nand no other."},
            {"role": "user", "content": f"Examples.\nInput: {{}}\nnow\ninput: {about}\nOutput: "},
        ]
        found = opinion({"messages": messages, "response_format": {"type": "json_object"}})
        assert found
        assert [each["verdict"] if isinstance(each, dict) else each for each in found["statements"]] == expected


def test_newsbrief_gets_judgements_of_its_claims() -> None:
    article = read(
        "The jet shot the drone down on Monday over the sea. It was an old machine, the navy said then. " * 2
    )
    asked_of = [Question("a.0", ITEMS[0]), Question("a.1", ITEMS[1])]
    (request,) = build_requests(asked_of, article, ContextLimit("m"))
    prompt = f"{request.rendered.system}\n{request.rendered.user}"
    found = Judgements.model_validate(opinion(make_request(prompt, make_strict(Judgements)))).by_id
    verdicts = {own: found[id].verdict for id, own in request.names.items()}
    assert verdicts == {"a.0": "supported", "a.1": "contradicted"}
    assert {found[id].verdict == "supported" for id, is_true in request.canaries.items() if is_true} == {True}
    assert {found[id].verdict == "supported" for id, is_true in request.canaries.items() if not is_true} == {False}


def test_who_wants_a_draft_gets_no_judgement() -> None:
    note = {"type": "object", "properties": {"text": {"type": "string"}, "sources": {"type": "array"}}}
    assert opinion(make_request("1: Something happened.", list_schema("claims", note))) is None
    assert opinion({"messages": [{"role": "user", "content": "Say something."}]}) is None
