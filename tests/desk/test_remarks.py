"""Remarks of checks and notes of histories are told in the language of the desk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.reading import read
from newsbrief.desk.interface import NAMES, interface
from newsbrief.verification import guards
from newsbrief.verification.claim import Claim
from newsbrief.verification.verdict import report
from newsbrief.verification.verification import examine

ARTICLE = read(
    "The council of Leeds met on Monday and said that it will build 12 new bus lanes in 2027. "
    "“We leave nobody alone on the road,” the mayor said. The talks were moved from Istanbul to Oman, the mayor said."
)
WRONG = (
    "The council will build 4,500 bus lanes.",
    "“We leave everybody alone on the road,” the mayor said.",
    "“Buses are the worst invention of mankind so far,” the mayor said.",
    "The c\u043euncil will build bus lanes.",
    "It will build bus lanes.",
    "x" * 3_000,
)


@pytest.mark.parametrize("code", [code for code in NAMES if code != "en"])
def test_what_the_guards_say_of_a_claim(code: str) -> None:
    words, seen = interface(code), set()
    for text in WRONG:
        (found,) = examine([Claim("key_points.0", "key_points", text)], ARTICLE)
        for check in found.checks:
            if check.outcome == "fail":
                line = f"{check.name}: {check.detail}"
                told = words.remark(line)
                seen.add(check.name)
                assert told.startswith(words.remark.check(check.name)), told
                assert check.detail not in told, "nothing of it stays in English"
                assert not check.fault or check.fault in told
    assert seen >= {"figures", "quotes", "scripts", "form", "length"}


def test_every_guard_has_a_name_in_every_language() -> None:
    for code in NAMES:
        assert all(f"check.{guard.name}" in interface(code).words for guard in guards.GUARDS)


@pytest.mark.parametrize(
    ("kept", "german"),
    [
        ("as made", "wie erstellt"),
        ("back to version 3", "zurück zu Fassung 3"),
        ("key_points.1: written anew", "Kernpunkte\u00a02: neu geschrieben"),
        (
            "Key Points: 2 changed, 1 deleted; Title: 1 looked at",
            "Kernpunkte: 2 geändert, 1 gelöscht; Titel: 1 angesehen",
        ),
        ("characters: 92, at most 65 allowed", "92 Zeichen, höchstens 65 erlaubt"),
        (
            "unsupported: the article does not have the number “45”",
            "Nicht belegt: die Zahl „45“ steht nicht im Artikel",
        ),
        (
            "Title: 1 changed; “Oil; and gas.”: Ada saved it against the checks: She called.",
            "Titel: 1 geändert; „Oil; and gas.“: Ada hat es gegen die Prüfung gespeichert: She called.",
        ),
        ("Ada deleted it", "Ada hat es gelöscht"),
        (
            "the draft said: It rose. (the article does not have the number “45”)",
            "der Entwurf lautete: It rose. (die Zahl „45“ steht nicht im Artikel)",
        ),
        ("The model wrote none.", "Das Modell hat nichts dafür geschrieben."),
        ("judge: Ada changed: the article has 43", "Prüfmodell: Ada changed: the article has 43"),
        ("the article names no other month, as far as I see", "the article names no other month, as far as I see"),
    ],
)
def test_what_is_known_is_translated_and_nothing_else(kept: str, german: str) -> None:
    assert interface("de").remark(kept) == german


def test_why_a_briefing_did_not_pass() -> None:
    (claim,) = examine([Claim("key_points.0", "key_points", WRONG[0])], ARTICLE)
    told = interface("fr").remark(report([claim], [claim, claim]).reason)
    assert told == "non étayées par l’article : 1; écartées : 2"


@given(st.text(max_size=400), st.sampled_from(list(NAMES)))
def test_whatever_a_judge_says_stays_readable(text: str, code: str) -> None:
    assert isinstance(interface(code).remark(text), str)
