"""Lines that are a date alone, and lines that only hold one."""

import pytest

from newsbrief.article.date_lines import is_date
from newsbrief.article.reading import read


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Thursday, 12 February"),
        ("en", "Feb. 12, 2026 at 6:05 p.m. EST"),
        ("en", "2nd September 2025, 4.40pm"),
        ("de", "Donnerstag, 12. Februar 2026, 18:32 Uhr"),
        ("fr", "Jeudi 12 février 2026 à 18h30"),
        ("es", "12 de febrero de 2026"),
        ("es", "17/08/2025 a las 21:05h."),
        ("pl", "12 lutego 2026 r."),
        ("ru", "12 февраля 2026 г."),
        ("tr", "12 Şubat 2026 Perşembe"),
        ("ar", "12 فبراير 2026"),
        ("fa", "۱۲ فوریه ۲۰۲۶"),
        ("zh", "2026年2月12日"),
        ("ja", "2026年2月12日 18時30分"),
    ],
)
def test_a_date_alone(language: str, line: str) -> None:
    assert is_date(line, language)


@pytest.mark.parametrize(
    "line",
    ["May 5 talks fail", "March 2026 budget", "Sunday", "9/11", "12", "On Thursday, 12 February, the bridge fell."],
)
def test_more_or_less_than_a_date(line: str) -> None:
    assert not is_date(line, "en")


def test_a_date_above_the_headline_is_not_the_title() -> None:
    article = read(
        "Thursday, 12 February\n\nHarbour bridge to close for two years\n\nAnna Field\n\nTransport editor\n\n"
        "The harbour bridge will close on 2 March for two years of repairs, the port said on Thursday. "
        "Drivers face a detour of 14 miles."
    )
    assert article.title == "Harbour bridge to close for two years"
