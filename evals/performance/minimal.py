"""The least that one would write without newsbrief: an endpoint over the SDK that makes the same calls, and hands on
the answers.

`OPENAI_BASE_URL=… python -m evals.performance.minimal PORT`
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from openai import AsyncOpenAI
from pydantic import BaseModel

from evals.performance.call import MODEL, body, build_judge_call
from newsbrief.briefing.schema import SECTIONS
from newsbrief.drafting.answers import WholeDraft
from newsbrief.verification.judge.judgement import Verdicts

app = FastAPI()
_client = AsyncOpenAI(api_key="none", max_retries=0)


class _Answer(BaseModel):
    briefing: WholeDraft
    verdicts: Verdicts


@app.post("/summarize")
async def summarize(request: Request) -> _Answer:
    """Return the model's draft, and what it says of the claims in it."""
    sent = await request.json()
    briefing = WholeDraft.model_validate_json(await _ask(body(sent["text"])))
    sections = (getattr(briefing, section) for section in SECTIONS)
    claims = [claim.text for told in sections for claim in (told if isinstance(told, tuple) else (told,))]
    verdicts = Verdicts.model_validate_json(await _ask(build_judge_call(sent["text"], claims)))
    return _Answer(briefing=briefing, verdicts=verdicts)


async def _ask(what: dict[str, Any]) -> str:
    found = await _client.chat.completions.create(model=MODEL, **what)
    return str(found.choices[0].message.content)


@app.get("/readyz")
async def ready() -> dict[str, str]:
    """Report that the process can serve."""
    return {"status": "ready"}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
