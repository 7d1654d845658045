"""Shapes of the OpenAI-compatible route: the request as clients send it, and the article in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import regex
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from newsbrief.api.bodies import Language, Publication, Style
from newsbrief.api.problems import ProblemError
from newsbrief.briefing.schema import Briefing
from newsbrief.fetching.articles import fetch_article
from newsbrief.pipeline import Options, Submission
from newsbrief.settings import Settings

MODEL = "newsbrief"
"""The one model that this service has."""
_ADDRESS = regex.compile(r"\s*+(https?://\S++)\s*+", regex.IGNORECASE)
_NOTES = frozenset({"title", "description", "$schema", "examples", "default"})
"""Keywords of JSON Schema that demand nothing."""


class _Lenient(BaseModel):
    """Clients of OpenAI send much that means nothing here, such as a temperature: it is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(_Lenient):
    """One part of a message."""

    type: str
    text: str = ""


class Message(_Lenient):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: (
        Annotated[
            Annotated[str, Tag("union:text")] | Annotated[list[Part], Tag("union:parts")],
            Discriminator(lambda value: "union:text" if isinstance(value, str) else "union:parts"),
        ]
        | None
    ) = None


class NamedSchema(_Lenient):
    """The schema that an answer is to follow."""

    name: str = ""
    schema_: dict[str, Any] = Field(default_factory=dict, alias="schema")


class ResponseFormat(_Lenient):
    """The form of the answer: `text` is Markdown; the two others are the briefing as JSON."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: NamedSchema | None = None


class StreamOptions(_Lenient):
    include_usage: bool = False


class NewsbriefRequest(Publication):
    """Facts on the article, and what its briefing is to be like; an addition to OpenAI's request."""

    style: Style = Field(default=None, description="A house style, or the name of one, as in `/summarize`.")
    output_language: Language | None = Field(default=None, description="The briefing in another language, as there.")

    @property
    def options(self) -> Options:
        """Return the options of the briefing."""
        return Options(style=self.style, output_language=self.output_language)


class ChatBody(_Lenient):
    """A request to `POST /v1/chat/completions`: the article is the last message of the user."""

    model: str = Field(examples=[MODEL])
    messages: list[Message] = Field(min_length=1, max_length=10_000)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None
    n: int | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None
    tool_choice: str | dict[str, Any] | None = None
    newsbrief: NewsbriefRequest = NewsbriefRequest()

    @property
    def wants_json(self) -> bool:
        """Return whether the answer is JSON, not Markdown."""
        return self.response_format is not None and self.response_format.type != "text"

    @property
    def wants_usage(self) -> bool:
        """Return whether a stream ends with the usage."""
        return self.stream_options is not None and self.stream_options.include_usage


def refuse_unsupported(sent: ChatBody) -> None:
    """Refuse what would change the answer's form and cannot be had.

    Raises:
        ProblemError: the request asks for such a thing.
    """
    refused = {
        "n": sent.n not in (None, 1),
        "logprobs": bool(sent.logprobs),
        "modalities": sent.modalities not in (None, ["text"]),
        "tool_choice": sent.tool_choice not in (None, "none", "auto"),
    }
    for name, is_refused in refused.items():
        if is_refused:
            raise ProblemError("invalid-request", f"'{name}' asks for what newsbrief does not do: leave it out.")
    schema = sent.response_format.json_schema if sent.response_format else None
    if sent.response_format and sent.response_format.type == "json_schema" and not is_briefing(schema):
        raise ProblemError(
            "invalid-request",
            "'response_format' describes something else than a briefing: send the schema that `newsbrief schema` "
            'prints, or {"type": "json_object"}.',
        )


def is_briefing(named: NamedSchema | None) -> bool:
    """Return whether every briefing follows the schema; None and {} demand nothing.

    Told from its keywords alone, without references: one that is not known counts as a demand.
    """
    demands = _without_notes(named.schema_) if named else {}
    fields = {name: _relax_schema(schema) for name, schema in Briefing.model_json_schema()["properties"].items()}
    described = demands.pop("properties", {})
    if not isinstance(described, dict) or demands.pop("type", "object") != "object":
        return False
    required = demands.pop("required", [])
    if not isinstance(required, list) or not all(isinstance(name, str) and name in fields for name in required):
        return False
    is_open = demands.pop("additionalProperties", True) is not False or described.keys() >= fields.keys()
    fits = all(_relax_schema(schema) in ({}, fields.get(name)) for name, schema in described.items())
    return is_open and fits and not demands


def _without_notes(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in schema.items() if word not in _NOTES}


def _relax_schema(schema: object) -> object:
    """Return the schema of a field without the demands that every briefing meets: present, and not empty."""
    if not isinstance(schema, dict):
        return schema
    met = {("minLength", 0), ("minLength", 1), ("minItems", 0), ("minItems", 1)}
    kept = {word: value for word, value in _without_notes(schema).items() if not _is_met(word, value, met)}
    return kept | ({"items": _relax_schema(kept["items"])} if "items" in kept else {})


def _is_met(word: str, value: object, met: set[tuple[str, int]]) -> bool:
    return isinstance(value, int) and (word, value) in met


async def find_submission(sent: ChatBody, settings: Settings) -> Submission:
    """Return the article in the last message of the user: its text, or the page at the address that is all of it.

    Raises:
        ProblemError: there is no such message, or it holds other things than text.
        NotFetched, NotText: no page came, or it is no text.
    """
    text, facts = _text_of(sent), sent.newsbrief
    if address := _ADDRESS.fullmatch(text):
        page = await fetch_article(address[1], settings)
        return facts.build_submission(page.text, html=page.html, url=page.url)
    return facts.build_submission(text)


def _text_of(sent: ChatBody) -> str:
    asked = next((m for m in reversed(sent.messages) if m.role == "user"), None)
    if asked is None or not asked.content:
        raise ProblemError("invalid-request", "'messages' has no message of the user: its last one is the article.")
    if isinstance(asked.content, str):
        return asked.content
    if any(part.type not in ("text", "input_text") for part in asked.content):
        raise ProblemError("invalid-request", "Only text is read: the last message of the user has other parts.")
    return "\n\n".join(part.text for part in asked.content)
