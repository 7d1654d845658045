"""What one would write without newsbrief: an endpoint over the SDK that hands on what the model says, unchecked.

`OPENAI_BASE_URL=… python -m evals.performance.minimal PORT`
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Request
from openai import AsyncOpenAI
from pydantic import BaseModel

from evals.performance.call import MODEL, body
from newsbrief.drafting.written import WholeDraft

app = FastAPI()
_client = AsyncOpenAI(api_key="none", max_retries=0)


class _Answer(BaseModel):
    briefing: WholeDraft


@app.post("/summarize")
async def summarize(request: Request) -> _Answer:
    """The model's answer, in the form of a briefing."""
    sent = await request.json()
    asked = body(sent["text"])
    found = await _client.chat.completions.create(model=MODEL, **asked)  # type: ignore[call-overload]
    return _Answer(briefing=WholeDraft.model_validate_json(found.choices[0].message.content or ""))


@app.get("/readyz")
async def ready() -> dict[str, str]:
    """Able to serve."""
    return {"status": "ready"}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
