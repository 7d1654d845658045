"""Many phrases in one text: the same places as a pattern of them all would find."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.style.phrases import Phrases

WORDS = st.lists(st.sampled_from(["a", "B", "ab", "-", "."]), min_size=1, max_size=3).map(" ".join)


def find_phrases(phrases: list[str], text: str) -> list[str]:
    return [text[each.start : each.end] for each in Phrases(phrases).find(text)]


def test_the_longest_phrase_counts_in_any_case_over_any_white_space() -> None:
    text = "They Make  use\tof it; e-mails, not reutilised C++ or é."
    assert find_phrases(["make", "make use of", "e-mail", "e-mails", "utilised", "C++", "É"], text) == [
        "Make  use\tof",
        "e-mails",
        "C++",
        "é",
    ]


@given(st.lists(WORDS, min_size=1, max_size=4), st.text(alphabet="aB-. ", max_size=30))
def test_it_finds_what_a_pattern_finds(phrases: list[str], text: str) -> None:
    choices = "|".join(r"\s+".join(map(regex.escape, p.split())) for p in sorted(phrases, key=len, reverse=True))
    pattern = regex.compile(rf"(?<!\p{{L}})(?:{choices})(?!\p{{L}})", regex.IGNORECASE)
    assert find_phrases(phrases, text) == [match.group() for match in pattern.finditer(text)]
