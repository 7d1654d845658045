"""The extractive briefing in languages other than English: what leans, what lies ahead, what stands around."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence, write_absence
from newsbrief.briefing.schema import SECTIONS
from newsbrief.drafting.draft import Draft, Item
from newsbrief.extractive import cues
from newsbrief.extractive.engine import extract
from newsbrief.resources import read_table

PAGES = {
    "de": (
        "Stadtrat beschließt neue Brücke\n\nPELLHEIM (dpa) - Der Stadtrat von Pellheim hat am Montag den Bau "
        "einer neuen "
        "Brücke beschlossen. Sie soll 240 Millionen Kronen kosten. «Wir lassen niemanden allein», sagte "
        "Bürgermeisterin "
        "Ida Brandt.\n\nLesen Sie auch: Die zehn schönsten Seen\n\nDer Fahrgastverband warnte, das Projekt "
        "sei zu teuer. "
        "Zuvor hatte er Klage eingereicht. Die Bauarbeiten sollen im Mai beginnen.\n\nJetzt Newsletter abonnieren!"
    ),
    "fr": (
        "Le conseil vote un nouveau pont\n\nLe conseil municipal de Pell a voté lundi la construction d'un "
        "nouveau pont. "
        "Il coûtera 240 millions de couronnes. L'association des usagers dénonce un projet trop cher.\n\n"
        "À lire aussi : Les dix plus beaux lacs\n\nCette dernière a saisi le tribunal. "
        "Les travaux devraient commencer en mai. Près de 9 000 voitures passent chaque jour par l'ancien pont."
    ),
    "es": (
        "El concejo aprueba un nuevo puente\n\nEl concejo de Pell aprobó el lunes la construcción de un "
        "nuevo puente sobre "
        "el río. Ese día hubo protestas. Los vecinos critican que el proyecto es demasiado caro, según su portavoz.\n\n"
        "Te puede interesar: Los diez lagos más bonitos\n\nLas obras comenzarán en mayo. Esto último depende "
        "del tiempo. "
        "Unos 9.000 coches cruzan cada día el puente viejo."
    ),
    "tr": (
        "Meclis yeni köprüyü onayladı\n\nPel belediye meclisi pazartesi günü yeni bir köprünün yapımını "
        "onayladı. Bu karar "
        "oy birliğiyle alındı. Yolcu derneği projenin çok pahalı olduğunu savundu.\n\nİlgili haber: En güzel on göl\n\n"
        "İnşaat mayıs ayında başlayacak. Eski köprüden her gün 9 bin araç geçiyor."
    ),
    "ar": (
        "المجلس يقر جسرا جديدا\n\nأقر مجلس مدينة بيل يوم الاثنين بناء جسر جديد فوق النهر بعد نقاش استمر ثلاث "
        "ساعات. وهذا هو "
        "الجسر الثالث. وانتقدت جمعية الركاب المشروع لأنه مكلف للغاية بحسب رئيسها.\n\nاقرأ أيضا: أجمل عشر بحيرات\n\n"
        "ومن المقرر أن تبدأ الأعمال في مايو المقبل. وتعبر الجسر القديم تسعة آلاف سيارة يوميا."
    ),
    "fa": (
        "شورا پل جدید را تصویب کرد\n\nشورای شهر پل روز دوشنبه ساخت یک پل جدید روی رودخانه را تصویب کرد. این "
        "پل سومین پل شهر "
        "است. انجمن مسافران هشدار داد که این طرح بسیار گران است.\n\nبیشتر بخوانید: ده دریاچه زیبا\n\n"
        "کارهای ساختمانی قرار است در ماه مه آغاز شود. روزانه نه هزار خودرو از پل قدیمی عبور می‌کنند."
    ),
}
LEANING = {
    "de": ("Sie soll", "Zuvor hatte"),
    "fr": ("Il coûtera", "Cette dernière"),
    "es": ("Ese día", "Esto último"),
    "tr": ("Bu karar",),
    "ar": ("وهذا هو",),
    "fa": ("این پل",),
}


AROUND = ("Lesen Sie", "Jetzt Newsletter", "À lire", "Te puede", "İlgili haber", "اقرأ أيضا", "بیشتر بخوانید")


def claims(draft: Draft) -> Iterator[Item]:
    for section in SECTIONS:
        if section != "title":
            yield from getattr(draft, section)


@pytest.mark.parametrize("language", PAGES)
def test_what_points_back_follows_what_it_points_to_and_stands_nowhere_else(language: str) -> None:
    article = read(PAGES[language])
    assert article.language == language
    draft = extract(article)
    for section in SECTIONS[1:]:
        before: tuple[int, ...] = ()
        for claim in getattr(draft, section):
            if claim.text.startswith(LEANING[language]):
                assert section not in ("key_points", "key_takeaways")
                assert before == (claim.sources[0] - 1,)
            assert not claim.text.startswith(AROUND)
            before = claim.sources


@pytest.mark.parametrize("language", PAGES)
def test_what_lies_ahead_is_found(language: str) -> None:
    draft = extract(read(PAGES[language]))
    assert all(item.sources for item in draft.impact_analysis)


def test_views_are_analysis_and_a_dateline_is_no_part_of_the_lead() -> None:
    draft = extract(read(PAGES["de"]))
    assert draft.the_story[0].text.startswith("Der Stadtrat von Pellheim")
    assert any("sagte Bürgermeisterin Ida Brandt" in item.text for item in draft.critical_analysis)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt", "nl", "tr", "ar", "fa", "he", "ur", "xx"])
def test_a_section_without_anything_says_what_was_not_taken(language: str) -> None:
    texts = [write_absence(section, language) for section in SECTIONS]
    assert len(set(texts)) == len(SECTIONS)
    assert all(map(is_absence, texts))


FACT_CHECK = """Does the mayor own a castle?

A rumour that spread on social media this week says that the mayor of Pell is hiding her wealth.

Claim

Mayor Ida Brandt of Pell owns a castle worth 17 million crowns.

Rating

False

Origin

The land register lists no castle and no house in her name. The posts about the castle gave no source."""


def test_a_fact_check_tells_its_rating_and_never_its_claim() -> None:
    texts = [item.text for item in claims(extract(read(FACT_CHECK)))]
    assert texts[0] == "Rating: False"
    assert any("lists no castle" in text for text in texts)
    assert not any("worth 17 million" in text for text in texts)


def test_satire_of_a_known_outlet_is_no_news() -> None:
    draft = extract(read(PAGES["de"], title="Brücke wird Bürgermeister", outlet="Der Postillon"))
    assert draft.title.text == "Brücke wird Bürgermeister (satire)"
    assert all(is_absence(item.text) for item in claims(draft))


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry struck a bank in fog on Wednesday morning and turned over within minutes, killing at "
        "least 23 people "
        "and leaving 14 others missing, the coast guard said.",
        "Freezer space held by the port of Ormsby, neighbouring Tarn Quay, where two fleets are based, and "
        "the depot at "
        "Wexcombe could hold about 30% of the catch.",
        "The deal of the two councils rests on 74 agreements, however, none of them provides for trams to Wexcombe.",
    ],
)
def test_nothing_inside_a_sentence_is_cut(sentence: str) -> None:
    article = read(f"News from the coast\n\n{sentence} Divers searched all day. The owner stopped all its sailings.")
    printed = [item.text for item in claims(extract(article))]
    assert sentence in printed


def test_the_sound_of_a_pasted_menu_is_no_title() -> None:
    menu = "Home\nNews\nSport\nSubscribe\nSign in\n"
    article = read(f"{menu}Council votes for bridge\n\n{PAGES['de'][40:]}", language="de")
    assert article.title == "Council votes for bridge"


@pytest.mark.parametrize(
    ("text", "language", "ahead"),
    [
        ("She compared Germany's current plans to spend more with the past.", "en", False),
        ("The council plans to spend more.", "en", True),
        ("Sie betonten, dass die Kurse angepasst werden mussten.", "de", False),
        ("Las listas de espera crecen en Pell.", "es", False),
        ("Se espera que crezcan.", "es", True),
        ("A partir de ahí, el viento hizo el resto.", "es", False),
        ("A partir del 3 de mayo abre el puente.", "es", True),
        ("A cidade está à espera de um comboio.", "pt", False),
        ("Anna ma urlop i nadzieję.", "pl", False),
        ("Delegacja ma we wtorek przybyć do Pelna.", "pl", True),
        ("Sąd rozpatrzy skargę do 28 maja.", "pl", True),
        ("Sąd rozpatrywał skargę do 28 maja.", "pl", False),
        ("Ремонт завершится до 25 апреля.", "ru", True),
        ("Ремонт завершили к 25 апреля.", "ru", False),
        ("يعتمد النظام سياسة جديدة منذ سنوات.", "ar", False),
        ("سيفتح المجلس الجسر.", "ar", True),
        ("سيدخل القانون حيز التنفيذ.", "ar", True),
        ("未来科学大奖的捐赠人都在北京。", "zh", False),
        ("未来三年，公司预计增长。", "zh", True),
    ],
)
def test_an_outlook_is_told_by_words_that_look_ahead(text: str, language: str, ahead: bool) -> None:
    assert bool(cues.count_ahead(text, language)) == ahead


@pytest.mark.parametrize(
    ("text", "language", "ahead"),
    [
        ("Talks on the bridge begin on 9 June.", "en", True),
        ("Talks on the bridge began on 9 April.", "en", False),
        ("The bridge had been expected to open on 9 June.", "en", False),
        ("Die Gespräche beginnen am 9. Juni.", "de", True),
        ("May 9, 11, 1981: The Harbour Choir.", "en", False),
        ("Am 4. Oktober wurde das Tal überflutet.", "de", False),
        ("Die Brücke öffnet am 4. Oktober 2031.", "de", True),
        ("Le pont rouvre le 9 juin.", "fr", True),
        ("El juicio comienza el 9 de junio.", "es", True),
        ("El juicio comenzó el 9 de abril.", "es", False),
        ("A assembleia vota o orçamento a 9 de junho.", "pt", True),
        ("Rada zbiera się 9 czerwca.", "pl", True),
    ],
)
def test_a_day_after_that_of_the_article_lies_ahead(text: str, language: str, ahead: bool) -> None:
    assert bool(cues.count_cues(text, language, datetime(2031, 5, 3, tzinfo=UTC)).ahead) == ahead
    assert not cues.count_cues(text, language, datetime(2031, 11, 1, tzinfo=UTC)).ahead


def test_every_language_that_has_cues_has_patterns_that_can_be_read() -> None:
    for language in read_table("extractive/cues.toml"):
        assert not cues.leans_by_opening("2031", language)
        assert cues.count_ahead("2031", language) == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Yolanda viajó ayer a la capital.", "es"),
        ("Esta semana murió el alcalde.", "es"),
        ("Das Unternehmen baut ein Werk.", "de"),
        ("Die Bahn kündigte eine Untersuchung an.", "de"),
        ("Lyon gagne la finale.", "fr"),
        ("Bu yıl köprü açıldı.", "tr"),
        ("De Tweede Kamer debatteert over het plan.", "nl"),
    ],
)
def test_what_stands_alone_in_its_language(text: str, language: str) -> None:
    assert not cues.leans_by_opening(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Añadió que la ley es buena.", "es"),
        ("Ese día la bolsa cayó un 1 %.", "es"),
        ("Sie hätten zudem kein Geld.", "de"),
        ("Das teilte die Polizei mit.", "de"),
        ("Deren Sprecher lehnte ab.", "de"),
        ("Cette dernière a saisi le tribunal.", "fr"),
        ("Questo ultimo potrebbe durare.", "it"),
        ("Isso dependerá de um acordo.", "pt"),
        ("Ze noemde het plan een stap.", "nl"),
        ("Bu olay şehri sarstı.", "tr"),
        ("وقال إن الجسر مفتوح.", "ar"),
        ("او افزود که پل باز است.", "fa"),
        ("הוא הוסיף כי המסים לא יעלו.", "he"),
        ("انہوں نے کہا کہ پل کھلا ہے۔", "ur"),
    ],
)
def test_what_points_elsewhere_in_its_language(text: str, language: str) -> None:
    assert cues.leans_by_opening(text, language)
