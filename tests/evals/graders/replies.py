"""Replies to grade: real ones of the extractive engine, and the same with other claims in them."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TypeVar

from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.otel import SpanTree

from newsbrief.briefing.schema import Section
from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, publish, summarize
from newsbrief.reply import Reply
from newsbrief.verification.claim import CheckedClaim, Evidence
from tests.support.cases import shipped_case
from tests.support.settings import make_settings

A = TypeVar("A")
B = TypeVar("B")


@cache
def reply(name: str) -> Reply:
    """Return the extractive briefing of its article."""
    settings = make_settings()
    return asyncio.run(summarize(Submission(shipped_case(name).text), MakingRequest(ExtractiveEngine(), settings)))


def replace_section(before: Reply, section: Section, *texts: str, **changes: str) -> Reply:
    """Return a reply whose `section` holds `texts` instead, each a claim that the checks let through."""
    other = [c for c in before.faithfulness.claims if c.section != section]
    claims = other + [claim(f"{section}.{n}", section, text, **changes) for n, text in enumerate(texts)]
    report = before.faithfulness.model_copy(update={"claims": tuple(claims)})
    return before.model_copy(update={"faithfulness": report, "briefing": publish(claims)})


def claim(id: str, section: Section, text: str, **changes: str) -> CheckedClaim:
    evidence = (Evidence(sentence=0, start=0, end=4, quote="Text"),)
    whole = CheckedClaim(
        id=id, section=section, text=text, kind="reported", verdict="supported", score=1, evidence=evidence, checks=()
    )
    return whole.model_copy(update=changes)


def grade_answer(grader: Evaluator[A, B, None], asked: A, answer: B) -> dict[str, float]:
    """Return the grades that a grader gives an answer."""
    context = EvaluatorContext(
        name=None, inputs=asked, metadata=None, expected_output=None, output=answer, duration=0.0,
        _span_tree=SpanTree(), attributes={}, metrics={},
    )  # fmt: skip
    found = grader.evaluate(context)
    assert isinstance(found, dict)
    return {name: float(value) for name, value in found.items()}
