"""A briefing that is kept, and variants of it as a model writes them."""

from typing import Any

import httpx

from tests.support.scripted_model import item
from tests.support.upstream import draft

DRAFT = draft(
    title=item("Talks between Iran and the United States move to Oman", 3),
    the_story=[
        item("The United States shot down an Iranian drone near the coast of Oman, its military said.", 1),
        item("Talks between the two countries will be held in Oman on Friday.", 3),
    ],
)


def write_texts(**texts: str) -> dict[str, Any]:
    return {"texts": [{"kind": kind, "text": text, "claims": [1, 2]} for kind, text in texts.items()]}


def keep_briefing(client: httpx.Client, text: str) -> str:
    made = client.post("/summarize", json={"text": text})
    assert made.status_code == 200, made.text
    return str(made.json()["id"])


def make_variants(client: httpx.Client, id: str, **body: Any) -> Any:
    made = client.post(f"/briefings/{id}/variants", json=body)
    assert made.status_code == 200, made.text
    return made.json()
