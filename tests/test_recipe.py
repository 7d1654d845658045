"""A recipe changes with everything that a briefing follows from, and with nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

import newsbrief
from newsbrief.drafting.draft import Draft
from newsbrief.models.prompts import stamps
from newsbrief.pipeline import Options, Submission
from newsbrief.recipe import recipe
from newsbrief.settings import Settings
from tests.written import Written, drafted

ARTICLE = Submission("Talks move to Oman, half \ud800 a pair.")
SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]
TEXT: Draft = drafted()


def made(submission: Submission = ARTICLE, options: Options | None = None, **settings: object) -> str:
    chosen = SETTINGS.model_copy(update=settings)
    return recipe(submission, options or Options(), Written(TEXT), chosen)


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
def test_another_article_is_another_recipe(changes: dict[str, object]) -> None:
    assert made(replace(ARTICLE, **changes)) != made()  # type: ignore[arg-type]


def test_another_way_of_making_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        made(),
        made(options=Options(strategy="parallel")),
        made(options=Options(judge=False)),
        made(judge_model="j"),
        made(openai_base_url="http://other/v1"),
        made(entailment_model="folder"),
        recipe(ARTICLE, Options(), Written(TEXT, model="other"), SETTINGS),
    }
    monkeypatch.setattr(newsbrief, "__version__", "9")
    found.add(made())
    monkeypatch.setattr("newsbrief.recipe.stamps", lambda: stamps()[1:])
    found.add(made())
    assert len(found) == 9


def test_the_rest_does_not_matter() -> None:
    assert made(ARTICLE, Options(on_failure="error"), deadline_s=1.0) == made()


def test_every_prompt_counts() -> None:
    assert {"briefing", "compose", "digest", "judge", "section"} <= {stamp.name for stamp in stamps()}
