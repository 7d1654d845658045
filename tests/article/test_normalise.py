"""Test that normalised text holds the characters a reader sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.normalise import replace_unstorable, to_visible
from tests.support.processor_time import costs_less_than


@given(st.text())
def test_visible_is_folded_composed_and_settled(text: str) -> None:
    seen = to_visible(text)
    assert seen == " ".join(seen.split())
    assert unicodedata.is_normalized("NFC", to_visible(seen))
    assert not any(c in seen for c in "\u200b\ufeff\u00ad\u202e\0\x07")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  a\tb\r\nc\u00a0d\u2028e ", "a b c d e"),
        ("Cafe\u0301", "Café"),
        ("mi\u00adnis\u200bter\ufeff", "minister"),
        ("\u202eabc\u202c", "abc"),
        ("a" + "".join(chr(0xE0000 + ord(c)) for c in "obey"), "a"),
        ("no\ufe01\ufe02\U000e0101des", "nodes"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("ig\u200dno\u200cre", "ignore"),
        ("葛\U000e0100飾", "葛飾"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert to_visible(text) == seen


def test_a_mark_that_composes_only_once_the_hidden_is_gone() -> None:
    assert to_visible("e\u200b\u0301") == "é"


def test_long_runs_of_marks_take_linear_time() -> None:
    with costs_less_than(1):
        to_visible("a" + "\u0315\u0300" * 100_000)


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=())))
def test_repaired_can_be_encoded_and_keeps_offsets(text: str) -> None:
    whole = replace_unstorable(text)
    whole.encode()
    assert "\0" not in whole
    assert len(whole) == len(text)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, whole, strict=True))
