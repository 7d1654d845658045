import pytest

from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.markdown import parse_markdown, render_markdown
from newsbrief.briefing.schema import HEADINGS, SECTIONS, Section
from newsbrief.evals.graders.form import _WORD, BULLETS, RULES, WORDS, Form, list_breaches, measure_lix
from tests.evals.graders.replies import grade_answer, replace_section, reply
from tests.support.cases import shipped_case

CASE = shipped_case("port_strike")


def test_the_golden_form_reads_back_byte_for_byte(seed_briefing: str) -> None:
    briefing, written = parse_markdown(seed_briefing)
    assert render_markdown(briefing, written, "en").rstrip("\n").encode() == seed_briefing.rstrip("\n").encode()
    places = [seed_briefing.index(f"\n{HEADINGS[section]}:\n") for section in SECTIONS[1:]]
    assert places == sorted(places)


def test_the_golden_form_keeps_its_own_rules(seed_briefing: str) -> None:
    briefing, _ = parse_markdown(seed_briefing)
    assert {s: len(briefing.texts(s)) for s in BULLETS} == {"key_points": 6, "key_takeaways": 5}
    assert all(low <= len(briefing.texts(s)) <= high for s, (low, high) in BULLETS.items())
    words = {s: sum(len(_WORD.findall(t)) for t in briefing.texts(s)) for s in WORDS}
    assert all(low <= words[s] <= high for s, (low, high) in WORDS.items())
    assert all(65 <= words[s] <= 110 for s in WORDS if s != "title"), words
    assert not list(list_breaches(reply("port_strike").model_copy(update={"briefing": briefing})))


def test_a_real_briefing_is_in_form() -> None:
    assert list(list_breaches(reply("port_strike"))) == []
    found = grade_answer(Form(), CASE, reply("port_strike"))
    assert found["format_validity"] == found["sections_filled"] == 1
    assert 20 < found["lix"] < 60
    assert found["words"] > 150


@pytest.mark.parametrize(
    ("section", "texts", "says"),
    [
        ("key_points", ("Only one bullet.",), "1 bullets"),
        ("key_points", tuple(f"Bullet number {n}." for n in range(9)), "9 bullets"),
        ("key_takeaways", ("Same.", "same."), "stands twice"),
        ("the_story", ("Too short.",), "2 words"),
        ("critical_analysis", (" ".join(["Much too long."] * 60),), "180 words"),
        ("title", ("Two words",), "2 words"),
    ],
)
def test_each_rule_can_be_broken(section: Section, texts: tuple[str, ...], says: str) -> None:
    broken = replace_section(reply("port_strike"), section, *texts)
    assert says in "; ".join(list_breaches(broken))
    assert grade_answer(Form(), CASE, broken)["format_validity"] <= 1 - 1 / RULES


def test_a_section_that_says_it_is_empty_breaks_no_rule_and_is_not_filled() -> None:
    empty = replace_section(reply("port_strike"), "impact_analysis", write_absence("impact_analysis", "en"))
    assert list(list_breaches(empty)) == []
    assert grade_answer(Form(), CASE, empty)["sections_filled"] == pytest.approx(5 / 6)


def test_lix_rises_with_long_words_and_long_sentences() -> None:
    assert measure_lix("The cat sat. The dog ran.", "en") == 3
    assert measure_lix("Governmental deliberations continued. The dog ran.", "en") == 53
    assert measure_lix("The cat sat and the dog ran.", "en") == 7
    assert measure_lix("", "en") == 0
