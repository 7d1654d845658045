"""Words of speaking, by language."""

import pytest

from newsbrief.article.speech import find_spoken


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Die Brücke sei sicher, so Karl Holm vom Bauamt.", True),
        ("de", "Die Brücke ist sicher, erläutert Karl Holm.", True),
        ("de", "Die Brücke ist so Holm gefällt sie nicht.", False),
        ("de", "Die Brücke wurde so gebaut, dass Schiffe darunter fahren.", False),
    ],
)
def test_who_speaks_is_told_by_words_of_a_language(language: str, text: str, found: bool) -> None:
    assert bool(find_spoken(language).search(text)) == found
