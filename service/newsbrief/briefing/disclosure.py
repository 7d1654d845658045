"""How a briefing was made, told to its readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from newsbrief.briefing.news_item import NewsItem, Report
from newsbrief.briefing.review import Review
from newsbrief.briefing.wording import Phrases, Wording, wording

Code = Literal["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"]
_SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_NAMES: dict[Code, str] = {
    "trainedAlgorithmicMedia": "Created using Generative AI",
    "compositeWithTrainedAlgorithmicMedia": "Edited using Generative AI",
}


@dataclass(frozen=True, slots=True)
class SourceType:
    """A digital source type of the IPTC."""

    code: Code

    @property
    def name(self) -> str:
        """As the vocabulary has it, in English."""
        return _NAMES[self.code]

    @property
    def uri(self) -> str:
        return _SCHEME + self.code


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How a briefing was made: for readers, and for machines."""

    text: str
    """One sentence: by what it was written, that it was checked and how that ended, and who answers for it."""
    language: str
    """Of the text: the briefing's own, or English where that has no wording."""
    source_type: SourceType | None
    """None where no model wrote: the extractive engine copies the article's own sentences."""
    obligation: str | None
    """For the desk: that the briefing, published as it stands, must be labelled (EU AI Act, Article 50(4)).
    None once a person answers for it, or where no model wrote it."""


def disclose(item: NewsItem) -> Disclosure:
    """How `item` was made, in its own language."""
    words = wording(item.meta.language)
    phrases, review, copied = words.disclosure, item.review, item.meta.engine == "extractive"
    pieces = [
        phrases.extractive
        if copied
        else phrases.model.format(model=words.isolated(item.meta.model or item.meta.engine)),
        *_checked(phrases, item.faithfulness, copied),
        *([phrases.edited] if review.edited else []),
        _approval(words, review) or phrases.draft,
    ]
    return Disclosure(
        text=phrases.joint.join(pieces) + phrases.stop,
        language=words.language,
        source_type=None if copied else SourceType(_code(review)),
        obligation=None if copied or _approval(words, review) else phrases.obligation,
    )


def _code(review: Review) -> Code:
    return "compositeWithTrainedAlgorithmicMedia" if review.edited else "trainedAlgorithmicMedia"


def _checked(phrases: Phrases, report: Report, copied: bool) -> list[str]:
    """Return what is said of the checks: nothing is called checked that was not."""
    overridden = [phrases.fail] if report.verdict == "fail" else []
    if any(claim.verdict == "unverified" for claim in report.claims):
        return [*overridden, phrases.unchecked]
    return overridden if copied or overridden else [phrases.judged]


def _approval(words: Wording, review: Review) -> str | None:
    """Who approved it. A review without a name and a day is none that anybody could be asked about."""
    if review.status == "draft" or not review.by or not review.at:
        return None
    day = words.isolated(f"{review.at.astimezone(UTC):%Y-%m-%d}")
    return words.disclosure.approved.format(name=words.isolated(review.by), date=day)
