"""Claims that the seed article carries, one that it does not, and a draft of them as a model writes it."""

from typing import Any

FIX = "The talks will be held in Oman on Friday."

OMAN = "Negotiations between the U.S. and Iran will take place in Oman on Friday."
DRONE = "The U.S. military said it shot down an Iranian drone near the aircraft carrier USS Abraham Lincoln."
TURKEY = "The talks will be held in Turkey on Friday."
QUOTE = "A senior U.S. official said: “We want to reach a real deal with Iran quickly.”"
TITLE = "From Escalation to Engagement: Iran–U.S. Tensions Reach a Peak as Diplomacy Reopens"


def make_draft(**sections: Any) -> dict[str, Any]:
    """Return a draft of texts; what is not given is what the article says."""
    told = {
        "title": TITLE,
        "the_story": [OMAN, DRONE],
        "key_points": [DRONE, OMAN, QUOTE],
        "critical_analysis": [QUOTE],
        "key_takeaways": [OMAN, QUOTE],
        "impact_analysis": [OMAN],
        **sections,
    }
    sources = {OMAN: 21, TURKEY: 21, DRONE: 5, QUOTE: 18, TITLE: 0}

    def item(text: str) -> dict[str, Any]:
        return {"text": text, "sources": [sources.get(text, 0)], "kind": "reported"}

    return {name: item(v) if isinstance(v, str) else list(map(item, v)) for name, v in told.items()}
