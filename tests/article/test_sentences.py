"""Sentences: exact offsets always, and the splits that news text needs."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbrief.article.sentences import SENTENCE_LENGTH, split_sentences
from tests.support.processor_time import costs_less_than

# fmt: off
PIECES = (
    "a", "B", "U.S.", "Dr.", "no.", "No. 5", " ", " ", " ", ". ", "? ", "! ", "“", "”", '"', "'", "(", ")", "…",
    "\n", "\r\n", "\u2028", "字", "。", "」", "「", "؟", "।", "\u200b", "é", "e\u0301", "😀", "👨‍👩‍👧",
    "1. ", "9 a.m. ", "Friday", "[1]", "—",
)
# fmt: on
ALPHABET = st.sampled_from(PIECES)
TEXTS = st.one_of(st.text(max_size=300), st.lists(ALPHABET, max_size=200).map("".join))
LANGUAGES = st.sampled_from(["en", "de", "fr", "zh", "ja", "th", "ar", "fa", "hi", "und", "xx"])
WORD = regex.compile(r"[\p{L}\p{N}]")


def split(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, language)]


@given(TEXTS, LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_offsets_hold(text: str, language: str) -> None:
    spans = list(split_sentences(text, language))
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert WORD.search(text, span.start, span.end)
        assert span.end - span.start <= SENTENCE_LENGTH
        assert not WORD.search(text, end, span.start), "a word stands in no sentence"
        end = span.end
    assert not WORD.search(text, end), "a word stands in no sentence"


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. said no.", "U.S.–Iran talks failed."],
        ["From Escalation to Engagement: Iran–U.S. Tensions Reach a Peak."],
        ["“Stop. Now.” she said.", "He left."],
        ["“Are you there?” President Trump asked.", "Nobody answered."],
        ['"We want a deal," he said.', '"But we will not wait."'],
        ["J. K. Rowling met J. D. Vance.", "They spoke."],
        ["He lives at No. 5 Downing St. on Tuesday.", "It rained."],
        ["It fell at 5 p.m. Friday in Oman.", "Nobody was hurt."],
        ["Wait... what happened?", "The talks… well, they resumed."],
        ["Prices rose 3.5% vs. 2.1% a year ago.", "They fell."],
        ["He left.[2]", "She stayed."],
        ["Gen. Smith and Sen. Lee (D-Md.) met.", "They agreed."],
        ["The drone (it was shot down. Nobody was hurt.) fell."],
    ],
)
def test_english(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["他来了。", "她走了！", "真的吗？", "总理表示：“好。”他说。"]),
        ("ja", ["首相は「合意は近い。」と述べた。", "会談は来週行われる。"]),
        ("ar", ["وأضاف: «لن نتراجع».", "هل ستنجح المفاوضات؟", "لا أحد يعرف؛ لكن الأمل باق."]),
        ("fa", ["او افزود: «نه.»", "آیا موفق می‌شود؟", "بله."]),
        ("hi", ["बातचीत जारी रहेगी।", "बैठक कब होगी?", "अगले सप्ताह।"]),
        ("ur", ["یہ ہے۔", "وہ گیا۔"]),
        ("de", ["Am 3. März kam z. B. Dr. Müller.", "Der 1. FC Köln gewann.", "„Nein. Nie.“"]),
        ("fr", ["M. Macron a dit : « Non. Jamais. »", "Il est parti."]),
    ],
)
def test_other_languages(language: str, expected: list[str]) -> None:
    joint = "" if language in ("zh", "ja") else " "
    assert split(joint.join(expected), language) == expected


def test_a_line_break_ends_no_sentence() -> None:
    assert split("The talks\r\nfailed. He\nleft.") == ["The talks\r\nfailed.", "He\nleft."]


@pytest.mark.parametrize("unit", ["word ", "w", "字", "clause, ", "e\u0301", "กข", "“ a "])
def test_a_monstrous_sentence_is_cut(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    parts = split(text)
    assert max(map(len, parts)) <= SENTENCE_LENGTH
    assert "".join("".join(parts).split()).replace("“", "") == "".join(text.split()).replace("“", "")
    assert not any(part.startswith("\u0301") for part in parts)


def test_a_monstrous_sentence_is_cut_after_a_clause() -> None:
    assert all(part.endswith("clause,") for part in split("a long clause, " * 1_000))


@pytest.mark.parametrize(
    "unit", ["“", "«a ", "U.S. ", "1. ", "a.” ", "9 a.m. Monday. ", "a" * 50, "\u0315\u0300", ".", "(a. "]
)
def test_time_is_linear(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    with costs_less_than(3):
        for _ in split_sentences(text, "en"):
            pass


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Carriages of the 6.42 p.m. Brannwick service left the rails. Four died.", 2),
        ("He left at 6.42 p.m. Police said so.", 2),
        ("Timetable: 1. bids by May; 2. award in December; 3. start in 2027. Then it ends.", 2),
    ],
)
def test_clocks_before_a_name_and_items_within_a_line_end_nothing(text: str, whole: int) -> None:
    assert len(list(split_sentences(text, "en"))) == whole


def test_thai_ends_at_spaces_but_not_between_a_speaker_and_what_is_said() -> None:
    told = (
        "รัฐบาลไทยประกาศเมื่อวันศุกร์ว่าจะจัดการเจรจาที่กรุงเทพฯ",
        "นายกรัฐมนตรีกล่าวว่า การเจรจาอาจใช้เวลาหลายสัปดาห์",
        "ฝ่ายค้านวิจารณ์ว่ารัฐบาลล่าช้าเกินไปและไม่รับฟังประชาชน",
    )
    text = " ".join(told)
    assert tuple(text[s.start : s.end] for s in split_sentences(text, "th")) == told


@pytest.mark.parametrize(
    ("language", "wholes"),
    [
        ("tr", ["Aydan, 34. hafta itibarıyla 21 golle öne geçti.", "Takım 2. sırada yer alıyor."]),
        (
            "pl",
            ["Przyszli m.in. Anna Wilk i wysłannik ds. Wybrzeża Stefan Witek.", "Most ma kosztować ok. 240 mln koron."],
        ),
        ("pl", ["Partia ma 23 proc. – prawie tyle co rząd.", "Pozwala na to art. 6 ust. 2 ustawy."]),
        ("es", ["El club deberá devolver G. 160.083.711 a la Contraloría.", "El juez lo decidió."]),
        ("es", ["Pell, 12 mar (EFE).- El concejo aprobó la ley.", "El Sr. Pérez dijo: «Vamos».", "Después se fue."]),
        ("es", ["El dúo t.A.T.u volvió a Pell.", "Cantó dos horas."]),
        ("ja", ["大賞は番組「チコちゃんに叱られる！」が受賞した。", "次の作品は映画だ。"]),
        ("it", ["Lo sciopero dura 48 ore.", "I mezzi sono fermi da ieri.", "Il dott. Rossi è partito."]),
        ("ar", ["قال د. أحمد علي إن الجسر مفتوح.", "وأضاف م. سعيد أن العمل انتهى."]),
        ("ar", ["تحدث في مركز جون إف. كينيدي أمس.", "وقال إن الجسر مفتوح."]),
        ("nl", ["Dhr. Jansen kwam om 20.00 uur.", "Dat was in 2011."]),
    ],
)
def test_abbreviations_and_ordinals_of_other_languages_end_no_sentence(language: str, wholes: list[str]) -> None:
    text = " ".join(wholes)
    assert [text[span.start : span.end] for span in split_sentences(text, language)] == wholes


def test_thai_sets_full_stops_after_abbreviations_and_spaces_within_names() -> None:
    text = "ผู้สื่อข่าวได้รับแจ้งเมื่อวันศุกร์ที่ผ่านมาจากนาย ต.(ไม่ประสงค์เปิดเผยชื่อ) ซึ่งเป็นบุตรชายของผู้เสียชีวิตในจังหวัดนครพนม"
    assert len(split_sentences(text, "th")) == 1


def test_a_reference_in_brackets_stays_with_what_it_is_of() -> None:
    text = "El papa dijo que el domingo tendrá otro nombre. (Homilía, 30 de abril, 2000). La fiesta sigue."
    assert [text[s.start : s.end] for s in split_sentences(text, "es")] == [
        "El papa dijo que el domingo tendrá otro nombre. (Homilía, 30 de abril, 2000).",
        "La fiesta sigue.",
    ]
    text = "Bez umowy relacje UE-W. Brytania opierałyby się na zasadach WTO. Tak było w XIX w. Potem przyszła wojna."
    assert len(split_sentences(text, "pl")) == 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("駐在所には荻田警部補（41）がいる。2人が働く。", 2),
        ("市民は「8日だ。9日ではない」と話した。", 1),
        ("他说了。3月5日晚，民警到场。", 2),
    ],
)
def test_a_number_may_open_a_sentence_in_scripts_without_spaces(text: str, count: int) -> None:
    assert len(split_sentences(text, "zh" if "民警" in text else "ja")) == count


def test_a_stop_within_a_name_ends_no_sentence() -> None:
    assert len(split_sentences("The virus, dubbed Android/Filecoder.C, has been active since July.", "en")) == 1
