"""Ledger: promises of the service, and those that it broke."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

WRONGS = ("lost", "doubled", "stuck", "late", "leaked", "wrong")


@dataclass(frozen=True, slots=True)
class Summary:
    """A briefing that was answered, with the key and the article under which it is to be found again."""

    key: str
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job that was accepted."""

    location: str
    texts: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """The books of one run."""

    summaries: list[Summary] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    """By what was asked, and the status; `cut` where the connection broke."""
    faults: Counter[str] = field(default_factory=Counter)
    wrongs: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in WRONGS})
    """By kind, what happened: `lost` is what was promised and is not there, `doubled` one thing made two, `stuck` what
    never ended, `late` what came after its deadline, `leaked` what is held though nothing needs it, `wrong` a status
    that no fault explains."""

    def note(self, kind: str, what: str) -> None:
        """Write down something that must not be."""
        self.wrongs[kind].append(what)

    @property
    def is_clean(self) -> bool:
        """Return whether nothing went wrong."""
        return not any(self.wrongs.values())
