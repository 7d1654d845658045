"""The bare call: the same prompt and schema that newsbrief sends, and nothing around it."""

from __future__ import annotations

from functools import cache
from typing import Any

from newsbrief.article.reading import read
from newsbrief.drafting.source import fenced, laid_out, lines
from newsbrief.drafting.written import WholeDraft
from newsbrief.models.prompts import prompt
from newsbrief.models.schema import strict

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
