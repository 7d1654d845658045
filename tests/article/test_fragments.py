"""Sentences that go on in the next: no claim rests on a half alone, however it came to stand alone."""

import pytest

from newsbrief.article.article import Article
from newsbrief.article.reading import read
from newsbrief.article.sentences import SENTENCE_LENGTH, find_sentences
from newsbrief.verification.verbatim import find_verbatim

PAD = (
    "The council of Ashford met on Monday to discuss the budget for the coming year. "
    "The meeting lasted four hours and was open to the public."
)


def is_verbatim(text: str, article: Article) -> bool:
    return bool(find_verbatim(text, article))


@pytest.mark.parametrize(
    ("language", "denied", "half"),
    [
        ("en", "Nobody has any proof that Amb. Reed stole the money.", "Reed stole the money."),
        ("en", "Nobody has any proof that Acme Pty. Reed stole the money.", "Reed stole the money."),
        ("en", "Nobody has any proof that Ald. Reed stole the money.", "Reed stole the money."),
        ("de", "Niemand hat einen Beleg dafür, dass Abg. Reed das Geld stahl.", "Reed das Geld stahl."),
        ("es", "Nadie tiene la menor prueba de que el Sen. Reed robó el dinero.", "Reed robó el dinero."),
        ("it", "Nessuno ha la prova che il magg. Reed abbia rubato i soldi.", "Reed abbia rubato i soldi."),
        ("pt", "Ninguém tem prova de que o Des. Reed roubou o dinheiro.", "Reed roubou o dinheiro."),
        ("pt", "Ninguém tem prova de que Ver. Reed roubou o dinheiro.", "Reed roubou o dinheiro."),
        ("pl", "Nikt nie ma dowodu na to, że asp. Reed ukradł pieniądze.", "Reed ukradł pieniądze."),
        ("ru", "Ни у кого нет доказательств того, что зам. Рид украл деньги.", "Рид украл деньги."),
    ],
)
def test_what_stands_behind_an_unknown_abbreviation_is_told_whole_alone(language: str, denied: str, half: str) -> None:
    article = read(f"{PAD}\n\n{PAD} {denied} {PAD}", language=language)
    assert not is_verbatim(half, article)
    assert is_verbatim(denied, article)
    assert is_verbatim(PAD.partition(". ")[2], article)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They lost the race. Reed won. The race was long."),
        ("en", "The last ship sails at noon. Fares will be paid back."),
        ("en", "Workers came in May. Leaders met. Two leaders did not."),
        ("en", "The team came too late for the ceremony. Reed sent word."),
        ("fr", "Les travaux commencent en mai. Près de neuf mille voitures passent."),
        ("de", "Der Verband warnte, das sei zu teuer. Zuvor hatte er geklagt."),
        ("de", "Der Rat berät im neuen Amt. Bürger kamen in das Amt."),
        ("en", "The summit was held in Japan. President Lee Wong spoke for an hour."),
        ("en", "The president flew to Egypt. Hamas sent nobody."),
        ("en", "The prize was paid by the Harland Literacy Trust. Entries rose this year."),
        ("de", "Der Gipfel war in Japan. Trump kam nicht."),
        ("fr", "Le sommet a lieu au Japon. Trump ne viendra pas."),
        ("fr", "Elle fut licenciée quatre mois plus tard. L’enquête débuta en mars."),
        ("it", "Il vertice si terrà a Milan. Trump non verrà."),
        ("es", "La cumbre se celebra en Japón. Trump no vendrá."),
    ],
)
def test_an_ordinary_stop_ends_a_sentence(language: str, text: str) -> None:
    assert not any(s.goes_on for s in read(f"{PAD}\n\n{text}", language=language).sentences)


@pytest.mark.parametrize(
    "list_of",
    [
        "None of these statements is true, the council said:\n\n- Mayor Hale took bribes.\n- Mayor Hale fled.",
        "Five myths about the mayor:\n\n1. Mayor Hale took bribes.\n2. Mayor Hale fled.",
        "Reed denied all of this:\n• Mayor Hale took bribes. So did his wife.\n• Mayor Hale fled.",
        "Anna Reed wrote:\n\nMayor Hale took bribes.",
    ],
)
def test_what_a_line_announces_is_told_with_it_alone(list_of: str) -> None:
    article = read(f"{PAD}\n\n{list_of}\n\nThe next meeting is on Friday, the clerk said.")
    assert not is_verbatim("Mayor Hale took bribes.", article)
    assert not is_verbatim("Mayor Hale fled.", article)
    assert is_verbatim("The next meeting is on Friday, the clerk said.", article)


@pytest.mark.parametrize(
    "label", ["What happened:", "Why It Matters:", "By the numbers:", "Key points:", "What's next:"]
)
def test_a_label_denies_nothing(label: str) -> None:
    article = read(f"{PAD}\n\n{label}\n\n- Repairs cost nine million euros.\n- Work begins in May.\n\n{PAD}")
    assert is_verbatim("Repairs cost nine million euros.", article)
    assert is_verbatim("Work begins in May.", article)
    article = read(f"{PAD}\n\n{label}\n\nRepairs cost nine million euros. Work begins in May.\n\n{PAD}")
    assert is_verbatim("Repairs cost nine million euros.", article)


@pytest.mark.parametrize("label", ["Five myths:", "Not true:", "The mayor denies:", "The council said:", "Anna Reed:"])
def test_what_a_short_line_denies_or_a_speaker_says_is_no_fact(label: str) -> None:
    article = read(f"{PAD}\n\n{label}\n\n- Mayor Hale took bribes.\n- Mayor Hale fled.\n\n{PAD}")
    assert not is_verbatim("Mayor Hale took bribes.", article)


def test_items_of_a_list_that_nothing_announces_stand_alone() -> None:
    article = read(f"{PAD}\n\n- Mayor Hale took office in May.\n- Mayor Hale left in June.\n\n{PAD}")
    assert is_verbatim("Mayor Hale took office in May.", article)


def test_a_sentence_that_is_cut_for_its_length_is_no_two_sentences() -> None:
    firms = "ABCDEFGHIJKLMNOPQRST"
    accused = ", ".join(f"the firm {x * 3} had paid officials of district {x} for years" for x in firms)
    ruling = f"The court dismissed as invented the following: {accused}; the mayor took bribes."
    article = read(f"{PAD}\n\n{ruling}\n\n{PAD}")
    first, second = (s for s in article.sentences if s.paragraph == 1)
    assert first.goes_on
    assert not is_verbatim(first.text, article)
    assert not is_verbatim(second.text, article)


def test_a_sentence_is_not_cut_short_for_one_character_of_an_unspaced_script() -> None:
    text = "The court in the case of Li Wei (李伟) heard " + ", ".join(f"witness number {n}" for n in range(30)) + "."
    assert 400 < len(text) < SENTENCE_LENGTH
    assert [(p.start, p.end) for p in find_sentences(text, "en")] == [(0, len(text))]


@pytest.mark.parametrize("before", range(19_900, 20_020, 7))
def test_a_long_paragraph_is_cut_between_sentences(before: int) -> None:
    filler = "The council of Ashford heard from residents of the old town on the matter. " * 400
    supposed = "If the talks fail again, the countries will go to war."
    text = f"{filler[:before].rpartition('. ')[0]}. {supposed} {PAD} {filler}"
    assert supposed in [text[p.start : p.end] for p in find_sentences(text, "en")]
    assert not any(p.goes_on for p in find_sentences(text, "en"))
