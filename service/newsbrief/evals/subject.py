"""Subjects of an evaluation: engines, each with its model and its prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from newsbrief.drafting.draft import Engine
from newsbrief.pipeline.engines import open_engine
from newsbrief.settings import Settings


class NoEffect(ValueError):
    """A model or a prompt was chosen, and no engine that was chosen has one."""


def list_subjects(engines: Sequence[str], models: Sequence[str], prompts: Sequence[str]) -> list[Subject]:
    """Return every engine with every model and every prompt; the extractive one has neither.

    Raises:
        NoEffect: only the extractive engine was chosen, and a model or a prompt for it.
    """
    every = product(engines or [Settings().chosen_engine], tuple(models) or (None,), tuple(prompts) or (None,))
    subjects = dict.fromkeys(Subject(e) if e == "extractive" else Subject(e, m, p) for e, m, p in every)
    if (models or prompts) and all(subject.engine == "extractive" for subject in subjects):
        raise NoEffect("The extractive engine has no model and no prompt; choose --engine openai or local.")
    return list(subjects)


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the briefers that a run compares; `None` leaves a choice to the settings."""

    engine: str | None = None
    model: str | None = None
    prompt: str | None = None
    """Name and version, such as `briefing/3`, or a file; by default the newest version of every prompt."""

    def settings(self) -> Settings:
        """Return the settings of the environment, with this subject's choices in them."""
        chosen: dict[str, object] = {"engine": self.engine} if self.engine else {}
        if self.model:
            chosen |= {"local_model": Path(self.model)} if self.engine == "local" else {"model": self.model}
        return Settings().model_copy(update=chosen)

    def open(self, settings: Settings) -> Engine:
        """Return the engine, ready to draft.

        Raises:
            EngineUnavailable: it lacks a key, a model file, an extra or the prompt.
        """
        return open_engine(settings, prompts=[self.prompt] if self.prompt else [])

    @property
    def label(self) -> str:
        """Return its name in tables."""
        settings = self.settings()
        engine = settings.chosen_engine
        model = {"openai": settings.model, "local": settings.local_model and settings.local_model.name}.get(engine)
        named = " ".join(str(part) for part in (engine, model, self.prompt) if part)
        return "".join(c if c.isprintable() else "\ufffd" for c in named)
