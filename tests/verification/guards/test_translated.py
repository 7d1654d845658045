"""Guards on claims in another language than the article: what they ask about, and what they leave to the judge."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.quoted_words import find_quotations
from newsbrief.article.reading import read
from newsbrief.evals.across import check, format_table, load_pairs
from newsbrief.verification.claim import Claim
from newsbrief.verification.guards import DECIDING, GUARDS, run_guards
from newsbrief.verification.translated import is_marked, list_languages, mark_in, mark_quotations
from tests.support.processor_time import costs_less_than
from tests.support.scripted_judge import ScriptedChat, SoundJudge, panel

PERSIAN = read(
    "تهران — وزیر امور خارجه عباس عراقچی روز چهارشنبه گفت گفت‌وگوها روز جمعه در مسقط برگزار می‌شود. "
    "او گفت: «ما آماده‌ایم.» بودجه ۱۲٫۵ میلیارد دلار است.",
    language="fa",
)
SILENT = read(
    "Der Rat der Stadt tagte am Montag. Er beschloss den Haushalt mit 31 zu 12 Stimmen. "
    "Danach sprach er noch lange über den neuen Spielplatz am Fluss.",
    language="de",
)


def list_failed(text: str, article: Article, language: str) -> set[str]:
    claim = Claim("key_points.0", "key_points", text, translated_into=language)
    return {found.name for found in run_guards(claim, article) if found.outcome == "fail"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Foreign minister Abbas Araghchi said the talks take place in Muscat on Friday.", set()),
        ("The budget is 12.5 billion dollars.", set()),
        ("The budget is 14.5 billion dollars.", {"translated_figures"}),
        ("Foreign minister Hossein Salami said the talks take place on Friday.", {"translated_names"}),
        ("The talks take place on Tuesday.", {"translated_dates"}),
        ("He said “we are ready” (translated).", set()),
        ("He said “we are ready”.", {"translated_quotes"}),
        ("He said «ما آماده‌ایم».", set()),
    ],
)
def test_what_is_asked_about(text: str, names: set[str]) -> None:
    assert list_failed(text, PERSIAN, "en") == names


def test_a_quotation_from_an_article_that_quotes_nobody_is_asked_about() -> None:
    assert list_failed("The mayor said “never” (translated).", SILENT, "en") == {"translated_quotes"}


def test_guards_of_one_language_and_of_two_do_not_mix() -> None:
    across = {guard.name for guard in GUARDS if guard.is_for_translations}
    assert not across & DECIDING
    own = {f.name for f in run_guards(Claim("k.0", "key_points", "Es waren 31."), SILENT)}
    assert not own & across
    other = {f.name for f in run_guards(Claim("k.0", "key_points", "31 voted.", translated_into="en"), SILENT)}
    assert other == across


LEBANESE = read(
    "بيروت - قال الوزير إن العمل يبدأ في الخامس عشر من كانون الثاني بعد تأجيله من تموز. وتبلغ الكلفة ثلاثة آلاف دولار. "
    "وأضاف أن الحكومة تبحث عن ممول للمشروع في الخارج.",
    language="ar",
)
SPANISH = read(
    "MADRID - La inversión asciende a 2.300 millones de euros, dijo el ministro. El 55 % lo paga el Estado. "
    "El resto queda a cargo de las empresas que quieren explotar la línea.",
    language="es",
)
YESTERDAY = read(
    "ANKARA — Fabrikanın temeli dün atıldı. Bakan pazartesi günü konuşacak. "
    "Köylüler ise suyun azalmasından ve yolların bozulmasından korktuklarını, "
    "kimsenin kendilerine bir şey sormadığını söyledi.",
    language="tr",
    published_at=datetime(2026, 6, 10, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("text", "article", "names"),
    [
        # Countries of one language call the months otherwise.
        ("Work starts on 15 January.", LEBANESE, set()),
        ("Work starts on 15 February.", LEBANESE, {"translated_dates"}),
        # Spelled numbers of Arabic are not read: round ones may be spelled.
        ("The cost is 3,000 dollars.", LEBANESE, set()),
        ("The cost is 3,700 dollars.", LEBANESE, {"translated_figures"}),
        # A mark does what it does in the language of each text.
        ("The investment is 2.3 billion euros.", SPANISH, set()),
        ("The investment is 2.3 million euros.", SPANISH, {"translated_figures"}),
        ("The other 45 per cent is paid by others.", SPANISH, set()),
        ("The other 35 per cent is paid by others.", SPANISH, {"translated_figures"}),
        # A decimal at the end of a sentence is no date.
        ("The cost rises to 7.5.", LEBANESE, set()),
        # Yesterday has a name, too.
        ("The foundation was laid on Tuesday.", YESTERDAY, set()),
        ("The foundation was laid on Saturday.", YESTERDAY, {"translated_dates"}),
    ],
)
def test_numbers_and_days_as_each_language_writes_them(text: str, article: Article, names: set[str]) -> None:
    assert list_failed(text, article, "en") == names


def test_years_are_the_same_in_another_calendar() -> None:
    article = read(
        "تهران — این طرح در بهار ۱۳۹۸ متوقف شد و در آذر دوباره آغاز می‌شود، شهردار گفت. "
        "مردم شهر امیدوارند که این بار کار تمام شود.",
        language="fa",
    )
    assert (
        list_failed("The project was stopped in the spring of 2019 and starts again in November.", article, "en")
        == set()
    )
    assert list_failed("The project was stopped in the spring of 1999.", article, "en") == {"translated_figures"}


@given(st.text(alphabet="ab «»“”\"'().", max_size=60), st.sampled_from(list_languages()))
def test_every_quotation_is_marked_once(text: str, language: str) -> None:
    once = mark_quotations(text, SILENT, language)
    assert once.replace(f" {mark_in(language)}", "") == text.replace(f" {mark_in(language)}", "")
    if find_quotations(once):
        unmarked = [q for q in find_quotations(once) if q.pieces and not is_marked(q, once, language)]
        assert not unmarked


def test_the_mark_stands_behind_a_closing_mark_of_two_characters() -> None:
    assert mark_quotations("He said ``We will come'' and left.", SILENT, "en") == (
        "He said ``We will come'' (translated) and left."
    )


def test_time_is_linear() -> None:
    numbers = Random(0).choices(range(5_000), k=80_000)
    text = "".join(chr(0x4E00 + number) if place % 30 else "。" for place, number in enumerate(numbers))
    article = read(text, language="zh")
    with costs_less_than(5):
        list_failed("The governor met Margaret Whitfield.", article, "en")


async def test_the_shipped_pairs_of_languages() -> None:
    found = [one for pair in load_pairs() for one in await check(pair)]
    assert len({one.pair for one in found}) == 18

    def count_asked(*, carried: bool, blind: bool) -> int:
        group = [f for f in found if f.labelled.carried is carried and f.pair.endswith("blind") is blind]
        assert len(group) == (120 if blind else 30)
        return sum(bool(f.doubts) for f in group)

    # As the page on other languages tells them.
    assert count_asked(carried=True, blind=False) == 0
    assert count_asked(carried=False, blind=False) == 19
    assert count_asked(carried=True, blind=True) == 19
    assert count_asked(carried=False, blind=True) == 38
    # Code alone supports and refutes nothing across languages.
    assert {one.checked.verdict for one in found} == {"unverified"}
    assert "| all others | 0 of 30 |" in format_table(found)


async def test_a_judge_decides_and_hears_the_doubts() -> None:
    pair = next(pair for pair in load_pairs() if pair.name == "de > en")
    chat = ScriptedChat(SoundJudge({"430 jobs": None}))
    found = await check(pair, panel(chat))
    verdicts = {one.labelled.text: one.checked.verdict for one in found}
    assert verdicts["Terminal operator Nordkai plans to cut about 430 jobs by the end of 2027."] == "contradicted"
    assert verdicts["Terminal operator Nordkai plans to cut about 340 jobs by the end of 2027."] == "supported"
    asked = chat.asked[-1]["messages"]
    assert "the article does not have the number “430”" in asked[1]["content"]
    assert "the claims are in English" in asked[1]["content"]
