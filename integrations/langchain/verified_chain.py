"""Any LangChain chain that writes on an article, with each sentence of its text verified by newsbrief.

pip install langchain-core httpx
newsbrief serve

chain = prompt | model | StrOutputParser()           # takes {"article": …}, gives a text
careful = verify_chain(chain, "http://localhost:8000")   # gives a VerifiedText
careful.with_retry(retry_if_exception_type=(NotFaithful,), stop_after_attempt=3)
"""

from __future__ import annotations

from typing import Any, TypedDict

import httpx
from langchain_core.runnables import Runnable, RunnableLambda

TIMEOUT_S = 120.0


class VerifiedText(TypedDict):
    """The output of a chain with the report of its check against the article."""

    text: str
    verdict: str
    """`pass`, or `review` where a person should look at it."""
    reason: str
    claims: list[dict[str, Any]]
    """As in the reply of `POST /verify`: text, verdict, evidence, checks."""


class NotFaithful(Exception):
    """The article does not carry what the chain wrote; `found` has the verdict of each sentence."""

    def __init__(self, found: VerifiedText) -> None:
        wrong = [claim["text"] for claim in found["claims"] if claim["verdict"] in ("unsupported", "contradicted")]
        super().__init__(f"{found['reason']}: {' / '.join(wrong)}")
        self.found = found


def verify_chain(
    chain: Runnable[dict[str, Any], str],
    address: str,
    *,
    key: str | None = None,
    must_pass: bool = False,
) -> Runnable[dict[str, Any], VerifiedText]:
    """Return `chain` with its text verified by the newsbrief at `address`.

    Args:
        chain: takes a dictionary whose `article` is the text, and gives what it wrote.
        key: one of `NEWSBRIEF_API_KEYS`, where the service has some.
        must_pass: what needs a review is refused too.

    The runnable raises:
        NotFaithful: the text fails, so that `with_retry` and `with_fallbacks` can answer to it.
        httpx.HTTPStatusError: the service refuses the article, or is busy.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}

    def check(answer: httpx.Response, text: str) -> VerifiedText:
        answer.raise_for_status()
        report = answer.json()["faithfulness"]
        found = VerifiedText(text=text, verdict=report["verdict"], reason=report["reason"], claims=report["claims"])
        if found["verdict"] == "fail" or (must_pass and found["verdict"] != "pass"):
            raise NotFaithful(found)
        return found

    def run(values: dict[str, Any]) -> VerifiedText:
        text = chain.invoke(values)
        with httpx.Client(base_url=address, headers=headers, timeout=TIMEOUT_S) as client:
            return check(client.post("/verify", json={"text": values["article"], "summary": text}), text)

    async def arun(values: dict[str, Any]) -> VerifiedText:
        text = await chain.ainvoke(values)
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=TIMEOUT_S) as client:
            return check(await client.post("/verify", json={"text": values["article"], "summary": text}), text)

    return RunnableLambda(run, arun, name="verified")
