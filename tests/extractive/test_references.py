"""Words that point outside a sentence, in every language with data."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbrief.extractive import references
from newsbrief.extractive.cues import leans_by_opening, without_quotations
from newsbrief.extractive.dependent import is_dependent
from newsbrief.extractive.references import (
    addresses,
    has_early_pronoun,
    leaves_out_speaker,
    points_back,
    reports_unnamed,
)
from newsbrief.resources import read_table


def leans(text: str, language: str) -> bool:
    bare = without_quotations(text)
    words = (points_back, has_early_pronoun, leaves_out_speaker, reports_unnamed)
    return (
        any(shows(bare, language) for shows in words)
        or leans_by_opening(text, language)
        or is_dependent(text, language)
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Tuesday he denied all charges in a court at Leeds."),
        ("en", "The council, however, has not paid a crown so far."),
        ("de", "Im Mai wurde seine Partei aus dem Rat gewählt."),
        ("de", "Bei Anwohnern sorgte diese Brücke für Streit."),
        ("de", "Nun brauche es eine neue Brücke für alle."),
        ("fr", "Les travaux de cette route ont coûté un million."),
        ("fr", "Dès lundi, elle ouvrira ses portes au public."),
        ("es", "Los vecinos critican esa decisión del concejo."),
        ("it", "Il sindaco ha però difeso la scelta."),
        ("pt", "O governo, no entanto, mantém o plano."),
        ("nl", "De gemeente heeft echter geen geld."),
        ("sv", "Däremot minskade utsläppen i Leeds."),
        ("no", "Samme dag ble to menn pågrepet."),
        ("da", "I går sagde han nej til planen."),
        ("ru", "В ответ на это компания закрыла завод."),
        ("pl", "Z tej przyczyny most zamknięto."),
        ("cs", "S tím souhlasí i starosta."),
        ("tr", "Kentte bu karar tartışma yarattı."),
        ("ar", "وافق المجلس على هذا القرار بالإجماع."),
        ("fa", "مردم از این طرح راضی نیستند."),
        ("he", "התושבים מתנגדים להחלטה זו בתוקף."),
        ("ur", "کونسل نے اسی منصوبے کو منظور کیا۔"),
        ("ja", "市はこの計画を承認した。"),
        ("zh", "市议会批准了该计划。"),
        ("ko", "시는 이 계획을 승인했다."),
    ],
)
def test_what_points_outside(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council said on Tuesday that it had paid."),
        ("de", "Die Sprecher der Partei verteidigten ihre Pläne für eine Brücke."),
        ("de", "Das Werk kündigte an, bis Ende 2027 rund 420 Stellen abzubauen, davon 260 in Leeds."),
        ("fr", "La commission a annoncé qu’elle voterait mardi."),
        ("fr", "Cette semaine, la ville a ouvert une école."),
        ("es", "Este lunes, el concejo aprobó el plan."),
        ("it", "La sindaca ha detto che suo figlio guiderà la giunta."),
        ("tr", "Bu yıl kentte üç köprü açıldı."),
        ("en", "“This is our bridge,” Marek said at the opening."),
        ("ko", "이 대통령은 다음 주 회의를 연다."),
        ("pl", "Według Tuska most kosztował trzy miliony."),
    ],
)
def test_what_stands_by_itself(language: str, text: str) -> None:
    assert not leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Marek said she feared that they had been melted down."),
        ("en", "Marek, he said, was the first to come."),
        ("ja", "13日、同医大は会見を開いた。"),
        ("es", "Un caso similar ocurre con los puentes de la ciudad."),
        ("es", "En el mismo evento se anunció a los ganadores."),
    ],
)
def test_what_another_sentence_names(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We tested four lamps for this guide."),
        ("en", "Follow our live coverage of the vote."),
        ("de", "Der Newsletter informiert Sie jeden Morgen."),
        ("fr", "Retrouvez tous les résultats sur notre site."),
        ("ja", "私は反対だった。"),
    ],
)
def test_what_speaks_to_readers_or_of_the_writer(language: str, text: str) -> None:
    assert addresses(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Под мостом нашли трещины, сообщил Вашингтон."),
        ("de", "Das sei zu teuer, meinte die Ökonomin Anna Klein."),
        ("it", "Nel porto ci sono state tre esplosioni."),
        ("pl", "Polskie państwo zapłaci za most."),
        ("fr", "Le ton est monté entre les deux ministres."),
        ("da", "Toget var 5 min forsinket."),
    ],
)
def test_words_that_look_like_a_first_person_speak_to_nobody(language: str, text: str) -> None:
    assert not addresses(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Наши корреспонденты были в Вашингтоне."),
        ("de", "Das ist mit meinem Auto geschehen."),
        ("it", "Il ministro ci ha risposto ieri."),
        ("pl", "Zapraszamy, a Państwo mogą pytać."),
        ("fr", "Il faut que ton chien reste dehors."),
    ],
)
def test_first_and_second_persons_speak(language: str, text: str) -> None:
    assert addresses(text, language)


def test_what_is_quoted_is_not_the_writer_speaking() -> None:
    assert not addresses("“We will not pay,” Whitlock said.", "en")


def test_quotations_are_left_out_in_any_marks() -> None:
    for text in ("He said “no”.", "Er sagte „nein“.", "Han sade ”nej”.", "Il dit «non».", "彼は「否」と。"):
        assert "“”" in without_quotations(text)


def test_every_pattern_can_be_read() -> None:
    for language in read_table("extractive/reference.toml"):
        assert references._patterns(language)


@given(st.sampled_from(sorted(read_table("extractive/reference.toml"))), st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered(language: str, text: str) -> None:
    assert isinstance(leans(text, language), bool)
    assert isinstance(addresses(text, language), bool)
