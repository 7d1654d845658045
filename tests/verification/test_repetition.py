"""Claims that say the same, and those that only look like it."""

import pytest

from newsbrief.verification.repetition import say_the_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The talks are in Oman.", "the talks are in Oman"),
        ("She said: “We will come.”", 'She said: "We will come".'),
        ("The talks will be held in Oman on Friday.", "On Friday, the talks will be held in Oman."),
        ("Am Freitag, so der Minister, beginnt der Streik.", "Am Freitag so der Minister beginnt der Streik"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert say_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The prime minister would attend the summit.", "The prime minister would not attend the summit."),
        ("Sales were 61 percent of the total in 2020.", "Sales were 67 percent of the total in 2024."),
        ("The number of the injured rose to 45 on Friday.", "The number of the injured rose to 43 on Friday."),
        ("Russia attacked Ukraine on Friday night.", "Ukraine attacked Russia on Friday night."),
        ("The coach said that the striker had been fined.", "The striker said that the coach had been fined."),
        ("Prices rose by 5% in May.", "Prices rose by $5 in May."),
        ("El presidente aceptó la oferta de la empresa.", "El presidente no aceptó la oferta de la empresa."),
        ("Die Bahn fährt ab Montag bis Köln.", "Die Bahn fährt ab Montag nicht bis Köln."),
        ("Taraflar anlaşmayı imzalayacak.", "Taraflar anlaşmayı imzalamayacak."),
    ],
)  # fmt: skip
def test_a_word_makes_another_claim(one: str, other: str) -> None:
    assert not say_the_same(one, other)
