"""The key changes with everything that a briefing follows from, and with nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsbrief.drafting.draft import Draft
from newsbrief.models.prompts import stamps
from newsbrief.order import Caller, Order
from newsbrief.pipeline import Options, Submission
from newsbrief.service import make_key
from newsbrief.settings import Settings
from tests.written import Written, drafted

ARTICLE = Submission("Talks move to Oman, half \ud800 a pair.")
SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]
TEXT: Draft = drafted()


def key(submission: Submission = ARTICLE, options: Options | None = None, **settings: object) -> str:
    chosen = SETTINGS.model_copy(update=settings)
    return make_key(Order(submission, options or Options()), Written(TEXT), chosen)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Talks move to Muscat."},
        {"html": True},
        {"title": "Talks"},
        {"published_at": datetime(2026, 2, 4, tzinfo=UTC)},
        {"language": "de"},
        {"url": "https://example.org"},
        {"outlet": "AP"},
    ],
)
def test_another_article_has_another_key(changes: dict[str, object]) -> None:
    assert key(replace(ARTICLE, **changes)) != key()  # type: ignore[arg-type]


def test_another_way_of_making_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        key(),
        key(options=Options(strategy="parallel")),
        key(options=Options(judge=False)),
        key(judge_model="j"),
        key(openai_base_url="http://other/v1"),
        key(entailment_model="folder"),
        make_key(Order(ARTICLE), Written(TEXT, model="other"), SETTINGS),
        make_key(Order(ARTICLE, caller=Caller(team="sport")), Written(TEXT), SETTINGS),
    }
    monkeypatch.setattr("newsbrief.service.__version__", "9")
    found.add(key())
    monkeypatch.setattr("newsbrief.service.stamps", lambda: stamps()[1:])
    found.add(key())
    assert len(found) == 10


def test_the_rest_does_not_matter() -> None:
    assert key(ARTICLE, Options(on_failure="error"), deadline_s=1.0) == key()


def test_every_prompt_counts() -> None:
    assert {"briefing", "compose", "digest", "judge", "section"} <= {stamp.name for stamp in stamps()}
