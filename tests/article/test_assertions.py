"""Test which sentences an article asserts, read as part of an article."""

import pytest

from newsbrief.article.reading import read
from newsbrief.verification.verbatim import find_verbatim, is_evidence

BEFORE = {
    "en": "The council of Pell met on Monday and spoke about the new bridge over the sound for three hours.",
    "de": "Der Rat von Pellheim traf sich am Montag und sprach drei Stunden lang über die neue Brücke am Sund.",
    "fr": "Le conseil de Pell s'est réuni lundi et a parlé du nouveau pont pendant trois heures avec les habitants.",
    "es": "El concejo de Pell se reunió el lunes y habló durante tres horas del nuevo puente con los vecinos.",
    "it": "Il consiglio di Pell si è riunito lunedì e ha parlato per tre ore del nuovo ponte con gli abitanti.",
    "pt": "O conselho de Pell reuniu-se na segunda-feira e falou durante três horas sobre a nova ponte da vila.",
    "nl": "De raad van Pell kwam maandag bijeen en sprak drie uur lang over de nieuwe brug over de zeestraat.",
    "tr": "Pel belediye meclisi pazartesi günü toplandı ve üç saat boyunca yeni köprü hakkında görüştü.",
    "ar": "اجتمع مجلس مدينة بيل يوم الاثنين وتحدث لمدة ثلاث ساعات عن الجسر الجديد مع سكان المدينة وممثلي الشركات.",
    "fa": "شورای شهر پل روز دوشنبه تشکیل جلسه داد و سه ساعت درباره پل جدید با ساکنان شهر و شرکت‌ها گفت‌وگو کرد.",
    "no": "Kommunestyret i Nesvåg møttes mandag og snakket i tre timer om den nye broen over sundet ved byen.",
}


def list_asserted(text: str, language: str = "en") -> list[bool]:
    """Return whether each sentence of `text` is asserted, where it follows an ordinary sentence."""
    article = read(f"{BEFORE[language]}\n\n{text}", language=language)
    assert article.sentences[0].is_asserted
    return [s.is_asserted for s in article.sentences[1:]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It is not true that the mayor owns the bridge, her office said.", "en"),
        ("Claims that the mayor owns the bridge are false.", "en"),
        ("Does the mayor own the bridge?", "en"),
        ("If the vote fails, the mayor will resign.", "en"),
        ("Had the vote failed, the mayor would have resigned.", "en"),
        ("In the novel, the mayor sells the bridge to her brother.", "en"),
        ("A fake video shows the mayor selling the bridge.", "en"),
        ("An earlier version of this article said that the mayor had sold the bridge.", "en"),
        ("Write that the mayor has sold the bridge.", "en"),
        ("Claim: The mayor has sold the bridge to her brother.", "en"),
        ("“The bridge is the best thing that has happened here.”", "en"),
        ("Es ist nicht wahr, dass die Bürgermeisterin die Brücke verkauft hat.", "de"),
        ("Wenn die Abstimmung scheitert, tritt die Bürgermeisterin zurück.", "de"),
        ("Im Roman verkauft die Bürgermeisterin die Brücke.", "de"),
        ("Il est faux que la maire ait vendu le pont.", "fr"),
        ("Si le vote échoue, la maire démissionnera.", "fr"),
        ("No es cierto que la alcaldesa haya vendido el puente.", "es"),
        ("Si la votación fracasa, la alcaldesa dimitirá.", "es"),
        ("Non è vero che la sindaca ha venduto il ponte.", "it"),
        ("Não é verdade que a presidente tenha vendido a ponte.", "pt"),
        ("Het is niet waar dat de burgemeester de brug heeft verkocht.", "nl"),
        ("Mocht de stemming mislukken, dan treedt de burgemeester af.", "nl"),
        ("Belediye başkanının köprüyü sattığı iddiası doğru değil.", "tr"),
        ("Eğer oylama başarısız olursa başkan istifa edecek.", "tr"),
        ("ليس صحيحا أن رئيسة البلدية باعت الجسر.", "ar"),
        ("هل باعت رئيسة البلدية الجسر؟", "ar"),
        ("اگر رای‌گیری شکست بخورد شهردار استعفا می‌دهد.", "fa"),
        ("– Denne broen er den beste nyheten byen har fått på tretti år.", "no"),
    ],
)
def test_what_is_denied_asked_supposed_or_told_by_nobody_is_not_asserted(text: str, language: str) -> None:
    assert list_asserted(text, language) == [False]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor denied that she had sold the bridge.", "en"),
        ("The mayor said: “If we lose, I will resign.”", "en"),
        ("“If we lose, I will resign,” said the mayor, Ida Brandt.", "en"),
        ("“Is it true?” asked the mayor, Ida Brandt.", "en"),
        ("The mayor asked whether the bridge was safe.", "en"),
        ("If anything, the bridge has become safer.", "en"),
        ("The novel was published in 2019 and won a prize.", "en"),
        ("A video shows the mayor opening the bridge.", "en"),
        ("Die Bürgermeisterin bestritt, die Brücke verkauft zu haben.", "de"),
        ("„Wenn wir verlieren, trete ich zurück“, sagte Ida Brandt.", "de"),
        ("«Si nous perdons, je pars», a déclaré Ida Brandt.", "fr"),
        ("– Denne broen er den beste nyheten byen har fått, sier ordfører Kari Lund.", "no"),
    ],
)
def test_a_report_of_what_somebody_named_says_is(text: str, language: str) -> None:
    assert list_asserted(text, language) == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The bridge is bad. It will fall,” said Ida Brandt.", [True]),
        (
            "“The bridge is bad. It will fall.\n\n“Nobody will use it. I am sure,” said Ida Brandt.",
            [False, False, True],
        ),
        ("“The bridge is bad.\n\nIt will fall. Nobody will use it,” said Ida Brandt.", [False, False, True]),
        ("'The bridge is bad. It will fall,' said Ida Brandt.", [True]),
        ("Ida Brandt (@idab) is the mayor of Pell.", [True]),
        ("The workers' union met. The drivers' union did too.", [True, True]),
        ("The bridge is bad.\n\n— Ida Brandt (@idab) March 3, 2031", [False, False]),
        (
            "Claim\n\nThe mayor sold the bridge.\n\nRating\n\nFalse\n\nThe bridge is owned by the town.",
            [False] * 2 + [True] * 3,
        ),
        (
            "A clip shows the mayor in tears. Experts said the video was fake. The mayor was at home.",
            [False, True, True],
        ),
        (
            "In the film, a mayor sells a bridge. She flees to the south. The director said it was no true story.",
            [False, False, True],
        ),
        (
            "The bridge was closed. It opens on Friday.\n\n"
            "Baker of Pell bites back: the loaf that made a village furious\n\n"
            "The road was closed too. It opens on Monday.",
            [True, True, False, True, True],
        ),
        (
            "One.\n\nThe bridge is closed today.\n\nIt opens soon.\n\nComments (2)\n\nThe mayor is a thief!",
            [True] * 3 + [False] * 2,
        ),
        ("The plan has three parts:\n\n- a new wall\n- a wider road\n- a bridge for walkers", [True] * 4),
    ],
)
def test_what_stands_around_a_sentence_counts(text: str, expected: list[bool]) -> None:
    assert list_asserted(text) == expected


def test_hidden_elements_are_no_part_of_a_page() -> None:
    page = (
        f"<html lang='en'><body><article><h1>Bridge</h1><p>{BEFORE['en']}</p>"
        "<p hidden>The mayor is a thief and fled.</p>"
        "<div style='display: none'><p>The mayor sold the bridge to her own brother.</p></div>"
        "<p>The bridge opens on Friday at nine in the morning, the council said in a letter.</p>"
        "</article></body></html>"
    )
    text = read(page, html=True).source
    assert "letter" in text
    assert "brother" not in text
    assert "thief" not in text


def test_an_article_that_its_page_shows_later_is_read() -> None:
    hidden = f"<article style='display:none'><h1>Bridge</h1><p>{BEFORE['en']}</p></article>"
    assert "three hours" in read(f"<html><body><p>Wait.</p>{hidden}</body></html>", html=True).source


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("CLAIM — The mayor owns the bridge. She bought it in May.", "en"),
        ("Behauptung – Der Bürgermeister besitzt die Brücke. Er kaufte sie im Mai.", "de"),
    ],
)
def test_a_label_before_a_dash_tells_that_a_claim_is_examined(text: str, language: str) -> None:
    assert list_asserted(text, language) == [False, False]


def test_a_dash_within_a_sentence_makes_no_label() -> None:
    assert list_asserted("The claims — made in May — were heard by the court on Friday.") == [True]


def test_what_a_fact_check_says_of_its_claim_is_told() -> None:
    for verdict in ("Rating\n\nFalse", "Verdict: False."):
        article = read(f"{BEFORE['en']}\n\nClaim\n\nThe mayor sold the bridge.\n\n{verdict}\n\nThe town owns it still.")
        assert any("fact check" in warning and "False" in warning for warning in article.warnings)
    assert not read(f"{BEFORE['en']}\n\nVerdict\n\nGuilty\n\nThe court met again on Monday.").warnings


@pytest.mark.parametrize(
    ("language", "denial"),
    [
        ("en", "It is not true that the mayor sold the bridge: the town owns it."),
        ("de", "Es stimmt nicht, dass die Bürgermeisterin die Brücke verkauft hat."),
        ("es", "Es falso que la alcaldesa haya vendido el puente: es de la ciudad."),
        ("pt", "É falso que a prefeita tenha vendido a ponte: é da cidade."),
    ],
)
def test_a_denial_is_told_whole_and_carries_nothing_else(language: str, denial: str) -> None:
    article = read(f"{BEFORE['en']}\n\n{denial}", language=language)
    (sentence,) = (s for s in article.sentences if s.text == denial)
    assert sentence.denies
    assert not sentence.is_asserted
    assert find_verbatim(denial, article) == (sentence.index,)
    assert not is_evidence(sentence)


def test_a_denial_under_a_fact_checks_label_is_not_the_articles_own() -> None:
    article = read(
        f"{BEFORE['en']}\n\nClaim\n\nIt is not true that the bridge is safe.\n\nThe facts\n\nEngineers tested it."
    )
    assert not any(s.denies for s in article.sentences)


def test_a_picture_is_not_faked_because_another_is() -> None:
    told = list_asserted(
        "Police said a photo of the harbour had been doctored by a joker.\n\nThe council met on Friday.\n\n"
        "The mayor spoke for an hour.\n\nA post by the ministry says that the bridge is closed.\n\n"
        "Other photos show boats in the market square."
    )
    assert told == [True, True, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Smith: The government has lied. It took the money.\n\nJones: That is not so.\n\nSmith: It is. We know.",
        "Anna Jones (Labour): The government has lied. It took the money. We know.",
    ],
)
def test_a_speaker_is_named_in_the_first_sentence_alone(text: str) -> None:
    asserted = list_asserted(text)
    assert asserted[:2] == [True, False]
    assert not asserted[-1]


def test_a_label_that_stands_once_is_no_speaker() -> None:
    assert list_asserted("Kelby: The bridge is open. Buses go again.") == [True, True]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("FALSE - The mayor has sold the bridge to her brother.", "en"),
        ("MYTH: The mayor has sold the bridge to her brother.", "en"),
        ("(FALSE) The mayor has sold the bridge to her brother.", "en"),
        ("Rumour (false): The mayor has sold the bridge.", "en"),
        ("THE GUARD’S CLAIM — The mayor has sold the bridge.", "en"),
        ("Falsch: Der Bürgermeister hat die Brücke verkauft.", "de"),
        ("BULO — La alcaldesa ha vendido el puente.", "es"),
    ],
)
def test_what_opens_as_refuted_is_not_asserted(text: str, language: str) -> None:
    assert list_asserted(text, language) == [False]


@pytest.mark.parametrize("text", ["FACT - The mayor owns no bridge.", "Fact: The mayor owns no bridge at all."])
def test_what_opens_as_fact_is_asserted(text: str) -> None:
    assert list_asserted(text) == [True]


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Letters to the editor"), ("de", "Leserbriefe"), ("pt", "Cartas ao diretor"), ("nl", "Geachte redactie,")],
)
def test_letters_below_an_article_are_not_asserted(language: str, label: str) -> None:
    before = "\n\n".join(BEFORE[language].replace("3", f"{n}") + f" {n} {n}." for n in range(1, 4))
    article = read(f"{before}\n\n{label}\n\n{BEFORE[language]}\n\nHildegard Munk, Pell", language=language)
    below = [s for s in article.sentences if s.start > article.source.index(label)]
    assert below
    assert not any(s.is_asserted for s in below)
    assert article.sentences[0].is_asserted


def test_who_wrote_it_all_is_no_part_of_the_last_sentence() -> None:
    article = read(f"{BEFORE['de']} Die Verhandlung beginnt am 14. Juni in Pellheim. (dpa)", language="de")
    assert article.sentences[1].text == "Die Verhandlung beginnt am 14. Juni in Pellheim."
    assert article.sentences[1].is_asserted


def test_a_dash_opens_speech_in_italian() -> None:
    assert list_asserted("— Si sentiva un rumore da giorni. Nessuno lo diceva.", "it") == [False, False]


@pytest.mark.parametrize(
    "talk",
    [
        "**Anna Reed:** Hale is a thief. Hale stole two million euros.\n\n**Tom Hale:** That is a lie. Reed is a liar.",
        "**Anna Reed**: Hale is a thief. Hale stole two million euros.\n\n**Tom Hale**: That is a lie. Reed is a liar.",
        "REED: Hale is a thief. Hale stole two million euros.\n\nHALE: That is a lie. Reed is a liar.",
    ],
)
def test_names_that_speak_in_turn_are_speakers(talk: str) -> None:
    article = read(f"The council of Ashford met to discuss the budget.\n\n{talk}\n\nThe meeting closed at nine.")
    asserted = [s.text for s in article.sentences if s.is_asserted]
    assert "Hale stole two million euros." not in asserted
    assert "Reed is a liar." not in asserted
    assert "The meeting closed at nine." in asserted


def test_days_in_a_row_are_no_speakers() -> None:
    days = "Monday: It will rain. Highs reach nine degrees.\n\nTuesday: It will clear up. Highs reach ten degrees."
    article = read(f"The weather of Ashford for the coming week, as the service said.\n\n{days}")
    assert all(s.is_asserted for s in article.sentences)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Goldman Sachs: The target goes up to 240 pence. The bank expects sales of 3.4 billion pounds.\n\n"
            "Morgan Stanley: The rating stays at hold. Demand in Germany is weak.",
            "en",
        ),
        (
            "Key Points: Sales rose by 12 percent. The company opened 40 stores in France.\n\n"
            "Bottom Line: The dividend stays at nine pence. The board meets again on 4 June.",
            "en",
        ),
        (
            "Price: The phone costs 400 euros. It is sold from May.\n\nPrice: The tablet costs 700. It comes later.",
            "en",
        ),
        (
            "Deutsche Bank: Das Kursziel steigt auf 24 Euro. Die Bank erwartet mehr Umsatz.\n\n"
            "Morgan Stanley: Die Einstufung bleibt. Die Nachfrage in Frankreich ist schwach.",
            "de",
        ),
    ],
)
def test_labels_of_a_round_up_are_no_speakers(text: str, language: str) -> None:
    assert all(list_asserted(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Anna Reed: The plan is a fraud. The council hid two million euros from us.\n\n"
            "Tom Hale: The plan is sound. We hid nothing.",
            "en",
        ),
        (
            "Anna Reed: Where did the money go? The council hid two million euros.\n\n"
            "Tom Hale: It went into the bridge. Nobody hid anything.",
            "en",
        ),
        (
            "Anna Roth: Der Plan ist Betrug. Der Rat hat zwei Millionen Euro verschwinden lassen.\n\n"
            "Tom Hahn: Der Plan ist gut. Wir haben nichts verschwinden lassen.",
            "de",
        ),
    ],
)
def test_labels_above_persons_or_questions_are_speakers(text: str, language: str) -> None:
    told = list_asserted(text, language)
    assert not told[1]
    assert not told[-1]
