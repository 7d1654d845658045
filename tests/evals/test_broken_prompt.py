"""A prompt that leaves the article out, sent over HTTP to a server that writes from what its prompt shows it."""

from pathlib import Path
from typing import Any

import pytest
import regex

from newsbrief.resources import find_folder
from tests.support.eval_command import EvalResult, evaluate
from tests.support.scripted_judge import SoundJudge
from tests.support.upstream import Answer, Upstream, chat

CASES = ("two_garcias", "council_budget", "park_reopening")
GATES = """
    briefings.written >= 1
    briefings.claim_precision >= 0.9
    briefings.essential_recall >= 0.4
    briefings.replaced <= 0.25
"""
SENTENCE = regex.compile(r"^(\d+): (?!#)(.+)$", regex.MULTILINE)
"""A numbered sentence of the article, as a prompt shows it; a heading begins with `#`."""
MADE_UP = "The mayor of Lyon resigned on Sunday over a fraud of 9 million francs."


def list_shown(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sentences that the prompt shows, as claims that cite them."""
    told = SENTENCE.findall("\n".join(message["content"] for message in request["messages"]))
    return [{"text": text, "sources": [int(number)], "kind": "reported"} for number, text in told]


def honest(request: dict[str, Any]) -> Answer:
    """Return a model that copies what it is shown, and has nothing to say where it is shown nothing."""
    claims = list_shown(request)
    story, points, left = claims[:4], claims[4:10], claims[10:]
    sections = {"critical_analysis": left[:3], "key_takeaways": left[3:8], "impact_analysis": left[8:11]}
    return chat({"title": claims[0] if claims else "", "the_story": story, "key_points": points, **sections})


def inventive(request: dict[str, Any]) -> Answer:
    """Return a model that makes something up where it is shown nothing."""
    if list_shown(request):
        return honest(request)
    item = {"text": MADE_UP, "sources": [], "kind": "reported"}
    sections = ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis")
    return chat({"title": item, **{section: [item] for section in sections}})


@pytest.fixture
def sourceless(tmp_path: Path) -> Path:
    """Return the shipped prompt without the article in it."""
    text = (find_folder("prompts") / "briefing" / "3.md").read_text()
    assert "{{ source }}" in text
    file = tmp_path / "sourceless.md"
    file.write_text(text.replace("{{ source }}", "").replace('version: "2"', 'version: "0"'))
    return file


def evaluate_briefings(folder: Path, *prompt: str) -> EvalResult:
    chosen = [word for name in CASES for word in ("--case", name)]
    return evaluate(folder, "briefings", "--engine", "openai", *chosen, *prompt, gates=GATES)


@pytest.fixture(autouse=True)
def _serve_upstream(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", upstream.base_url)


@pytest.mark.parametrize("model", [honest, inventive])
def test_the_shipped_prompt_passes(upstream: Upstream, tmp_path: Path, model: Any) -> None:
    upstream.says(model)
    found = evaluate_briefings(tmp_path, "--prompt", "briefing/3")
    assert found.failed == frozenset()
    assert found.code == 0
    assert found.runs[0].subject.endswith("briefing/3")


def test_nothing_to_write_from(upstream: Upstream, tmp_path: Path, sourceless: Path) -> None:
    upstream.says(honest)
    found = evaluate_briefings(tmp_path, "--prompt", str(sourceless))
    assert found.failed_grades() == {"briefings.written"}
    assert found.code == 1


def test_something_made_up_from_nothing(upstream: Upstream, tmp_path: Path, sourceless: Path) -> None:
    upstream.says(inventive)
    upstream.judges = SoundJudge({"Lyon": None})
    found = evaluate_briefings(tmp_path, "--prompt", str(sourceless))
    assert "briefings.replaced" in found.failed_grades()
    assert "briefings.written" not in found.failed_grades()
    assert found.code == 1


def test_two_prompts_side_by_side(upstream: Upstream, tmp_path: Path, sourceless: Path) -> None:
    upstream.says(honest)
    found = evaluate_briefings(tmp_path, "--prompt", "briefing/3", "--prompt", str(sourceless))
    good, bad = found.runs
    assert good.subject != bad.subject
    assert {g.name: g.value for g in good.grades}["briefings.written"] == 1
    assert {g.name: g.value for g in bad.grades}["briefings.written"] == 0
    assert found.code == 1, "the second run's gates count, too"
