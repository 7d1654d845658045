"""Numbers of Chinese, Japanese and Korean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.reading import read
from newsbrief.verification.claim import Claim
from newsbrief.verification.east_asian import find_numerals
from newsbrief.verification.guards import figures

ARTICLES = {
    "ja": "大阪市は5日、新しい橋の建設に3億円を投じると発表した。市の予算は1兆2000億円で、利用者は年12万人を見込む。"
    "工事は三千万円の追加費用がかかる可能性があると、市長は述べた。総額は450,000,000円になる。",
    "ko": "서울시는 5일 새 다리 건설에 1.2억 원을 투입한다고 발표했다. "
    "시 예산은 1조 2000억원이며 이용자는 연간 3만5000명으로 예상된다. "
    "시장은 추가 비용이 5천만 원에 이를 수 있다고 말했다. 공사는 내년 3월에 시작된다.",
    "zh": "上海市政府周一宣布投资3.5亿元建设新桥。该市预算为3万亿元，"
    "预计每年有12万人使用。"
    "市长表示，追加费用可能达到三千万元。工程将于明年三月开始。",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3億円を投じた", 3e8),
        ("約5,000万円", 5e7),
        ("1兆2000億円の予算", 1.2e12),
        ("2億9876万円", 298_760_000),
        ("三千万円", 3e7),
        ("12 万人参加", 1.2e5),
        ("3.5亿元", 3.5e8),
        ("3万亿元", 3e12),
        ("1億2,345萬人", 123_450_000),
        ("两千三百万元", 2.3e7),
        ("1.2억 원", 1.2e8),
        ("1조 2000억원", 1.2e12),
        ("3만5000명", 35_000),
        ("5천만 달러", 5e7),
        ("300000000円", 3e8),
    ],
)
def test_a_number_is_read_whatever_letter_stands_beside_it(text: str, value: float) -> None:
    assert [numeral.value for numeral in find_numerals(text)] == [value]


@pytest.mark.parametrize(
    "text", ["2024年3月5日", "二〇二四年", "数億円", "几十万人", "第3回", "B12万", "2024년 5월", "百貨店"]
)
def test_dates_names_and_guesses_are_no_numbers(text: str) -> None:
    assert not list(find_numerals(text))


@given(st.text(alphabet="0123456789.,: 一十千万億兆만조천 年x", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for numeral in find_numerals(text):
        assert 0 <= numeral.start < numeral.end <= len(text)


@pytest.mark.parametrize(
    ("language", "claim", "outcome"),
    [
        ("ja", "市は橋の建設に3億円を投じる。", "pass"),
        ("ja", "市は橋の建設に30億円を投じる。", "fail"),
        ("ja", "予算は1.2兆円だ。", "pass"),
        ("ja", "予算は1兆4000億円だ。", "fail"),
        ("ja", "追加費用は3000万円の可能性がある。", "pass"),
        ("ja", "総額は4億5000万円になる。", "pass"),
        ("ja", "総額は4.7億円になる。", "fail"),
        ("ko", "시는 다리에 1억 2000만 원을 투입한다.", "pass"),
        ("ko", "시는 다리에 1.4억 원을 투입한다.", "fail"),
        ("ko", "이용자는 3만7000명이다.", "fail"),
        ("zh", "市政府投资35,000万元建桥。", "pass"),
        ("zh", "追加费用可能达3000万元。", "pass"),
        ("zh", "预算为3.2万亿元。", "fail"),
    ],
)
def test_a_claim_has_the_articles_value_however_it_is_written(language: str, claim: str, outcome: str) -> None:
    article = read(ARTICLES[language], language=language)
    assert figures.check(Claim("key_points.0", "key_points", claim), article).outcome == outcome
