"""Cues of single sentences."""

import pytest

from newsbrief.extractive.cues import count_ahead, count_voiced, without_quotations
from newsbrief.extractive.references import leaves_out_speaker


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Die Brücke sei sicher, betont sie: „Sie trägt 40 Tonnen.“", True),
        ("Die Brücke sei sicher, erklärte er.", True),
        ("Die Brücke sei sicher, so Karl Holm vom Bauamt.", False),
        ("Der Rat erklärte sie für sicher.", False),
    ],
)
def test_a_speaker_who_is_a_pronoun_is_named_before(text: str, leans: bool) -> None:
    assert leaves_out_speaker(without_quotations(text), "de") == leans
    assert count_voiced(text, "de")


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("The ferry might sail in May.", True),
        ("The ferry is a symbol of the island's might and of its trade.", False),
        ("The council hopes to buy a ferry.", True),
        ("The well brought hope to the villages.", False),
    ],
)
def test_a_noun_is_no_outlook(text: str, ahead: bool) -> None:
    assert bool(count_ahead(text)) == ahead


def test_what_was_to_happen_is_none() -> None:
    assert not count_ahead("W rozmowach miał wziąć udział Jan Nowak.", "pl")
