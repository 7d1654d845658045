from hypothesis import given
from hypothesis import strategies as st

from newsbrief.stories.contested import mark_contested, strip_contested

languages = st.sampled_from(["en", "es", "fr", "de", "ar", "fa", "tr", "pl"])
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def test_whose_word_it_is() -> None:
    assert mark_contested("31 died.", ["AP"], ["Reuters", "dpa (English)"], "en") == (
        "31 died (according to AP; not according to Reuters, dpa [English])."
    )


@given(words, st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3), languages)
def test_a_mark_comes_off_again_and_is_made_once(text: str, own: list[str], others: list[str], language: str) -> None:
    marked = mark_contested(text, own, others, language)
    assert strip_contested(marked) == text
    assert mark_contested(marked, ["x"], ["y"], language) == marked
