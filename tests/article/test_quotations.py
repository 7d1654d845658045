"""Test where the quotations of an article begin and end."""

import pytest

from newsbrief.article.quotations import locate_quotations
from newsbrief.article.reading import read
from newsbrief.article.sentences import Span


def find(*paragraphs: str, language: str = "en") -> list[str]:
    """Return the quotations of an article of these paragraphs."""
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    source = "\n\n".join(paragraphs)
    return [source[start:end] for start, end in locate_quotations(source, spans, language)]


@pytest.mark.parametrize(
    "text",
    [
        "‘The residents’ homes are gone. The judges took bribes. We want answers,’ she said.",
        "'The boys' boats sank. Nobody came. We were alone,' he said.",
        "‘Die Kinder der Müllers’ Nachbarn sind fort. Niemand kam,’ sagte sie.",
        "‘We ran. The dogs’ barking woke us’, he said.",
        "‘The homes are gone. The judges took bribes. We want them back’ she said.",
        "‘The homes are gone. The judges took bribes. We want answers’ she said.",
        "＂All is lost. Nobody came.＂ So he said.",
        ",,Alles ist weg. Niemand kam.'' Das sagte er.",
    ],
)
def test_a_quotation_ends_with_its_last_mark(text: str) -> None:
    (found,) = find(text, language="de" if text.startswith(",,") else "en")
    assert found in text[: len(found) + 1]
    assert found[-1] in "’'＂"
    assert found[-2] in ".,sk'"


@pytest.mark.parametrize(
    "text",
    [
        "In the '70s the workers' movement grew.",
        "Music of the ’90s shaped the players' taste. It was the boys' own.",
        "Negli anni '70 la crisi ha frenato un po' la produzione.",
    ],
)
def test_apostrophes_quote_nothing(text: str) -> None:
    assert find(text) == []


def test_a_speech_over_many_paragraphs_ends_where_its_mark_stands() -> None:
    speech = ["“I begin here.", *(f"I go on for the {n}th time." for n in range(4, 16)), "I end here.” Nobody clapped."]
    (found,) = find("He spoke.", *speech, "All went home.")
    assert found.endswith("I end here.”")


def test_words_in_straight_marks_do_not_end_a_quotation_between_low_ones() -> None:
    said = '„Wir werden "niemals" aufgeben“'
    assert find(f"{said}, so der Minister.", language="de") == [said]
    assert find('Er sagte „Ja". Sie sagte „Nein".', language="de") == ['„Ja"', '„Nein"']


@pytest.mark.parametrize(
    "marks",
    ["❝ ❞", "❛ ❜", "〝 〞", "‟ ”", "″ ″", "´ ´", "‚ ’", "‚ ‘", "‛ ’", "＇ ＇", "&quot; &quot;", "&#8220; &#8221;"],
)
def test_rare_typed_and_escaped_marks_quote(marks: str) -> None:
    opening, closing = marks.split()
    said = "Mayor Hale is a thief. Mayor Hale stole two million euros. Mayor Hale must go."
    text = f"Anna Reed wrote: {opening}{said}{closing} The next meeting is on Friday."
    (quoted,) = locate_quotations(text, [Span(0, len(text))], "en")
    assert said in text[quoted.start : quoted.end]
    article = read(f"The council of Ashford met on Monday to discuss the budget for the year.\n\n{text}")
    assert not any(s.is_asserted for s in article.sentences if s.text == "Mayor Hale stole two million euros.")
    assert article.sentences[-1].text.endswith("The next meeting is on Friday.")
    assert article.sentences[-1].is_asserted


def test_a_paragraph_behind_the_mark_of_mail_and_markdown_is_quoted() -> None:
    said = "> Mayor Hale is a thief. Mayor Hale stole two million euros."
    article = read(f"The council of Ashford met on Monday to discuss the budget for the year.\n\nReed wrote:\n\n{said}")
    assert [s.is_asserted for s in article.sentences][-2:] == [False, False]


@pytest.mark.parametrize("text", ["It is 5″ wide. The other is 7″ wide.", "He ran‚ she said‚ and fell. It’s late."])
def test_marks_of_measures_and_commas_quote_nothing(text: str) -> None:
    assert not list(locate_quotations(text, [Span(0, len(text))], "en"))


def test_a_text_that_was_sent_on_whole_is_not_quoted() -> None:
    lines = "> The council voted to close the bridge. Repairs cost much.\n\n> Work begins in May. It lasts until June."
    assert all(s.is_asserted for s in read(lines + "\n\n> The clerk said so on Monday to all who came.").sentences)
