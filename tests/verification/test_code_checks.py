"""Claims against an article by code alone: its own words, what guards refute, and nothing else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.dossier import join_articles
from newsbrief.article.reading import read
from newsbrief.briefing.schema import Section
from newsbrief.drafting.answers import CLAIM_LENGTH
from newsbrief.verification.claim import CARRIED, CheckedClaim, CheckResult, Claim
from newsbrief.verification.code_checks import check_by_code, list_questions, with_judgements
from newsbrief.verification.verbatim import find_verbatim
from newsbrief.verification.verdict import report_faithfulness
from tests.support.cases import NAMES, shipped_case

TEXT = """KELBY (Wire) — The council of Kelby voted on Tuesday to close the old bridge for 35 days.

But the mayor, Ana Ruiz, called the vote “a mistake that\u00a0costs us dear”. It is not true that she resigned, her
office said. Would the ferry stop too? If the ferry stops, 1,200 commuters will need buses. The repair costs 2.4bn
crowns\u202fin all. The guard \u2011 a witness, not a suspect \u2011 was heard.
"""
DENIED = """The water of Kelby does not cause cancer, health officials said on Monday. A study found no link. The mayor
denied on Monday that he took bribes. No charges were brought against the mayor, the prosecutor said.
"""


@pytest.fixture
def article() -> Article:
    return read(TEXT, language="en")


def check_text(text: str, article: Article, section: Section = "key_points") -> CheckedClaim:
    return check_by_code([Claim(f"{section}.0", section, text, is_alone=True)], article)[0]


@pytest.mark.parametrize(
    "text",
    [
        "The council of Kelby voted on Tuesday to close the old bridge for 35 days.",
        "the council of Kelby voted on Tuesday to close the old bridge for 35 days",
        'The mayor, Ana Ruiz, called the vote "a mistake that costs us dear".',
        "It is not true that she resigned, her office said.",
        "The repair costs 2.4bn crowns in all. The guard - a witness, not a suspect - was heard.",
    ],
)
def test_the_articles_own_words_are_supported(article: Article, text: str) -> None:
    found = check_text(text, article)
    assert found.verdict == "supported"
    assert found.score is None
    assert found.evidence
    assert all(TEXT[e.start : e.end] == e.quote for e in found.evidence)
    assert list_questions([found]) == []


@pytest.mark.parametrize(
    "text",
    [
        "She resigned.",
        "The ferry stops.",
        "Would the ferry stop too?",
        "If the ferry stops, 1,200 commuters will need buses.",
        "1,200 commuters will need buses.",
        "The guard is a suspect.",
        "The council of Kelby voted on Tuesday to close the old bridge.",
        "The repair costs 2.4bn crowns in all. The council of Kelby voted on Tuesday.",
    ],
)
def test_other_words_and_what_the_article_does_not_assert_are_unverified(article: Article, text: str) -> None:
    found = check_text(text, article)
    assert found.verdict == "unverified"
    assert [q.text for q in list_questions([found])] == [found.text]


GLUE = (", which killed a child", ", at gunpoint", ", and let the burglars in")


@pytest.mark.parametrize("name", NAMES[:12])
def test_a_lie_glued_to_a_true_sentence_is_never_supported(name: str) -> None:
    article = shipped_case(name).read()
    for sentence in article.sentences:
        stem = sentence.text.rstrip(".")
        for text in (*(f"{stem}{lie}." for lie in GLUE), f"It is false that {stem}.", f"Nobody believes that {stem}."):
            assert check_text(text, article).verdict not in CARRIED


def test_parts_of_sentences_are_not_the_articles_words(article: Article) -> None:
    for sentence in article.sentences:
        words = sentence.text.split()
        for cut in range(1, len(words)):
            assert not find_verbatim(" ".join(words[:cut]), article) or cut == len(words)


def test_sentences_of_two_articles_are_nobodys_words() -> None:
    elected, jailed = "Mayor Tom Hale was elected.", "He was jailed for ten years."
    apart = join_articles([read(f"{TEXT} {elected}", language="en"), read(f"{jailed} {TEXT}", language="en")]).whole
    assert check_text(elected, apart).verdict == check_text(jailed, apart).verdict == "supported"
    assert check_text(f"{elected} {jailed}", apart).verdict == "unverified"
    assert check_text(f"{elected} {jailed}", read(f"{TEXT} {elected} {jailed}", language="en")).verdict == "supported"


@pytest.mark.parametrize(
    ("text", "guard", "verdict"),
    [
        ("The bridge closes for 97 days.", "figures", "unsupported"),
        ("Ruiz called it “a mistake that costs us nothing”.", "quotes", "contradicted"),
        ("The mayor did n\u043et resign.", "scripts", "unsupported"),
        ("Ruiz said: “A mistake that costs us nothing.", "quotes", "contradicted"),
        ("Ruiz said: ”a mistake that costs us nothing”.", "quotes", "contradicted"),
    ],
)
def test_what_a_guard_refutes(article: Article, text: str, guard: str, verdict: str) -> None:
    found = check_text(text, article)
    assert found.verdict == verdict
    (failed,) = [c for c in found.checks if c.outcome == "fail"]
    assert failed.name == guard
    assert failed.fault in text


def test_hidden_characters_are_removed_and_reported(article: Article) -> None:
    hidden = "The council of Kelby vo\u200bted on Tues\u00adday to close the old bridge for 35\u202f days\u202e."
    found = check_text(hidden, article)
    assert found.text == "The council of Kelby voted on Tuesday to close the old bridge for 35 days."
    assert found.verdict == "supported"
    reported = " ".join(c.detail for c in found.checks if c.name == "characters")
    assert all(kind in reported for kind in ("zero-width", "soft hyphen", "writing direction"))


@pytest.mark.parametrize("text", ["", "\u200b", "a " * CLAIM_LENGTH])
def test_a_claim_that_cannot_be_read_is_not_checked(article: Article, text: str) -> None:
    assert check_text(text, article).verdict == "unverified"
    assert list_questions([check_text("a " * CLAIM_LENGTH, article)]) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TEXT, "Kelby's council votes to close old bridge"),
        (TEXT, "Mayor stole the money for the bridge"),
        (DENIED, "The water of Kelby does cause cancer"),
        (DENIED, "Charges were brought against the mayor"),
        (DENIED, "Mayor brought charges against the prosecutor"),
    ],
)
def test_a_title_that_is_not_in_the_text_is_unverified_until_a_judge_carries_it(text: str, title: str) -> None:
    article = read(text, title=title)
    found = check_text(title, article, "title")
    assert found.verdict == "unverified"
    assert report_faithfulness([found]).verdict == "review"
    assert [q.text for q in list_questions([found])] == [title]
    carries = CheckResult(name="judge", outcome="pass", verdict="supported", sentences=(1,))
    assert with_judgements([found], {found.id: carries}, article)[0].verdict == "supported"


@pytest.mark.parametrize("unit", ["5 \u03bcm", "5 \u00b5m", "3 kΩ", "3 \u2126", "Δt"])
def test_signs_of_units_deceive_nobody(article: Article, unit: str) -> None:
    assert check_text(f"The guard measured {unit} on the bridge.", article).find_check("scripts").outcome == "pass"  # type: ignore[union-attr]


def test_superscripts_are_no_digits() -> None:
    article = read(f"The lake of Kelby holds 10⁶ fish. {TEXT}")
    assert check_text("The lake of Kelby holds 106 fish.", article).verdict != "supported"


def test_a_briefing_of_nothing_does_not_pass() -> None:
    nothing = check_text("No outlook was taken from the article.", read(TEXT), "impact_analysis")
    assert nothing.verdict == "supported"
    found = report_faithfulness([nothing])
    assert (found.verdict, found.score, found.reason) == ("fail", 0.0, "there are no claims")


def test_the_fixed_sentence_of_an_empty_section_stands_in_it_alone() -> None:
    article, text = read(TEXT), "No outlook was taken from the article."
    assert check_text(text, article, "key_points").verdict == "unverified"
    others = [Claim("impact_analysis.0", "impact_analysis", text), Claim("impact_analysis.1", "impact_analysis", "A.")]
    assert check_by_code(others, article)[0].verdict == "unverified"


@pytest.mark.parametrize(
    ("section", "text", "fails"),
    [
        ("key_points", "He called the vote a mistake.", True),
        ("key_points", "It is likely that the ferry stops.", False),
        ("the_story", "He called the vote a mistake.", False),
        ("title", "The bridge closes. The mayor is cross", True),
    ],
)
def test_form_is_told_and_is_no_matter_of_truth(article: Article, section: Section, text: str, fails: bool) -> None:
    found = check_text(text, article, section)
    assert bool([c for c in found.checks if c.name == "form" and c.outcome == "fail"]) is fails
    assert found.verdict == "unverified"


@given(st.text(max_size=300))
@example("Version 10.4.2 came on 5.3.26, in parts 1,2,3.")
def test_any_claim_gets_a_verdict(text: str) -> None:
    found = check_text(text, read(TEXT, language="en"))
    assert found.verdict in ("unverified", "unsupported", "contradicted", "supported")
    assert (found.verdict == "supported") <= bool(found.evidence)


def test_what_is_said_after_a_plurals_apostrophe_is_no_fact() -> None:
    speech = "‘The residents’ homes are gone. The judges took bribes. We want answers,’ she told the party in Rome."
    article = read(f"The leader of the party spoke to its members on Monday.\n\n{speech}\n\n{TEXT}", language="en")
    assert check_text("The judges took bribes.", article).verdict == "unverified"


def test_a_run_of_sentences_is_found_where_one_of_them_stands_twice() -> None:
    article = read(f"{TEXT}\nNobody objected. The vote was taken. Nobody objected. The hall was empty.", language="en")
    found = check_text("Nobody objected. The hall was empty.", article)
    assert found.verdict == "supported"
    assert [e.quote for e in found.evidence] == ["Nobody objected.", "The hall was empty."]
