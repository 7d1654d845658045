"""What is evaluated: an engine, with its model and its prompt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.drafting.draft import Engine
from service.drafting.engines import engine_for
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the briefers that a run compares; `None` leaves a choice to the settings."""

    engine: str | None = None
    model: str | None = None
    prompt: str | None = None
    """Name and version, such as `briefing/2`, or a file; by default the newest version of every prompt."""

    def settings(self) -> Settings:
        """The settings of the environment, with this subject's choices in them."""
        chosen: dict[str, object] = {"engine": self.engine} if self.engine else {}
        if self.model:
            chosen |= {"local_model": Path(self.model)} if self.engine == "local" else {"model": self.model}
        return Settings().model_copy(update=chosen)

    def open(self, settings: Settings) -> Engine:
        """The engine, ready to draft.

        Raises:
            EngineUnavailable: it lacks a key, a model file, an extra or the prompt.
        """
        return engine_for(settings, prompts=[self.prompt] if self.prompt else [])

    @property
    def label(self) -> str:
        """Its name in tables."""
        settings = self.settings()
        engine = settings.chosen_engine
        model = {"openai": settings.model, "local": settings.local_model and settings.local_model.name}.get(engine)
        return " ".join(str(part) for part in (engine, model, self.prompt) if part)
