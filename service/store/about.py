"""What came with an article beside its text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class About:
    """What the checks of an edited claim need again: it is kept with the briefing, though the text may not be."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"published_at": self.published_at and self.published_at.isoformat()})

    @classmethod
    def from_json(cls, text: str | None) -> About:
        kept = json.loads(text or "{}")
        moment = kept.get("published_at")
        return cls(**kept | {"published_at": datetime.fromisoformat(moment) if moment else None})
