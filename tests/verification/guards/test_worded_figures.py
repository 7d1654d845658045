"""Numbers that an article has in words: read, they pass; where words are not read, the judge is asked."""

import pytest

from newsbrief.article.reading import read
from newsbrief.verification.claim import CheckedClaim, CheckResult, Claim
from newsbrief.verification.code_checks import check_by_code, list_questions, with_judgements
from newsbrief.verification.numerals import Figure
from newsbrief.verification.sums import is_sum
from tests.support.processor_time import costs_less_than

FILL = {
    "it": " L'ufficio non ha dato altri dettagli, e una portavoce ha detto che se ne saprà di più sabato.",
    "nl": " Het bureau gaf geen bijzonderheden, en een woordvoerster zei dat er zaterdag meer bekend is.",
    "en": " The office gave no further details, and a spokeswoman said that more would be known by the weekend.",
    "de": " Das Amt nannte keine Einzelheiten, und eine Sprecherin sagte, am Wochenende wisse man mehr.",
    "fr": " Le bureau n'a pas donné de détails, et une porte-parole a dit qu'on en saurait plus samedi.",
    "es": " La oficina no dio más detalles, y una portavoz dijo que se sabría más el fin de semana.",
    "pt": " O gabinete não deu mais detalhes, e uma porta-voz disse que se saberá mais no fim de semana.",
    "ru": " Ведомство не сообщило подробностей, а представительница сказала, что скоро будет известно больше.",
    "sv": " Kontoret gav inga fler besked, och en talesperson sade att mer blir känt till helgen.",
    "pl": " Urząd nie podał szczegółów, a rzeczniczka powiedziała, że więcej będzie wiadomo w weekend.",
    "hi": " कार्यालय ने और जानकारी नहीं दी, और एक प्रवक्ता ने कहा कि सप्ताहांत तक और पता चलेगा।",
    "ar": " ولم يقدم المكتب مزيدا من التفاصيل، وقالت متحدثة إن المزيد سيعرف في نهاية الأسبوع.",
}


def check(text: str, claim: str, language: str) -> CheckedClaim:
    article = read(text + 2 * FILL[language], language=language)
    return check_by_code([Claim("key_points.0", "key_points", claim)], article)[0]


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Two and a half million people fled.", "Some 2.5 million people fled."),
        ("en", "The outage lasted an hour and a half.", "The outage lasted 90 minutes."),
        ("en", "He was jailed for a year and a half.", "He was jailed for 18 months."),
        ("en", "A fortnight later the bridge opened.", "After 14 days the bridge opened."),
        ("en", "Nineteen eighty-four was a good year for them.", "They had a good year in 1984."),
        ("en", "Prices doubled within one winter.", "Prices rose by 100 percent within a winter."),
        ("en", "A quarter of a billion people saw it.", "Some 250 million people saw it."),
        ("en", "A couple of hundred people and thousands more fled.", "More than 1,000 people fled."),
        ("en", "A hundred and twenty people fled.", "Some 120 people fled."),
        ("en", "A hundred thousand people fled.", "Some 100,000 people fled."),
        ("en", "Some 340 people fled.", "Hundreds of people fled."),
        ("en", "The train leaves at 18:30.", "The train leaves at 18.30."),
        ("en", "The train leaves at 6:45 p.m.", "The train leaves at 1845 GMT."),
        ("en", "The train leaves at 6 p.m. on Monday.", "The train leaves at 18 on Monday."),
        ("de", "Die Sitzung beginnt um 14:30 Uhr.", "Die Sitzung beginnt um 14.30 Uhr."),
        ("de", "Die Sitzung beginnt um 14:00 Uhr.", "Die Sitzung beginnt um 14 Uhr."),
        ("fr", "Le match commence à 20h45.", "Le match commence à 20 h 45."),
        ("fr", "Le match commence à 20h00.", "Le match commence à 20 heures."),
        ("it", "La partita comincia alle 20:45.", "La partita comincia alle 20.45."),
        ("en", "Fire killed 14 in Lund, 25 in Kress and 31 in Pell.", "The fire killed 70 people."),
        ("en", "It killed 14 in Lund. In Kress 25 died. In Pell 32 did, too.", "It killed some 70 people."),
        ("en", "The rate rose by 50 basis points.", "The rate rose by 0.5 percentage points."),
        ("en", "The rate rose by a quarter point.", "The rate rose by 0.25 percentage points."),
        ("en", "The road is 1.4 kilometres long.", "The road is 1,400 metres long."),
        ("en", "The road is a kilometre long.", "The road is 1,000 metres long."),
        ("en", "The farm holds a tonne of grain.", "The farm holds 1,000 kilograms of grain."),
        ("en", "The rod is a metre long.", "The rod is 100 centimetres long."),
        ("en", "The reactor has 10⁶ cells.", "The reactor has 1,000,000 cells."),
        ("en", "The bank counted its 100th client.", "The bank has 100 clients."),
        ("fr", "Le colis pèse un kilo.", "Le colis pèse 1000 grammes."),
        ("de", "Der Weg ist einen Kilometer lang.", "Der Weg ist 1000 Meter lang."),
        ("en", "The town hosts Super Bowl LIX.", "The town hosts Super Bowl 59."),
        ("es", "Así fue hasta bien entrado el siglo XIX.", "Así fue en el siglo 19."),
        ("en", "The strike lasted a year.", "The strike lasted 52 weeks."),
        ("en", "The strike lasted a month.", "The strike lasted 30 days."),
        ("de", "Anderthalbtausend Menschen flohen.", "Rund 1.500 Menschen flohen."),
        ("de", "Eine halbe Million Menschen floh.", "500.000 Menschen flohen."),
        ("de", "Anderthalb Millionen Menschen flohen.", "1,5 Millionen Menschen flohen."),
        ("es", "Medio millón de personas huyó.", "Huyeron 500.000 personas."),
        ("fr", "Une centaine de maisons ont brûlé.", "Cent maisons, soit 100, ont brûlé."),
        ("fr", "Un demi-million de personnes ont fui.", "Quelque 500.000 personnes ont fui."),
        ("pt", "Meio milhão de pessoas fugiu.", "Fugiram 500 mil pessoas."),
        ("ru", "Двадцать пять человек погибли.", "Погибли 25 человек."),
        ("sv", "Tjugofem personer omkom.", "Det var 25 personer som omkom."),
        ("pl", "Zginęło dwadzieścia pięć osób.", "Śmierć poniosło 25 osób."),
        ("hi", "पाँच लाख लोग बेघर हुए।", "कुल 500,000 लोग बेघर हुए।"),
        ("ar", "نزح نصف مليون شخص.", "بلغ عدد النازحين 500 ألف شخص."),
    ],
)
def test_what_may_stand_in_words_is_left_to_the_judge(language: str, text: str, claim: str) -> None:
    found = check(text, claim, language)
    assert found.verdict == "unverified"
    carries = CheckResult(name="judge", outcome="pass", verdict="supported", sentences=(0,))
    judged = with_judgements([found], {found.id: carries}, read(text + 2 * FILL[language], language=language))[0]
    assert judged.verdict == "supported"
    assert not {check.name for check in judged.failures} & {"figures", "worded_figures"}


def test_the_judge_reads_the_doubt() -> None:
    (question,) = list_questions([check("Двадцать пять человек погибли.", "Погибли 26 человек.", "ru")])
    assert question.doubts == ("the article does not have the number “26”",)


@pytest.mark.parametrize(
    "claim",
    [
        "Some 43 people fled.",
        "It lasted 47 minutes.",
        "It cost 3.7 million crowns.",
        "It cost 85,000 crowns.",
        "It cost 35 million crowns.",
        "It was so in 1985.",
        "Some 1.5 million people saw it.",
    ],
)
def test_what_would_be_read_is_refuted(claim: str) -> None:
    text = "Forty-five people fled in nineteen eighty-four for 35 minutes. It cost 2.7 million crowns."
    assert check(text, claim, "en").verdict == "unsupported"


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "The train leaves at 18:30.", "The train leaves at 18.40."),
        ("en", "The train leaves at 18:30.", "The train has 18 cars."),
        ("en", "The train leaves at 18:30.", "An 18-year-old drives the train."),
        ("fr", "Le match commence à 20h45.", "Le match commence à 20 h 15."),
        ("de", "Die Sitzung beginnt um 14:00 Uhr.", "Die Sitzung beginnt um 15 Uhr."),
        ("en", "Fire killed 14 in Lund, 25 in Kress and 31 in Pell.", "The fire killed 80 people."),
        ("en", "Fire killed 14 in Lund, in Kress 25.\n\nA flood killed 31 in Pell.", "The fire killed 70 people."),
        ("en", "The rate rose by 50 basis points.", "The rate rose by 0.6 percentage points."),
        ("en", "Officials counted 214 delegates.", "Officials counted 2,140 delegates."),
        ("en", "Some 24,600 people fled.", "Some 2,460,000 people fled."),
        ("en", "The town hosts Super Bowl LIX.", "The town hosts Super Bowl 58."),
        ("en", "The road is a kilometre long.", "The road has 1,000 bends."),
        ("en", "The road is a kilometre long.", "The road is 1,240 metres long."),
        ("en", "Class C of the school has 41 pupils.", "Class C has 100 pupils."),
        ("en", "The strike lasted a year.", "The strike lasted 53 weeks."),
    ],
)
def test_what_is_written_in_another_way_is_still_compared(language: str, text: str, claim: str) -> None:
    assert check(text, claim, language).verdict == "unsupported"


def test_a_language_that_nothing_is_known_of_is_checked() -> None:
    article = read("The town had 14 horses." + 2 * FILL["en"], language="tlh")
    claim = Claim("key_points.0", "key_points", "The town had 4,567 weeks of rain.")
    assert check_by_code([claim], article)[0].verdict == "unsupported"


def test_time_for_sums_is_bounded() -> None:
    row = "It had {0}1 cats, {0}3 dogs, {0}7 cows, {0}9 pigs, 2{0} hens, 3{0} ewes, 4{0} rats and 5{0} mice.\n\n"
    article = read("".join(map(row.format, range(10, 1_000))), language="en")
    with costs_less_than(2):
        assert not is_sum(Figure(0, 3, "1.5", frozenset({1.5})), article)


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Forty people fled on behalf of all.", "Some 100,000 people fled."),
        ("de", "Vierzig Menschen flohen deshalb.", "100 Menschen flohen."),
        ("es", "Huyeron cuarenta personas.", "Huyeron 500.000 personas."),
        ("fr", "Quarante personnes ont fui.", "Quelque 1 000 personnes ont fui."),
        ("it", "Quaranta persone sono fuggite.", "Sono fuggite 100 persone."),
        ("nl", "Veertig mensen vluchtten.", "Er vluchtten 1.500 mensen."),
        ("pt", "Quarenta pessoas fugiram.", "Fugiram 500 mil pessoas."),
    ],
)
def test_a_round_number_is_refuted_where_no_word_may_tell_it(language: str, text: str, claim: str) -> None:
    assert check(text, claim, language).verdict == "unsupported"


@pytest.mark.parametrize(
    ("language", "text", "claim", "verdict"),
    [
        ("ru", "Проголосовали 46 тысяч 713 человек.", "Голосов было 46 713.", "unverified"),
        ("ru", "Проголосовали 46 713 человек.", "Голосов было 46 813.", "unsupported"),
        ("sv", "Sammanlagt röstade 46 713 personer.", "Rösterna var 46 813.", "unsupported"),
        ("ar", "صوت 46,713 شخصا.", "بلغ عدد الأصوات 46,813.", "unsupported"),
        ("pl", "Było to w roku tysiąc dziewięćset osiemdziesiątym czwartym.", "Stało się w 1984 roku.", "unverified"),
    ],
)
def test_a_long_number_is_spelled_in_no_language(language: str, text: str, claim: str, verdict: str) -> None:
    assert check(text, claim, language).verdict == verdict
