import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import regex

from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import DraftRequest, DraftResult, Item
from newsbrief.drafting.local import LocalEngine
from newsbrief.models.errors import EngineUnavailable
from newsbrief.models.llama_cpp import LocalServer, serve
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.pipeline.engines import open_engine
from newsbrief.reply import Reply
from newsbrief.settings import Settings
from newsbrief.verification.claim import CARRIED, CheckedClaim
from tests.support.settings import make_settings
from tests.support.small_model import SECTION_TOKENS, weights

ARTICLE = (
    "The city council of Lyon voted on Tuesday to close two bridges for repairs.\n"
    "Mayor Anne Duval said that the work would last four months and cost 3 million euros. "
    "Shop owners near the river fear that they will lose customers in summer."
)


LOADED: list[float] = []
PATIENCE_S = 500
"""It has ended long before on a machine that does nothing else; one that is busy may take ten times as long."""


@pytest.fixture(scope="session")
def model_server() -> LocalServer:
    """Return the model, loaded once."""
    return serve(weights(), LOADED.append)


class RecordedEngine(LocalEngine):
    """The model's engine, and what came of the last draft."""

    def __init__(self, server: LocalServer) -> None:
        super().__init__(server)
        self.heard: list[Item] = []
        self.drafted: DraftResult | None = None

    async def draft(self, request: DraftRequest) -> DraftResult:
        def hear(section: Section, item: Item) -> None:
            self.heard.append(item)
            if request.on_item:
                request.on_item(section, item)

        self.drafted = await super().draft(replace(request, on_item=hear))
        return self.drafted


@dataclass(frozen=True)
class ModelBriefing:
    """A briefing by the real model, and what was told meanwhile."""

    engine: RecordedEngine
    reply: Reply
    told: list[CheckedClaim] = field(default_factory=list)


@pytest.fixture(scope="module")
def small_model(model_server: LocalServer) -> ModelBriefing:
    """Return the model's briefing of the article."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("newsbrief.drafting.local.LOCAL_SECTION_TOKENS", SECTION_TOKENS)
        engine = RecordedEngine(model_server)
    told = list[CheckedClaim]()

    class Listener:
        def stage(self, name: str) -> None:
            """Stages are not looked at."""

        def claim(self, claim: CheckedClaim) -> None:
            told.append(claim)

    async def brief() -> Reply:
        own = make_settings(deadline_s=PATIENCE_S)
        try:
            return await summarize(Submission(ARTICLE), MakingRequest(engine, own), Listener())
        finally:
            await engine.aclose()

    return ModelBriefing(engine, asyncio.run(brief()), told)


@pytest.mark.model
def test_real_model_drafts_or_says_why_not(small_model: ModelBriefing) -> None:
    assert LOADED[0] == 0.0
    assert LOADED[-1] == 1.0
    engine, drafted, usage = small_model.engine, small_model.engine.drafted, small_model.reply.meta.usage
    # The model is free to write nonsense; what it costs is known all the same.
    assert usage.calls >= (5 if drafted else 2)
    assert usage.prompt_tokens > 200
    assert usage.completion_tokens > 20
    assert engine.name == "local"
    if drafted:
        assert engine.heard
        # The last of a section may have been cut at the limit, and taken as it was once the answer had ended.
        assert set(drafted.draft.the_story[:-1]) <= set(engine.heard) or drafted.warnings


def test_engine_follows_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "NEWSBRIEF_LOCAL_MODEL", "NEWSBRIEF_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert open_engine(Settings()).name == "extractive"
    assert open_engine(Settings(openai_base_url="http://127.0.0.1:9/v1")).name == "openai"
    with pytest.raises(EngineUnavailable, match="OPENAI_API_KEY"):
        open_engine(Settings(engine="openai"))
    with pytest.raises(EngineUnavailable, match="NEWSBRIEF_LOCAL_MODEL"):
        open_engine(Settings(engine="local"))
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        open_engine(Settings(local_model=tmp_path / "none.gguf"))


_WORDY = regex.compile(r"\p{Lu}[\p{L}’'-]+|\d[\d.,:]*\d|\d")


@pytest.mark.model
def test_what_the_model_invents_does_not_reach_the_briefing(small_model: ModelBriefing) -> None:
    engine, reply, told = small_model.engine, small_model.reply, small_model.told
    report, meta = reply.faithfulness, reply.meta
    assert meta.model == engine.model or meta.degraded
    assert all(claim.verdict in CARRIED for claim in report.claims)
    assert all(ARTICLE[e.start : e.end] == e.quote for c in (*report.claims, *report.dropped) for e in c.evidence)
    words = {word.casefold() for word in _WORDY.findall(ARTICLE)}
    for claim in (c for c in report.claims if not is_absence(c.text)):
        # The first word has its capital from the sentence.
        invented = {w for w in _WORDY.findall(claim.text)[claim.text[:1].isupper() :] if w.casefold() not in words}
        assert not invented, claim.text
        assert all(quoted in ARTICLE for quoted in regex.findall(r"[“\"]([^“”\"]+)[”\"]", claim.text))
    # A dropped claim may be how another, true one begins.
    printed = {text for section in SECTIONS for text in reply.briefing.texts(section)}
    assert printed.isdisjoint(claim.text for claim in report.dropped if claim.verdict not in CARRIED)

    # What is told while the model writes is in the reply.
    given = {claim.id: claim for claim in report.claims}
    assert len({claim.id for claim in told}) == len(told)
    assert all(given[claim.id] == claim for claim in told)
