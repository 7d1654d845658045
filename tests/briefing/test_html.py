"""The page: everything escaped, every claim with its evidence, nothing run."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from service.briefing.html import POLICY, STYLE, render

from service.briefing.schema import SECTIONS, Section

NOW = datetime(2026, 2, 4, 3, 37, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Passage:
    quote: str


@dataclass(frozen=True)
class Statement:
    section: Section
    text: str
    verdict: str = "supported"
    evidence: tuple[Passage, ...] = ()


@given(st.text(alphabet="<>&\"'/ ascript!-", min_size=1, max_size=80))
def test_no_text_becomes_markup(text: str) -> None:
    plain = render("t", [Statement(s, "t", evidence=(Passage("t"),)) for s in SECTIONS], NOW, "en")
    page = render(text, [Statement(s, text, evidence=(Passage(text),)) for s in SECTIONS], NOW, "en")
    assert re.findall(r"<(\w+)", page) == re.findall(r"<(\w+)", plain)
    assert text in unescape(page)


def test_each_claim_leads_to_its_evidence_and_back() -> None:
    claims = [
        Statement("title", "Talks"),
        Statement("the_story", "One.", evidence=(Passage("First\n source."),)),
        Statement("the_story", "Two.", evidence=(Passage("Second source."), Passage("Third."))),
        Statement("key_points", "Point."),
    ]
    page = render("Talks", claims, NOW, "fr")
    assert '<html lang="fr">' in page
    assert "<q>First source.</q>" in page
    assert [int(n) for n in re.findall(r'href="#n(\d+)"', page)] == [1, 2]
    assert [int(n) for n in re.findall(r'<li id="n(\d+)"', page)] == [1, 2]
    assert page.count("<li>") == 1
    assert "Impact Analysis" not in page


def test_the_policy_lets_in_the_pages_own_style_alone() -> None:
    assert f"<style>{STYLE}</style>" in render("Talks", [], NOW, "en")
    assert "script" not in POLICY
    assert POLICY.startswith("default-src 'none'")
