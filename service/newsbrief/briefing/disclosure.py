"""The disclosure: one sentence that tells readers how a briefing was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from newsbrief.briefing.news_item import Making, NewsItem, Report
from newsbrief.briefing.review import Review
from newsbrief.briefing.wording import Phrases, Wording, load_wording

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
        """Return its English name in the vocabulary."""
        return _NAMES[self.code]

    @property
    def uri(self) -> str:
        return _SCHEME + self.code


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The disclosure of one briefing, for readers and for machines."""

    text: str
    """One sentence: by what it was written, that it was checked and how that ended, and who answers for it."""
    language: str
    """Of the text: the briefing's own, or English where that has no wording."""
    source_type: SourceType | None
    """None where no model is known to have written: the extractive engine copies the article's own sentences."""
    obligation: str | None
    """For the desk: that the briefing, published as it stands, must be labelled (EU AI Act, Article 50(4)).
    None once a person answers for it, or where no model wrote it."""


def disclose(item: NewsItem) -> Disclosure:
    """Return the disclosure of `item`, in its own language."""
    words = load_wording(item.meta.language)
    phrases, review, meta = words.disclosure, item.review, item.meta
    copied = meta.engine == "extractive" and not meta.earlier_writer
    by_nobody = meta.engine == "extractive" and meta.earlier_writer in (None, "unknown")
    pieces = [
        *_describe_writer(words, meta),
        *_describe_checks(phrases, item.faithfulness, copied),
        *([phrases.edited] if review.edited else []),
        _write_approval(words, review) or phrases.draft,
    ]
    return Disclosure(
        text=phrases.joint.join(pieces) + phrases.stop,
        language=words.language,
        source_type=None if by_nobody else SourceType(_choose_code(review)),
        obligation=None if by_nobody or _write_approval(words, review) else phrases.obligation,
    )


def _describe_writer(words: Wording, meta: Making) -> list[str]:
    """Return by what a briefing was written, and what an update without a model kept of an older one."""
    phrases, earlier = words.disclosure, meta.earlier_writer
    if meta.engine != "extractive":
        return [phrases.model.format(model=words.isolate(meta.model or meta.engine))]
    if earlier is None:
        return [phrases.extractive]
    if earlier == "unknown":
        return [phrases.extractive, phrases.kept]
    return [phrases.extractive, phrases.kept_of_model.format(model=words.isolate(earlier))]


def _choose_code(review: Review) -> Code:
    return "compositeWithTrainedAlgorithmicMedia" if review.edited else "trainedAlgorithmicMedia"


def _describe_checks(phrases: Phrases, report: Report, copied: bool) -> list[str]:
    """Return what is said of the checks: nothing is called checked that was not."""
    overridden = [phrases.fail] if report.verdict == "fail" else []
    if any(claim.verdict == "unverified" for claim in report.claims):
        return [*overridden, phrases.unchecked]
    return overridden if copied or overridden else [phrases.judged]


def _write_approval(words: Wording, review: Review) -> str | None:
    """Return the approval in words; None where nobody approved it, or without a name and a day to ask about."""
    if review.status == "draft" or not review.by or not review.at:
        return None
    day = words.isolate(f"{review.at.astimezone(UTC):%Y-%m-%d}")
    return words.disclosure.approved.format(name=words.isolate(review.by), date=day)
