"""The bare calls: the same prompts and schemas that newsbrief sends, and nothing around them."""

from __future__ import annotations

from functools import cache
from typing import Any

from newsbrief.article.reading import read
from newsbrief.drafting.answers import WholeDraft
from newsbrief.drafting.source import fence, lay_out_lines, list_lines
from newsbrief.models.prompts import load_prompt
from newsbrief.models.schema import make_strict
from newsbrief.verification.judge.judgement import Verdicts

MODEL = "performance"
_CLAIMS = "CLAIMS"


@cache
def _messages(text: str) -> tuple[tuple[str, str], ...]:
    shown = lay_out_lines(list_lines(read(text)))
    asked = load_prompt("briefing").render(source=fence(shown), language="English")
    return ("system", asked.system), ("user", asked.user)


def build_judge_call(text: str, claims: list[str]) -> dict[str, Any]:
    """Return the arguments of a chat completion that judges claims of that article, without the model."""
    shown = fence(f"{number}: {claim}" for number, claim in enumerate(claims, 1))
    messages = [{"role": role, "content": content.replace(_CLAIMS, shown)} for role, content in _judge_messages(text)]
    schema = {"name": "verdicts", "schema": make_strict(Verdicts), "strict": True}
    return {
        "messages": messages,
        "response_format": {"type": "json_schema", "json_schema": schema},
        "temperature": 0,
    }


@cache
def _judge_messages(text: str) -> tuple[tuple[str, str], ...]:
    asked = load_prompt("judge").render(
        source=fence(lay_out_lines(list_lines(read(text)))), claims=_CLAIMS, published="", reasons="flagged"
    )
    return ("system", asked.system), ("user", asked.user)


def body(text: str) -> dict[str, Any]:
    """Return the arguments of a chat completion for an article, without the model; prepared once for each text."""
    schema = {"name": "draft", "schema": make_strict(WholeDraft), "strict": True}
    return {
        "messages": [{"role": role, "content": content} for role, content in _messages(text)],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "temperature": 0,
    }
