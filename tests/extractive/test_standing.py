"""What of a quiz can be printed: neither its questions nor the answers to choose from."""

import pytest

from newsbrief.article.reading import read
from newsbrief.extractive.standing import printable

BEFORE = {
    "en": "The night train from Pell to Oster left on Friday with 212 passengers, the railway said.",
    "de": "Der Nachtzug von Pell nach Oster fuhr am Freitag mit 212 Fahrgästen ab, teilte die Bahn mit.",
    "es": "El tren nocturno de Pell a Oster salió el viernes con 212 pasajeros, dijo la compañía.",
}
QUIZZES = {
    "en": "How fast is it?\n\nA. The train runs at 90 miles an hour.\n\nB. The train runs at 140 miles an hour.",
    "de": "Wahr oder falsch?\n\n1. Der Zug fährt mit Wasserstoff durch Pell.\n\n2. Der Zug hat ein Bad an Bord.",
    "es": "¿Verdadero o falso?\n\n- El tren funciona solo con energía solar.\n\n- El tren tiene una piscina a bordo.",
}


@pytest.mark.parametrize("language", sorted(QUIZZES))
def test_answers_to_choose_from_are_not_printed(language: str) -> None:
    article = read(f"{BEFORE[language]}\n\n{QUIZZES[language]}\n\n{BEFORE[language]}", language=language)
    assert [p.text for p in printable(article)] == [BEFORE[language]]


def test_an_initial_under_a_heading_opens_no_item() -> None:
    said = "J. R. Hale of the railway said that 212 passengers had taken the train."
    article = read(f"Night train\n\n{BEFORE['en']}\n\nThe first night\n\n{said}\n\n{BEFORE['en']}")
    assert said in [p.text for p in printable(article)]
