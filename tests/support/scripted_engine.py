"""An engine that writes what a test tells it to: everything after the draft is the real service."""

from __future__ import annotations

from dataclasses import dataclass

from newsbrief.briefing.schema import Kind
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, Item
from newsbrief.models.errors import DraftingError
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.usage import CallUsage


def item(text: str, *sources: int, kind: Kind = "reported") -> Item:
    return Item(text=text, sources=sources, kind=kind)


def make_draft(**sections: Item | tuple[Item, ...]) -> Draft:
    """Return a draft of the sections given; the title is the seed article's own, the rest empty."""
    empty: dict[str, Item | tuple[Item, ...]] = dict.fromkeys(
        ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis"), ()
    )
    title = item("From Escalation to Engagement: Iran–U.S. Tensions Reach a Peak as Diplomacy Reopens", 0)
    return Draft.model_validate({"title": title, **empty, **sections})


@dataclass
class ScriptedEngine:
    """Drafts `text`, or fails with `fault`."""

    text: Draft
    fault: DraftingError | None = None
    name: EngineName = "openai"
    model: str | None = "test-writer"

    async def draft(self, request: DraftRequest) -> DraftResult:
        if self.fault:
            raise self.fault
        return DraftResult(self.text, self.model, PromptStamp("briefing", "1", "0" * 64), CallUsage(1, 1000, 100))

    async def aclose(self) -> None:
        """Nothing to close."""
