"""Sentences that are parts of what stands around them, in every language with data."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbrief.extractive.dependent import announces, is_dependent, is_label

LANGUAGES = sorted(tomllib.loads(files("newsbrief.extractive").joinpath("dependent.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Regardless, the tax will rise in May."),
        ("en", "A record that no other club of the league has reached."),
        ("en", "The 27-year-old was fined in March."),
        ("de", "Sonst fällt die Brücke aus."),
        ("de", "Nicht nur weil der Rat zögert, sondern auch weil Geld fehlt."),
        ("fr", "En conséquence, la ligne reste fermée."),
        ("fr", "Le géant taïwanais des puces publie un bénéfice en hausse."),
        ("es", "Porque después de tres años el puente sigue cerrado."),
        ("es", "Un registro con el que supera a todos sus rivales."),
        ("it", "Un'immagine che ricorda gli anni bui della città."),
        ("pt", "Caso contrário, a ponte fecha."),
        ("nl", "Kortom, de brug blijft dicht."),
        ("da", "Først med den gamle café – og nu også med en ny."),
        ("no", "Derfra gikk turen videre til Bergen."),
        ("sv", "En trolig anledning till det är att bron är gammal."),
        ("tr", "Çünkü köprü eski."),
        ("ru", "Потому что мост старый."),
        ("pl", "Bo most jest stary."),
        ("cs", "Jinak most zavřou."),
        ("ar", "لأن الجسر قديم جدا."),
        ("fa", "زیرا پل قدیمی است."),
        ("he", "כי הגשר ישן מאוד."),
        ("ur", "کیونکہ پل پرانا ہے۔"),
        ("ja", "なぜなら橋が古いからだ。"),
        ("zh", "因为这座桥很旧。"),
        ("ko", "그러면서 다리를 닫겠다고 했다."),
    ],
)
def test_parts_of_what_stands_before(language: str, text: str) -> None:
    assert is_dependent(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council closed the bridge on Tuesday because it is old."),
        ("en", "Because the bridge is old, the council closed it on Tuesday."),
        ("en", "A man who worked at the bridge was arrested on Monday."),
        ("de", "Weil die Brücke alt ist, sperrte der Rat sie am Dienstag."),
        ("fr", "Le groupe Renault ferme son usine de Flins."),
        ("es", "Un policía que trabajaba en el puente ha sido detenido."),
        ("da", "»Broen er gammel,« siger Marie Holm."),
        ("sv", "Bron stängs på tisdag, enligt kommunen."),
        ("ja", "市は橋を閉鎖した。"),
    ],
)
def test_whole_sentences(language: str, text: str) -> None:
    assert not is_dependent(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The places that were hit hardest are the following."),
        ("de", "Die Termine sind wie folgt."),
        ("fr", "Les communes touchées sont les suivantes."),
        ("ja", "各地の震度は次のとおり。"),
        ("ko", "지역별 결과는 다음과 같다."),
        ("zh", "各地情况如下。"),
    ],
)
def test_announcements(language: str, text: str) -> None:
    assert announces(text, language)


def test_what_follows_is_told_elsewhere() -> None:
    assert not announces("The mayor of the following town was fined.", "en")


@pytest.mark.parametrize(
    "text",
    ["Growth factors (of kinds A, B and C).", "chanted the crowd, the paper reports.", "-boats can turn at once."],
)
def test_labels(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council (of Leeds) closed it.", "iPhone sales rose by a tenth.", "– Bron är gammal, säger Anna.",
        "香港行政長官就其大宅的違章建築（僭建）問題道歉。",
    ],
)  # fmt: skip
def test_no_labels(text: str) -> None:
    assert not is_label(text)


@given(st.sampled_from(LANGUAGES), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(language: str, text: str) -> None:
    for found in (is_dependent(text, language), announces(text, language), is_label(text)):
        assert isinstance(found, bool)
