"""Everything one request asks of a model: the same deadline and language, and one account of what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from newsbrief.article.tokens import REPLY
from newsbrief.models.chat import Chat
from newsbrief.models.errors import DraftingError
from newsbrief.models.prompts import Prompt, RenderedPrompt, load_prompt
from newsbrief.models.streaming import OnPartialAnswer
from newsbrief.models.usage import CallUsage

M = TypeVar("M", bound=BaseModel)

LANGUAGE_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def name_language(code: str) -> str:
    """Return what a prompt calls a language; `und`, and one without a name here, are the article's own."""
    own = "the article's own language"
    return own if code == "und" else LANGUAGE_NAMES.get(code, f"{own} ({code})")


@dataclass(slots=True)
class ModelSession:
    """One request's calls to one model."""

    chat: Chat
    language: str
    """BCP 47 subtag of the language to write in; `und` is the article's own, whatever it is."""
    deadline: float
    """A `time.monotonic()` instant."""
    prompts: Mapping[str, Prompt] = field(default_factory=dict)
    """Prompts to use instead of the newest version of their name."""
    spent: list[CallUsage] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    style: str = ""
    """A house style as fenced lines; empty where there is none."""
    across: bool = False
    """Whether the text that is asked about is in another language."""

    @property
    def usage(self) -> CallUsage:
        """Tokens and calls of this request so far."""
        return sum(self.spent, CallUsage())

    def render(self, name: str, **values: str) -> RenderedPrompt:
        """Return a prompt in this request's language."""
        across = "yes" if self.across else ""
        return self.prompt(name).render(
            language=name_language(self.language), style=self.style, across=across, **values
        )

    def prompt(self, name: str) -> Prompt:
        """Return the prompt of a name: the one to use instead, else the newest."""
        return self.prompts.get(name) or load_prompt(name)

    async def ask(
        self, rendered: RenderedPrompt, answer: type[M], most: int = REPLY, on_partial: OnPartialAnswer | None = None
    ) -> M:
        """Return the model's answer, and add up what it took. `on_partial` as in `Chat.ask_structured`.

        Raises:
            DraftingError: there is none.
        """
        try:
            value, usage = await self.chat.ask_structured(
                rendered, answer, deadline=self.deadline, most=most, on_partial=on_partial
            )
        except DraftingError as error:
            self.spent.append(error.usage)
            raise
        self.spent.append(usage)
        return value
