"""The bare call: the same prompt and schema that newsbrief sends, and nothing around it."""

from __future__ import annotations

from functools import cache
from typing import Any

from service.article.reading import read
from service.drafting.prompts import prompt
from service.drafting.schema import strict
from service.drafting.source import fenced, laid_out, lines
from service.drafting.written import WholeDraft

MODEL = "performance"


@cache
def _messages(text: str) -> tuple[tuple[str, str], ...]:
    shown = laid_out(lines(read(text)))
    asked = prompt("briefing").render(source=fenced(shown), language="English")
    return ("system", asked.system), ("user", asked.user)


def body(text: str) -> dict[str, Any]:
    """The arguments of a chat completion for an article, without the model; prepared once for each text."""
    schema = {"name": "draft", "schema": strict(WholeDraft), "strict": True}
    return {
        "messages": [{"role": role, "content": content} for role, content in _messages(text)],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "temperature": 0,
    }
