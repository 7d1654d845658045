import pytest

from newsbrief.article.disclaimers import find_retractions, find_satire
from newsbrief.article.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "This column is satire.",
        "This article is a work of satire.",
        "The above is a parody of a council meeting.",
        "Satire: Mayor annexes the Moon",
        "Mayor annexes the Moon (satire)",
        "This is a satirical piece.",
    ],
)
def test_an_article_calls_itself_satire(text: str) -> None:
    assert find_satire(["The mayor annexed the Moon.", text]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The magazine is known for its satire.",
        "He called the film a satire of office life.",
        "Satire is dead, the comedian said.",
        "The court heard that this was meant as a joke.",
    ],
)
def test_an_article_about_satire_is_none(text: str) -> None:
    assert find_satire([text]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Correction: An earlier version of this article said that 14 objects had been stolen.",
        "A previous version misstated the minister’s title.",
        "Earlier today we reported five, a figure that came from the police.",
        "We previously reported that the road was closed.",
        "In an earlier version, the name was given wrongly; it had Miller for Muller.",
    ],
)
def test_what_an_earlier_version_said(text: str) -> None:
    assert find_retractions([text], "en") == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "The company said that an earlier version of the software was safe.",
        "Police reported five injured on Monday.",
        "The first version of the bill failed in June.",
        "The first version of the iPhone had no app store.",
        "The original version of the bill had included a tax on sugar.",
        "The original version of the bill wrongly included a tax.",
        "An earlier version had included a tax on sugar.",
        "The bank misstated its profits for three years.",
        "As this newspaper first reported in May, the council knew.",
        "As we previously reported, the council paid twice.",
        "“Yesterday, we reported record sales,” the chief executive told investors.",
    ],
)
def test_an_earlier_version_of_something_else(text: str) -> None:
    assert find_retractions([text], "en") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In einer früheren Version dieses Artikels stand, die Brücke sei gesperrt.", "de"),
        ("Korrektur: Eine frühere Version nannte zwölf Boote.", "de"),
        ("In einer früheren Fassung hieß es, zwölf Boote seien gesunken.", "de"),
        ("Une version précédente de cet article indiquait que le pont était fermé.", "fr"),
        ("Una versión anterior de este artículo decía que el puente estaba cerrado.", "es"),
        ("Una precedente versione indicava per errore il nome del sindaco.", "it"),
        ("Uma versão anterior desta reportagem dizia que a ponte estava fechada.", "pt"),
        ("In een eerdere versie van dit artikel stond dat de brug dicht was.", "nl"),
        ("Haberin önceki halinde köprünün kapalı olduğu yanlışlıkla yazılmıştı.", "tr"),
        ("ذكرت نسخة سابقة من هذا المقال أن الجسر مغلق.", "ar"),
        ("در نسخه قبلی این خبر آمده بود که پل بسته است.", "fa"),
    ],
)
def test_what_an_earlier_version_said_in_other_languages(text: str, language: str) -> None:
    assert find_retractions([text], language) == (0,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In einer früheren Fassung des Gesetzes war eine Steuer vorgesehen.", "de"),
        ("„In einer früheren Version dieses Artikels stand Unsinn“, sagte der Bürgermeister.", "de"),
        ("« Une version précédente de cet article indiquait autre chose », a dit le maire.", "fr"),
        ("Une version précédente du projet prévoyait une taxe.", "fr"),
        ("Una versión anterior de la ley incluía un impuesto.", "es"),
        ("Una precedente versione della legge conteneva una tassa.", "it"),
        ("Uma versão anterior do projeto previa um imposto.", "pt"),
        ("In een eerdere versie van de wet stond een belasting.", "nl"),
        ("Yasanın önceki halinde vergi vardı.", "tr"),
        ("تضمنت نسخة سابقة من القانون ضريبة.", "ar"),
    ],
)
def test_an_earlier_version_of_something_else_in_other_languages(text: str, language: str) -> None:
    assert find_retractions([text], language) == ()


def test_no_claim_rests_on_what_is_taken_back() -> None:
    article = read(
        "Museum theft\n\nThieves took 11 objects from the museum in Orford on Monday night.\n\n"
        "Correction: An earlier version of this article said that the guard had been arrested."
    )
    assert [s.is_boilerplate for s in article.sentences] == [False, False, True]
    assert article.satire is None


def test_satire_is_warned_of() -> None:
    article = read(
        "The mayor of Dunmere annexed the Moon on Wednesday, in a ceremony on the roof of the town hall that took "
        "three minutes. This column is satire."
    )
    assert article.satire == 1
    assert any("satire" in warning for warning in article.warnings)


def test_a_note_that_takes_something_back_is_no_part_of_the_article() -> None:
    note = "Correction: an earlier version of this article said that the mayor had resigned. He has not."
    text = "The mayor of Pell suspended his duties on Tuesday after the police opened an inquiry into lost funds."
    article = read(f"{note}\n\nPell: mayor suspends duties\n\n{text}")
    assert article.title == "Pell: mayor suspends duties"
    assert [s.text for s in article.sentences if not s.is_boilerplate and not s.is_heading] == [text]
