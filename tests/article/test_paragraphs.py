"""Paragraphs: one line each, or wrapped at a column; lists."""

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.paragraphs import split_paragraphs

WRAPPED = """\
Negotiators from Iran and the United States met on Friday for talks on
Tehran's nuclear programme, the first such meeting since last year, and
agreed to meet again.

Oil fell 2 percent. Traders in London said that they had expected more of
the talks, and that prices would move again before the end of the week.
"""


def split(text: str) -> list[str]:
    return [text[p.start + p.marker : p.end] for p in split_paragraphs(text)]


@given(st.text(alphabet=st.sampled_from("ab. *-1)\n\r\t#\u2028\x0b字=é"), max_size=300))
def test_offsets_hold(text: str) -> None:
    end = 0
    for paragraph in split_paragraphs(text):
        assert end <= paragraph.start <= paragraph.start + paragraph.marker < paragraph.end <= len(text)
        assert not any(c.isalpha() for c in text[end : paragraph.start])
        end = paragraph.end
    assert not any(c.isalpha() for c in text[end:])


def test_a_line_is_a_paragraph() -> None:
    lines = ["A title", "A long paragraph on one line. " * 20, "Another one. " * 30]
    assert split("\n".join(lines)) == lines


def test_wrapped_lines_belong_together() -> None:
    assert [" ".join(p.split())[:20] for p in split(WRAPPED)] == ["Negotiators from Ira", "Oil fell 2 percent. "]


def test_wrapped_with_windows_line_breaks() -> None:
    assert len(split(WRAPPED.replace("\n", "\r\n"))) == 2


def test_a_title_above_wrapped_lines_stays_apart() -> None:
    assert split("Talks resume in Oman\n" + WRAPPED)[0] == "Talks resume in Oman"


def test_short_lines_are_not_wrapped() -> None:
    lines = ["Milk", "Eggs and a very long loaf of bread", "Butter", "A pound of tea from the shop", "Salt"]
    assert split("\n".join(lines)) == lines


def test_bullets_lose_their_marks_and_keep_their_lines() -> None:
    text = "* The talks are indirect, with Omani\n  officials carrying messages.\n- No date.\n• Oil fell.\n– So there."
    assert split(text) == [
        "The talks are indirect, with Omani\n  officials carrying messages.",
        "No date.",
        "Oil fell.",
        "So there.",
    ]
    assert all(p.is_listed for p in split_paragraphs(text))


def test_numbers_open_items_only_where_they_count() -> None:
    assert split("1. One came.\n2. Two came.\n3) Three came.") == ["One came.", "Two came.", "Three came."]
    assert split("3. März war es.\n1984. That was the year.") == ["3. März war es.", "1984. That was the year."]


def test_a_dash_between_words_is_no_bullet() -> None:
    assert split("MUSCAT - Talks began.\n-5 degrees fell.") == ["MUSCAT - Talks began.", "-5 degrees fell."]


def test_markdown_headings_lose_their_mark() -> None:
    assert split("## Background\n\nText.") == ["Background", "Text."]


def test_rules_are_no_paragraphs() -> None:
    assert split("One.\n-----\n* * *\n====\nTwo.") == ["One.", "Two."]
