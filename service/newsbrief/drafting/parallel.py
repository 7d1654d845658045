"""Strategy `parallel`: the sections of a briefing by concurrent calls that share the same prefix, then joined."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsbrief.briefing.schema import Section
from newsbrief.drafting.answers import SectionDraft, WrittenClaim, build_draft
from newsbrief.drafting.draft import Draft, OnItem
from newsbrief.drafting.partial_answer import listen_to_section
from newsbrief.models.errors import DeadlineExceeded, MalformedDraft, Refused
from newsbrief.models.model_session import ModelSession
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.shortfall import Shortfall
from newsbrief.models.together import gather_bounded

SECTION_TOKENS = 2_000
"""Tokens kept for one section: it takes some 250, and a reasoning model thinks before it writes."""
_CALLS: tuple[Section, ...] = ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis")


async def draft_sections(
    source: str,
    known: Collection[int],
    session: ModelSession,
    *,
    most: int = SECTION_TOKENS,
    at_once: int = len(_CALLS),
    on_item: OnItem | None = None,
) -> tuple[Draft, PromptStamp]:
    """Return the draft of `source`, and the prompt that wrote it; the call for the story writes the title first.

    A section that the model could not write, or not in time, is left empty with a warning: the rest is paid for.

    Raises:
        DraftingError: as `ModelSession.ask`, for the story; for any section where no server or no key is at fault.
    """

    async def section(name: Section) -> Sequence[WrittenClaim]:
        try:
            prompt = session.render("section", source=source, section=name)
            listen = on_item and listen_to_section(name, on_item, known, session.language)
            answer = await session.ask(prompt, SectionDraft, most, listen)
        except (MalformedDraft, Refused, DeadlineExceeded) as failure:
            if name == _CALLS[0]:
                raise
            session.warnings.append(Shortfall(f"The model did not write the section {name}: {failure}"))
            return ()
        return answer.items

    answers = dict(zip(_CALLS, await gather_bounded(section, _CALLS, at_once), strict=True))
    title, *story = answers["the_story"]
    if not story:
        raise MalformedDraft("The model wrote a title without a story.")
    rest: dict[str, Sequence[WrittenClaim]] = {name: answers[name] for name in _CALLS[1:]}
    return build_draft({"title": title, "the_story": story, **rest}, known, session.language), session.prompt(
        "section"
    ).stamp
