"""The mark on a claim that rests on an earlier article, on which the newer one is silent: as of when it was so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import regex

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MARKS: Mapping[str, str] = {
    "en": "(as of {date})",
    "es": "(a fecha de {date})",
    "fr": "(au {date})",
    "de": "(Stand: {date})",
    "ar": "(حتى {date})",
    "fa": "(تا {date})",
    "tr": "({date} itibarıyla)",
}
_MARK = regex.compile(
    r"\s\((?:as of \d{1,2} \p{Lu}\p{Ll}+ \d{4}|(?:(?:a fecha de|au|Stand:|حتى|تا) )?\d{4}-\d\d-\d\d"
    r"|\d{4}-\d\d-\d\d itibarıyla)\)(?=[.!?。؟]?[”\"»]?$)"
)


def mark_date(text: str, moment: datetime, language: str) -> str:
    """Return the claim with the day (UTC) on which it was true before its full stop; a dated claim stays as it is."""
    if _MARK.search(text):
        return text
    day = moment.astimezone(UTC)
    shown = f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if language == "en" else day.date().isoformat()
    mark = _MARKS.get(language, "({date})").format(date=shown)
    end = text[-1] if text[-1:] in (".", "。", "!", "؟", "?") else ""
    return f"{text.removesuffix(end) if end else text} {mark}{end}"


def strip_date(text: str) -> str:
    """Return the claim without the mark, as it is checked against an article."""
    return _MARK.sub("", text)
