"""The claim that a fact check examines is no fact; its rating is told."""

import pytest

from newsbrief.article import Article
from newsbrief.article.factchecks import find_rating
from newsbrief.article.reading import read

NEWS = {
    "en": "The harbour bridge in Pell opened on Monday after two years of repairs, the port said.",
    "de": "Die Hafenbrücke in Pell wurde am Montag nach zwei Jahren Bauzeit eröffnet, sagte die Hafenbehörde.",
    "fr": "Le pont du port de Pell a rouvert lundi après deux ans de travaux, selon la capitainerie.",
    "es": "El puente del puerto de Pell abrió el lunes tras dos años de obras, según la autoridad portuaria.",
    "it": "Il ponte del porto di Pell ha riaperto lunedì dopo due anni di lavori, secondo la capitaneria.",
    "pt": "A ponte do porto de Pell reabriu na segunda-feira após dois anos de obras, segundo a capitania.",
    "nl": "De havenbrug in Pell is maandag na twee jaar werk weer opengegaan, volgens het havenbedrijf.",
    "pl": "Most portowy w Pell otwarto w poniedziałek po dwóch latach remontu, według zarządu portu.",
    "ru": "Мост в порту Пелль открыли в понедельник после двух лет ремонта, сообщил начальник порта.",
    "tr": "Pell liman köprüsü iki yıllık onarımın ardından pazartesi günü açıldı, liman müdürlüğü bildirdi.",
    "ar": "افتتح جسر ميناء بيل يوم الاثنين بعد عامين من أعمال الصيانة، وفق ما أعلنت إدارة الميناء في بيان رسمي أمس.",
}


def is_asserted(article: Article, words: str) -> bool:
    (found,) = (s for s in article.sentences if words in s.text)
    return found.is_asserted


@pytest.mark.parametrize(
    ("language", "label", "claim", "until", "finding"),
    [
        ("en", "What was shared", "The mayor sold the bridge.", "The facts", "The town owns it."),
        ("de", "Was behauptet wird", "Die Bürgermeisterin hat die Brücke verkauft.", "Fakten", "Sie gehört der Stadt."),
        ("fr", "Ce qui circule", "La maire a vendu le pont.", "Les faits", "Il est à la ville."),
        ("es", "Qué se ha dicho", "La alcaldesa vendió el puente.", "Qué sabemos", "Es de la ciudad."),
        ("it", "La bufala", "La sindaca ha venduto il ponte.", "I fatti", "Appartiene alla città."),
        ("pt", "O que circula", "A prefeita vendeu a ponte.", "O que sabemos", "Pertence à cidade."),
        ("nl", "De bewering", "De burgemeester verkocht de brug.", "De feiten", "Die is van de stad."),
        ("pl", "Co krąży", "Burmistrz sprzedała most.", "Fakty", "Należy do miasta."),
        ("ru", "Что утверждают", "Мэр продала мост.", "На самом деле", "Он принадлежит городу."),
        ("tr", "İddia", "Belediye başkanı köprüyü sattı.", "Gerçek", "Köprü kentin malı."),
        ("ar", "الادعاء", "باعت رئيسة البلدية الجسر.", "الحقيقة", "الجسر ملك للمدينة."),
    ],
)
def test_a_claim_under_its_label_is_not_asserted(
    language: str, label: str, claim: str, until: str, finding: str
) -> None:
    article = read(
        f"{NEWS[language]}\n\n{label}\n\n{claim}\n\n{until}\n\n{finding}\n\n{NEWS[language]}", language=language
    )
    assert not is_asserted(article, claim)
    assert is_asserted(article, finding)


@pytest.mark.parametrize(
    ("language", "announcing", "claim", "answer"),
    [
        (
            "en",
            "The message that is going round reads as follows:",
            "The mayor sold the bridge.",
            "None of it happened.",
        ),
        (
            "de",
            "Die Nachricht lautet:",
            "Die Bürgermeisterin hat die Brücke verkauft.",
            "Nichts davon ist wahr.",
        ),
        ("fr", "Le message qui circule dit :", "La maire a vendu le pont.", "En réalité, le pont est à la ville."),
        ("es", "El mensaje dice lo siguiente:", "La alcaldesa vendió el puente.", "En realidad, es de la ciudad."),
        ("it", "Il messaggio recita:", "La sindaca ha venduto il ponte.", "Niente di tutto questo è accaduto."),
        ("pt", "A mensagem afirma o seguinte:", "A prefeita vendeu a ponte.", "Na verdade, é da cidade."),
        ("pl", "Wpis brzmi następująco:", "Burmistrz sprzedała most.", "W rzeczywistości należy do miasta."),
        ("ru", "Текст сообщения гласит:", "Мэр продала мост.", "На самом деле он принадлежит городу."),
    ],
)
def test_what_is_passed_on_without_marks_is_not_asserted(
    language: str, announcing: str, claim: str, answer: str
) -> None:
    article = read(f"{NEWS[language]}\n\n{announcing}\n\n{claim}\n\n{answer}\n\n{NEWS[language]}", language=language)
    assert not is_asserted(article, claim)
    assert is_asserted(article, answer)


@pytest.mark.parametrize(
    ("announcing", "below"),
    [
        ("The Pell Post said of the vote:", "The bridge will be sold for 3 million crowns."),
        ("The message that is going round reads:", "“The bridge is sold,” said Anna Field of the council."),
    ],
)
def test_a_newspapers_name_and_a_quotation_with_its_speaker_announce_no_claim(announcing: str, below: str) -> None:
    article = read(f"{NEWS['en']}\n\n{announcing}\n\n{below}\n\n{NEWS['en']}")
    assert is_asserted(article, below)


def test_a_list_under_a_colon_is_no_claim() -> None:
    text = f"{NEWS['en']}\n\nThe port named three reasons:\n\nThe deck had rusted through.\n\n{NEWS['en']}"
    assert is_asserted(read(text), "rusted")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "RATING: Satire."),
        ("de", "Bewertung: größtenteils falsch"),
        ("fr", "Verdict : FAUX"),
        ("es", "Conclusión: FALSO"),
        ("it", "Verdetto: fuorviante"),
        ("pt", "Classificação: enganoso"),
        ("nl", "Beoordeling: onwaar"),
        ("pl", "Werdykt: fałsz"),
        ("ru", "Вердикт: ложь"),
        ("tr", "Sonuç: Yanlış"),
        ("ar", "الحكم: زائف"),
    ],
)
def test_a_rating_is_found_without_a_label_of_its_claim(language: str, line: str) -> None:
    article = read(f"{NEWS[language]}\n\n{line}\n\n{NEWS[language]}", language=language)
    assert [article.sentences[i].text for i in find_rating(article.sentences, language)] == [line]


def test_the_verdict_of_a_court_is_no_rating() -> None:
    article = read(f"{NEWS['en']}\n\nVerdict: guilty on two counts\n\n{NEWS['en']}")
    assert not find_rating(article.sentences, "en")


@pytest.mark.parametrize(
    ("language", "true", "false"), [("en", "TRUE", "FALSE"), ("de", "Richtig", "Falsch"), ("it", "VERO", "FALSO")]
)
@pytest.mark.parametrize("apart", ["\n\n", " "])
def test_a_statement_of_a_quiz_is_not_asserted(language: str, true: str, false: str, apart: str) -> None:
    asked = [f"Mushrooms number {n} that snails eat are safe for everybody in Pell." for n in range(3)]
    quiz = "\n\n".join(f"{text}{apart}{rating}" for text, rating in zip(asked, (false, true, false), strict=True))
    article = read(
        f"Nineteen people were taken to hospital in Pell after eating mushrooms.\n\n{quiz}", language=language
    )
    assert [s.text for s in article.sentences if s.is_asserted] == [article.sentences[0].text]


@pytest.mark.parametrize(
    ("language", "myth"), [("sv", "Myt"), ("de", "Mythos 1"), ("en", "Myth no. 2"), ("id", "Mitos")]
)
def test_a_numbered_myth_is_not_asserted(language: str, myth: str) -> None:
    told = "Jakten i Nesvåg börjar på måndag, och länsstyrelsen har gett tillstånd att fälla 1240 djur till januari."
    article = read(f"{told}\n\n{myth}: Älgen i Nesvåg ser inte orange.", language=language)
    assert [s.is_asserted for s in article.sentences] == [True, False]


@pytest.mark.parametrize(
    ("language", "claim", "verdict"),
    [
        ("en", "The bridge will close on Friday.", "This is not true."),
        ("de", "Die Brücke wird am Freitag gesperrt.", "Das stimmt nicht."),
        ("fr", "Le pont fermera vendredi.", "C'est faux."),
        ("es", "El puente cerrará el viernes.", "No es verdad."),
        ("it", "Il ponte chiuderà venerdì.", "Non è vero."),
        ("pt", "A ponte fechará na sexta-feira.", "A informação é falsa."),
        ("nl", "De brug gaat vrijdag dicht.", "Dat klopt niet."),
        ("pl", "Most zostanie zamknięty w piątek.", "To nieprawda."),
        ("ru", "Мост закроют в пятницу.", "Это не так."),
        ("tr", "Köprü cuma günü kapanacak.", "Bu doğru değil."),
        ("ar", "سيغلق الجسر يوم الجمعة.", "هذا غير صحيح."),
    ],
)
def test_what_the_next_sentence_calls_false_is_not_asserted(language: str, claim: str, verdict: str) -> None:
    article = read(f"{NEWS[language]} {claim} {verdict} {NEWS[language]}", language=language)
    assert not is_asserted(article, claim)
    plain = read(f"{NEWS[language]} {claim} {NEWS[language]}", language=language)
    assert is_asserted(plain, claim)


@pytest.mark.parametrize(
    "after",
    [
        "“This is not true,” she said.",
        "Is this true?",
        "Rating: false.",
        "It will be paid for by a true friend of the town.",
    ],
)
def test_what_is_asked_said_or_long_says_nothing_of_the_sentence_before(after: str) -> None:
    article = read(f"{NEWS['en']} The bridge will close on Friday. {after} {NEWS['en']}")
    assert is_asserted(article, "close on Friday")
