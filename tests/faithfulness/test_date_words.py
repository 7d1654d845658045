import subprocess
import sys

import pytest

from service.verification.date_words import date_words


@pytest.mark.parametrize(("language", "month", "weekday"), [("en", "february", "friday"), ("de", "februar", "freitag")])
def test_a_language_names_its_months_and_days(language: str, month: str, weekday: str) -> None:
    words = date_words(language)
    assert words.months[month] == 2
    assert words.weekdays[weekday] == 4
    assert {month, weekday} <= words.cues


@pytest.mark.parametrize("language", ["und", "xx", "../en", ""])
def test_a_language_without_a_table_names_nothing(language: str) -> None:
    assert not date_words(language).months


def test_the_package_of_the_table_is_not_imported() -> None:
    code = (
        "import sys; from service.verification.date_words import date_words; date_words('en');"
        " print('dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
