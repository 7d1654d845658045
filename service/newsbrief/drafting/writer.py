"""A model that writes other texts than drafts: sections of a house style, rewritten sentences, headlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel

from newsbrief.article import Article
from newsbrief.article.tokens import REPLY
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.usage import CallUsage

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Task(Generic[M]):
    """A task of writing: a prompt, what stands in it, and the shape of the answer."""

    prompt: str
    answer: type[M]
    language: str
    """BCP 47 subtag of the language to write in."""
    values: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    """A house style as fenced lines; empty where there is none."""
    article: Article | None = None
    """The article that stands in the prompt as `source`; None where the prompt has none."""
    most: int = REPLY
    """Tokens of the answer."""


@dataclass(frozen=True, slots=True)
class TaskResult(Generic[M]):
    """The result of a task, and its usage."""

    answer: M
    prompt: PromptStamp
    usage: CallUsage
    warnings: tuple[str, ...] = ()


@runtime_checkable
class Writer(Protocol):
    """Writes what a task asks for, until `deadline`, a `time.monotonic()` instant.

    Raises `DraftingError` where it cannot; its `usage` tells what was spent.
    """

    async def write(self, task: Task[M], deadline: float) -> TaskResult[M]: ...


def as_writer(engine: object) -> Writer | None:
    """Return the engine as a writer; None where it is no model and writes in the article's own words alone."""
    return engine if isinstance(engine, Writer) else None
