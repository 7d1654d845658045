"""Guards on claims in another language than the article: what they ask about, and what they leave to the judge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.evals.across import check, pairs, table
from newsbrief.verification.claim import Claim
from newsbrief.verification.guards import DECIDING, GUARDS, run_guards
from newsbrief.verification.quotation import quotations
from newsbrief.verification.translated import is_marked, languages, mark_in, marked
from tests.judging import ScriptedChat, SoundJudge, panel

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


def failed(text: str, article: Article, language: str) -> set[str]:
    claim = Claim("key_points.0", "key_points", text, language=language)
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
    assert failed(text, PERSIAN, "en") == names


def test_a_quotation_from_an_article_that_quotes_nobody_is_asked_about() -> None:
    assert failed("The mayor said “never” (translated).", SILENT, "en") == {"translated_quotes"}


def test_guards_of_one_language_and_of_two_do_not_mix() -> None:
    across = {guard.name for guard in GUARDS if guard.across}
    assert not across & DECIDING
    own = {f.name for f in run_guards(Claim("k.0", "key_points", "Es waren 31."), SILENT)}
    assert not own & across
    other = {f.name for f in run_guards(Claim("k.0", "key_points", "31 voted.", language="en"), SILENT)}
    assert other == across


@given(st.text(alphabet="ab «»“”\"'().", max_size=60), st.sampled_from(languages()))
def test_every_quotation_is_marked_once(text: str, language: str) -> None:
    once = marked(text, SILENT, language)
    assert once.replace(f" {mark_in(language)}", "") == text.replace(f" {mark_in(language)}", "")
    if quotations(once):
        unmarked = [q for q in quotations(once) if q.pieces and not is_marked(q, once, language)]
        assert not unmarked


async def test_the_shipped_pairs_of_languages() -> None:
    found = [one for pair in pairs() for one in await check(pair)]
    assert len({one.pair for one in found}) == 6
    honest = [one for one in found if one.labelled.carried]
    wrong = [one for one in found if not one.labelled.carried]
    assert sum(bool(one.doubts) for one in honest) <= len(honest) // 20
    assert sum(bool(one.doubts) for one in wrong) >= len(wrong) // 2
    # Code alone supports and refutes nothing across languages.
    assert {one.checked.verdict for one in found} == {"unverified"}
    assert "| all | 0 of 30 |" in table(found)


async def test_a_judge_decides_and_hears_the_doubts() -> None:
    pair = next(pair for pair in pairs() if pair.name == "de > en")
    chat = ScriptedChat(SoundJudge({"430 jobs": None}))
    found = await check(pair, panel(chat))
    verdicts = {one.labelled.text: one.checked.verdict for one in found}
    assert verdicts["Terminal operator Nordkai plans to cut about 430 jobs by the end of 2027."] == "contradicted"
    assert verdicts["Terminal operator Nordkai plans to cut about 340 jobs by the end of 2027."] == "supported"
    asked = chat.asked[-1]["messages"]
    assert "the article does not have the number “430”" in asked[1]["content"]
    assert "the claims are in English" in asked[1]["content"]
