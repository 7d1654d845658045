"""Quotations found in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.quoted_words import Quotation, blank_quotations, find_quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said “yes”.", ["yes"]),
        ("Er sagte „ja“.", ["ja"]),
        ('Er sagte „Ja". Sie sagte „Nein".', ["Ja", "Nein"]),
        ('Er sagte: „Wir werden "niemals" aufgeben“, so der Minister.', ['Wir werden "niemals" aufgeben']),
        ('Er sagte: „Wir geben "nie" auf", so der Minister.', ['Wir geben "nie" auf']),
        ('Er sagte: „Wir geben "nie auf“, so der Minister.', ['Wir geben "nie auf']),
        ('Er nannte es „"Unsinn" von gestern“.', ['"Unsinn" von gestern']),
        ("Er sagte „ja, „nein“ auch“.", ["ja, „nein"]),
        ("Il a dit « oui ».", [" oui "]),
        ("He said ‘it’s fine’.", ["it’s fine"]),
        ("He said 'it's fine'.", ["it's fine"]),
        ("He said 'the workers' rights are safe'.", ["the workers' rights are safe"]),
        ("The workers' rights aren't Trump's to give.", []),
        ("La crisi degli anni '70 ha frenato un po' la produzione.", []),
        ("Music of the '90s shaped the workers' movement.", []),
        ("Sheikh 'Abdullah went to the rebels' base.", []),
        ("Zij zag 't huis en de spelers' bus.", []),
        ("He called it 'absurd' and left the players' room.", ["absurd"]),
        ("He called them ‘cowards’ and left.", ["cowards"]),
        ("She stands 'with the workers' in Leeds.", ["with the workers"]),
        ("She said, 'We are with the workers' in Leeds.", ["We are with the workers"]),
        ("'[W]e won. It was great', he said.", ["[W]e won. It was great"]),
        ("The '90s were 'a good time', he said.", ["a good time"]),
        ("“She told me ‘no’ twice,” he said.", ["She told me ‘no’ twice,"]),
        ("He said ``yes''.", ["yes"]),
        ("Han sa ”ja” och ”nej”.", ["ja", "nej"]),
        ("Er sagte ‚ja‘.", ["ja"]),
        ("דובר צה״ל אמר ״לא נעצור״.", ["לא נעצור"]),
        ('דובר צה"ל אמר "צה"ל לא יעצור".', ['צה"ל לא יעצור']),
        ("他说《是》。", ["是"]),
        ('A 6" pipe.', []),
        ('"', []),
        ("", []),
    ],
)
def test_finds(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


def test_an_open_quotation_runs_on_where_that_is_asked_for() -> None:
    text = "She said: “We will sack them all."
    assert find_quotations(text) == ()
    assert [q.text for q in find_quotations(text, runs_on=True)] == ["We will sack them all."]


@pytest.mark.parametrize("text", ['He said “yes" and left.', "He said „yes» and left.", 'He said "yes” and left.'])
def test_an_open_quotation_ends_at_a_mark_of_another_kind(text: str) -> None:
    assert [q.text for q in find_quotations(text, runs_on=True)] == ["yes"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("We want peace", [("we", "want", "peace")]),
        ("We want … peace", [("we", "want"), ("peace",)]),
        ("We want [...] peace", [("we", "want"), ("peace",)]),
        ("[W]e want [Iran's] peace.", [("we", "want"), ("peace",)]),
        ("…", []),
    ],
)
def test_pieces(text: str, pieces: list[tuple[str, ...]]) -> None:
    assert list(Quotation(0, len(text), text).pieces) == pieces


@given(st.text(alphabet="ab \"'“”‘’«»„`.", max_size=80))
def test_quotations_stand_in_order_and_apart(text: str) -> None:
    last = 0
    for q in find_quotations(text):
        assert last <= q.start < q.end <= len(text)
        last = q.end
    assert len(blank_quotations(text)) == len(text)
