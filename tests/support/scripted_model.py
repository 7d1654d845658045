"""A scripted model that writes what each prompt asks for: drafts, own sections, rewritten sentences, variants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.support.upstream import Answer, chat, draft, error

OPENINGS = {
    "You write sections": "own_sections",
    "You edit sentences": "restyle",
    "You write short texts": "variants",
}


def prompt_of(request: dict[str, Any]) -> str:
    """Return which prompt a request was made with."""
    system = str(request["messages"][0]["content"])
    return next((name for opening, name in OPENINGS.items() if opening in system), "briefing")


@dataclass
class ScriptedModel:
    """Answers each prompt with what it is told to; one of several answers in turn, the last for ever."""

    briefing: dict[str, Any] = field(default_factory=draft)
    own_sections: dict[str, Any] | None = None
    restyle: dict[str, Any] | None = None
    variants: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: dict[str, Any]) -> Answer:
        name = prompt_of(request)
        self.asked.append(name)
        if name == "variants" and self.variants:
            return chat(self.variants.pop(0) if len(self.variants) > 1 else self.variants[0])
        answer = getattr(self, name)
        return chat(answer) if answer else error(401, "not scripted")


def item(text: str, *sources: int, kind: str = "reported") -> dict[str, Any]:
    """Return a claim as a model writes it."""
    return {"text": text, "sources": list(sources), "kind": kind}
