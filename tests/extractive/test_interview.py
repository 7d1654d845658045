"""Interviews: no answer is a fact."""

from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence
from newsbrief.extractive.engine import extract
from newsbrief.extractive.interview import find_answers

INTERVIEW = """“The river is ours”

Ida Brandt has led the harbour of Pell since 2019 and will retire in May after a long dispute over dredging.

Why did you fight the dredging?

Dredging kills the mussels within a year. I saw it with my own eyes in Tarn, and we lost the beds for good.

Did the council listen to you?

The council never listens to anybody. They came to me with a plan that was finished, and we had to sign it.

What will you do now?

The harbour needs a younger hand. I shall sail to the islands with my sister, and I shall not read the news."""
EXPLAINER = """What the new bridge costs

The council of Pell decided on Monday to build a bridge over the Tarn for 240 million crowns.

When does the work begin?

The builders start in May of next year and need some thirty months for the two towers and the deck.

Who pays for the bridge?

The state pays two thirds of the costs, the council of Pell the rest, as both agreed last autumn.

What happens to the ferry?

The ferry keeps sailing until the bridge opens, and its twelve sailors were offered posts in the harbour."""


def print_draft(text: str) -> str:
    draft = extract(read(text))
    sections = (
        draft.the_story, draft.key_points, draft.key_takeaways, draft.critical_analysis, draft.impact_analysis
    )  # fmt: skip
    return " ".join(item.text for section in sections for item in section if not is_absence(item.text))


def test_nothing_that_was_answered_is_printed() -> None:
    found = print_draft(INTERVIEW)
    assert "has led the harbour" in found
    assert not any(answer in found for answer in ("mussels", "never listens", "younger hand"))


def test_questions_that_address_somebody_make_an_interview_of_impersonal_answers() -> None:
    asked = EXPLAINER.replace("does the work", "do you think the work").replace("Who pays", "Who, in your view, pays")
    assert list(find_answers(read(asked)))


def test_an_explainer_is_no_interview() -> None:
    assert not list(find_answers(read(EXPLAINER)))
    assert "two thirds" in print_draft(EXPLAINER)


def test_dashes_and_stars_set_questions_and_answers_apart_in_any_language() -> None:
    paragraphs = EXPLAINER.split("\n\n")
    marked = [f"*{p}" if p.endswith("?") else f"-{p}" for p in paragraphs[2:]]
    article = read("\n\n".join((*paragraphs[:2], *marked)))
    assert {s.index for s in article.sentences if s.text.startswith(("*", "-"))} <= set(find_answers(article))


def test_questions_that_something_is_said_before_make_an_interview() -> None:
    asked = EXPLAINER
    for question, said in (
        ("When does", "The council has decided."),
        ("Who pays", "It is dear."),
        ("What happens", "So."),
    ):
        asked = asked.replace(question, f"{said} {question}")
    assert list(find_answers(read(asked)))


def test_answers_under_letters_are_whoever_is_asked() -> None:
    asked = ["Q: What happened in January?", "Q: Who is to blame?", "Q: Will the harbour reopen?"]
    answers = ["A: The wall failed at two.", "A: The contractors used sand.", "A: It reopens on 3 March."]
    dialogue = "\n\n".join(f"{q}\n\n{a}" for q, a in zip(asked, answers, strict=True))
    article = read(f"Penmore harbour was closed for nine days in January after two trawlers sank.\n\n{dialogue}")
    assert {s.text for s in article.sentences if s.index in set(find_answers(article))} == {*asked, *answers}


def test_what_is_told_between_answers_in_quotation_marks_is_the_reporters() -> None:
    told = "The trawlers of Pell lay on the mud for nine days, and their crews slept in the school."
    paragraphs = INTERVIEW.split("\n\n")
    quoted = [p if n < 2 or p.endswith("?") else f"“{p}”" for n, p in enumerate(paragraphs)]
    article = read("\n\n".join((*quoted[:4], told, *quoted[4:])))
    answers = {s.text for s in article.sentences if s.index in set(find_answers(article))}
    assert told not in answers
    assert {p for p in quoted[2:] if p.endswith("?")} <= answers


def test_lines_of_a_list_with_a_colon_are_nobodys_answers() -> None:
    tents = "\n\n".join(
        f"You will like the {name}, and your back will, too: it weighs a kilo.\n\nFill: {n}50 grams of down"
        for n, name in enumerate(("Tarn", "Pell", "Orrin", "Hale"), start=6)
    )
    assert not list(find_answers(read(f"The best sleeping bags\n\nWe slept in all of them for a month.\n\n{tents}")))
