"""Findings: what an editor should look at, each beside what the article says."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Fault = Literal[
    "forbidden", "unattributed", "unproven", "missed", "false alarm", "wrong verdict", "wrong standing", "not covered",
    "form",
]  # fmt: skip


class Finding(BaseModel):
    """One thing that counted against a grade."""

    model_config = ConfigDict(frozen=True)

    suite: str
    case: str
    article: str
    fault: Fault
    text: str
    """The claim, or the fact that no claim tells."""
    why: str
    evidence: tuple[str, ...] = ()
    """The sentences of the article that bear on it."""
