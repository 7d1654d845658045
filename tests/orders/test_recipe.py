"""The key changes with everything that a briefing follows from, and with nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsbrief.briefing.schema import Briefing
from newsbrief.drafting.draft import Draft
from newsbrief.models.prompts import list_stamps
from newsbrief.orders.order import Caller, Order
from newsbrief.orders.recipe import make_key
from newsbrief.pipeline import Options, Submission
from newsbrief.pipeline.older_briefing import read_older_text
from tests.support.scripted_engine import ScriptedEngine, make_draft
from tests.support.settings import make_settings

ARTICLE = Submission("Talks move to Oman, half \ud800 a pair.")
TALKS = Briefing(
    title="Talks move",
    the_story="Talks move to Oman.",
    key_points=("They begin on Friday.",),
    critical_analysis="It is late.",
    key_takeaways=("Oman is host.",),
    impact_analysis="Prices fell.",
)
SETTINGS = make_settings()
TEXT: Draft = make_draft()


def key(submission: Submission = ARTICLE, options: Options | None = None, **settings: object) -> str:
    chosen = SETTINGS.model_copy(update=settings)
    return make_key(Order(submission, options or Options()), ScriptedEngine(TEXT), chosen)


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
        {"outlet_is_given": False},
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
        make_key(Order(ARTICLE), ScriptedEngine(TEXT, model="other"), SETTINGS),
        make_key(Order(ARTICLE, caller=Caller(team="sport")), ScriptedEngine(TEXT), SETTINGS),
    }
    monkeypatch.setattr("newsbrief.orders.recipe.__version__", "9")
    found.add(key())
    monkeypatch.setattr("newsbrief.orders.recipe.list_stamps", lambda: list_stamps()[1:])
    found.add(key())
    assert len(found) == 10


def test_an_older_briefing_counts_by_what_it_says() -> None:
    one = read_older_text(TALKS, "en")
    other = read_older_text(TALKS.model_copy(update={"title": "Talks are off"}), "en")
    edited = [replace(older, id="01a22a72-b379-7755-ab98-52f4f8b85a5e") for older in (one, other)]
    orders = [Order(ARTICLE), *(Order(ARTICLE, older=older) for older in (one, other, *edited))]
    assert len({make_key(order, ScriptedEngine(TEXT), SETTINGS) for order in orders}) == 5
    assert make_key(orders[1], ScriptedEngine(TEXT), SETTINGS) == make_key(orders[1], ScriptedEngine(TEXT), SETTINGS)


def test_the_rest_does_not_matter() -> None:
    assert key(ARTICLE, Options(on_failure="error"), deadline_s=1.0) == key()


def test_every_prompt_counts() -> None:
    assert {"briefing", "compose", "digest", "judge", "section"} <= {stamp.name for stamp in list_stamps()}
