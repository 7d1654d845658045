"""Engines that were broken on purpose: the gate that is about it fails, and passes for the engine that is whole."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from newsbrief.article import Article
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, Item
from newsbrief.extractive import engine as extracting
from newsbrief.extractive import ranking
from newsbrief.models.errors import DraftingError, UpstreamFailed
from newsbrief.verification import code_checks
from tests.support.eval_command import EvalResult, evaluate

CASES = ("two_garcias", "park_reopening", "council_budget", "port_strike")
LONG = ("brewery_merger", "election_night", "iran_us_talks", "measles_outbreak", "quarterly_earnings", "river_flood")
"""Of a short article a briefing holds nearly every sentence, whatever their rank."""
GATES = """
    briefings.written >= 1
    briefings.unfaithful <= 0
    briefings.forbidden <= 0
    briefings.claim_precision >= 0.99
    briefings.attribution >= 0.98
    briefings.essential_recall >= 0.6
    briefings.replaced <= 0.1
    briefings.format_validity >= 0.9
"""


class Broken:
    """Writes `added` into the key points of the extractive draft, nothing at all, or fails."""

    name: EngineName = "openai"
    model: str | None = None

    def __init__(self, *added: str, empty: bool = False, only: bool = False, fault: Exception | None = None) -> None:
        self.added, self.empty, self.only, self.fault = added, empty, only, fault

    async def draft(self, request: DraftRequest) -> DraftResult:
        if self.fault:
            raise self.fault
        honest = extracting.extract(request.article)
        items = tuple(Item(text=text, sources=(), kind="reported") for text in self.added)
        sections = [name for name in Draft.model_fields if name != "title"]
        if self.empty:
            return DraftResult(honest.model_copy(update=dict.fromkeys(sections, ())))
        if self.only:
            return DraftResult(honest.model_copy(update=dict.fromkeys(sections, items)))
        return DraftResult(honest.model_copy(update={"key_points": honest.key_points + items}))

    async def aclose(self) -> None:
        """Nothing to close."""


def evaluate_briefings(folder: Path, cases: Sequence[str] = CASES) -> EvalResult:
    chosen = [word for name in cases for word in ("--case", name)]
    return evaluate(folder, "briefings", "--engine", "extractive", *chosen, gates=GATES)


@pytest.fixture
def _no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_checks, "decide", lambda findings: "supported")


def use(engine: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.evals.subject.open_engine", lambda settings, prompts: engine)


@pytest.mark.parametrize("cases", [CASES, LONG])
def test_the_whole_engine_passes(tmp_path: Path, cases: Sequence[str]) -> None:
    found = evaluate_briefings(tmp_path, cases)
    assert found.failed == frozenset()
    assert found.code == 0


@pytest.mark.usefixtures("_no_checks")
def test_the_whole_engine_passes_without_checks_too(tmp_path: Path) -> None:
    assert evaluate_briefings(tmp_path).code == 0


def test_sentences_that_matter_least(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def worst(article: Article) -> tuple[ranking.Candidate, ...]:
        found = ranking.list_candidates(article)
        return tuple(
            replace(c, worth=other.worth, traits=other.traits) for c, other in zip(found[::-1], found, strict=True)
        )

    monkeypatch.setattr(extracting, "list_candidates", worst)
    found = evaluate_briefings(tmp_path, LONG)
    assert "briefings.essential_recall" in found.failed_grades()
    assert found.code == 1


def test_an_empty_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken(empty=True), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert "briefings.replaced" in found.failed_grades()
    assert found.code == 1


def test_what_is_made_up_is_replaced_and_that_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken("The mayor of Lyon resigned on Sunday over a fraud of 9 million francs.", only=True), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert "briefings.replaced" in found.failed_grades()
    assert "briefings.unfaithful" not in found.failed_grades(), "the checks keep it out"
    assert found.code == 1


@pytest.mark.usefixtures("_no_checks")
def test_what_is_made_up_and_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken("The mayor of Lyon resigned on Sunday over a fraud of 9 million francs."), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert found.failed_grades() == {"briefings.claim_precision"}
    assert found.code == 1


@pytest.mark.usefixtures("_no_checks")
def test_what_one_party_says_as_a_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken("An order for a minimum service is an attack on the right to strike."), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert {"briefings.attribution", "briefings.unfaithful"} <= found.failed_grades()
    assert found.code == 1
    (finding,) = [f for f in found.runs[0].findings if f.fault == "unattributed"]
    assert finding.article == "two_garcias"
    assert any("attack on the right to strike" in quote for quote in finding.evidence)


@pytest.mark.usefixtures("_no_checks")
def test_what_an_article_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken("Hollin Park has been named the best park in Europe."), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert {"briefings.forbidden", "briefings.unfaithful"} <= found.failed_grades()
    assert found.code == 1


@pytest.mark.usefixtures("_no_checks")
def test_a_briefing_out_of_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken("Yes.", only=True), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert "briefings.format_validity" in found.failed_grades()
    assert found.code == 1


def test_an_engine_that_cannot_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault: DraftingError = UpstreamFailed("The model server is away.")
    use(Broken(fault=fault), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert found.failed_grades() == {"briefings.written"}
    assert found.code == 1


def test_an_engine_with_a_fault_in_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Broken(fault=ZeroDivisionError("by zero")), monkeypatch)
    found = evaluate_briefings(tmp_path)
    assert "every case was answered and graded" in found.failed
    assert found.code == 1
    assert "briefings: two_garcias: ZeroDivisionError: by zero" in found.runs[0].broken
    assert (tmp_path / "junit.xml").read_text().count("by zero") > len(CASES), "each case's own test failed, too"
