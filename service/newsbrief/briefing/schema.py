"""The briefing: six sections in a fixed order."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

OwnSection = Literal["who_is_affected", "timeline", "key_quotes", "unknowns", "by_the_numbers"]
"""Sections beside the fixed format, which a house style may ask for: bullets, one claim each."""
FixedSection = Literal["title", "the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis"]
Section = Literal[FixedSection, OwnSection]
Kind = Literal["reported", "inference"]
"""`reported`: the article says it. `inference`: analysis that rests on what the article says."""
SECTIONS: tuple[Section, ...] = get_args(FixedSection)
OWN_SECTIONS: tuple[OwnSection, ...] = get_args(OwnSection)
ALL_SECTIONS: tuple[Section, ...] = (*SECTIONS, *OWN_SECTIONS)
BULLETED: frozenset[Section] = frozenset({"key_points", "key_takeaways"})
"""Sections written as bullets, one claim each; the others but the title are paragraphs, one claim a sentence."""
ITEMISED: frozenset[Section] = BULLETED | frozenset(OWN_SECTIONS)
"""All sections whose items stand alone, those of a house style among them."""
ANALYTICAL: frozenset[Section] = frozenset({"critical_analysis", "key_takeaways", "impact_analysis"})
"""Sections that may hold inferences: hedged judgement that adds no fact."""
HEADINGS: dict[Section, str] = {
    "the_story": "The Story",
    "key_points": "Key Points",
    "critical_analysis": "Critical Analysis",
    "key_takeaways": "Key Takeaways",
    "impact_analysis": "Impact Analysis",
}


class Briefing(BaseModel):
    """A finished briefing in the fixed format. Every text is one line; no section is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, description="Headline, without a full stop.")
    the_story: str = Field(min_length=1, description="What happened: one paragraph.")
    key_points: tuple[str, ...] = Field(min_length=1, description="The facts that matter, one claim each.")
    critical_analysis: str = Field(min_length=1, description="What it means: one paragraph, hedged and attributed.")
    key_takeaways: tuple[str, ...] = Field(min_length=1, description="What to remember, distinct from the key points.")
    impact_analysis: str = Field(min_length=1, description="What may follow: one paragraph, hedged.")

    @field_validator("*")
    @classmethod
    def _one_line(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for text in (value,) if isinstance(value, str) else value:
            if text != text.strip() or not text or len(text.splitlines()) != 1:
                raise ValueError("must be one non-empty line without white space around it")
        return value

    def texts(self, section: Section) -> tuple[str, ...]:
        """Return the texts of a section: its bullets, or the one paragraph or title."""
        value: str | tuple[str, ...] = getattr(self, section)
        return (value,) if isinstance(value, str) else value
