"""Names and nouns told in full once and then in short."""

import pytest

from newsbrief.article.reading import read
from newsbrief.extractive.context import is_understood
from newsbrief.extractive.engine import extract
from newsbrief.extractive.mentions import mentions, title_words
from newsbrief.extractive.ranking import candidates

TRIAL = """Court clears former mayor

A jury in Leeds cleared former mayor Anna Whitlock of bribery on Tuesday after six weeks of hearings.

Prosecutors had accused Whitlock of taking £40,000 from a builder, which she denied in court.

Reporters were told that Whitlock left the building by a side door before noon.

The builder paid the money in three parts, prosecutors told the jury on Monday."""


def test_a_surname_is_owed_where_the_fuller_name_stood_before() -> None:
    article = read(TRIAL)
    given, owed = zip(*((m.given, m.owed) for m in mentions(article)), strict=True)
    assert "whitlock" in given[1]
    assert "whitlock" in owed[2]
    assert "whitlock" in owed[3]


def test_a_noun_is_owed_where_it_was_introduced_before() -> None:
    article = read(TRIAL)
    assert "the builder" in mentions(article)[2].given
    assert "the builder" in mentions(article)[4].owed


def test_what_the_title_tells_needs_no_introduction() -> None:
    assert {"anna", "whitlock", "the bridg"} <= title_words("Anna Whitlock opens bridge", "en")


def test_what_is_owed_must_stand_before_it() -> None:
    found = {c.index: c for c in candidates(read(TRIAL))}
    assert not is_understood(found[3], [], frozenset())
    assert is_understood(found[3], [found[1]], frozenset())
    assert not is_understood(found[1], [], frozenset()) or not found[1].mentions.owed
    assert is_understood(found[3], [], frozenset({"whitlock"}))
    assert not is_understood(found[3], [found[4]], frozenset())


def test_no_bullet_owes_what_is_not_printed_before_it() -> None:
    article = read(TRIAL)
    draft = extract(article)
    known = title_words(article.title or "", "en") | {
        given for item in draft.the_story for given in mentions(article)[item.sources[0]].given
    }
    for section in (draft.key_points, draft.key_takeaways):
        before = set(known)
        for item in section:
            for source in item.sources:
                assert mentions(article)[source].owed <= before
                before |= mentions(article)[source].given


def test_a_compound_introduces_its_last_part() -> None:
    text = (
        "Fund vor der Küste\n\nTaucher haben vor Pellheim ein Frachtschiff aus Holz gefunden, teilte die Polizei mit. "
        "Das Schiff lag in zwölf Metern Tiefe und war mit Ziegeln beladen."
    )
    assert "the schiff" in mentions(read(text, language="de"))[2].owed


MERGER = """Halvorsen buys Tarn Foods

Halvorsen has bought Tarn Foods for 240 million kroner, it said on Tuesday after weeks of talks in Pell.

The owners of Tarn Foods had looked for a buyer since a fire at its only factory in March.

{sentence} Regulators have to agree by June.

Prices of cheese rose by a tenth in the county last year."""


def test_a_first_name_stands_for_the_fuller_one() -> None:
    article = read(
        "Girl found\n\nPolice in Pell said that Luana Marques Brandt was found on Monday by two walkers.\n\n"
        "They said that Luana had left a bar in the centre of Pell on Saturday night with two friends."
    )
    assert "luana" in mentions(article)[1].given
    assert "luana" in mentions(article)[2].owed


@pytest.mark.parametrize(
    ("language", "full", "short", "name"),
    [
        ("ar", "قال الخبير هاني سليمان: الجسر قديم ويحتاج إلى إصلاح", "وأضاف سليمان أن الإصلاح سيبدأ قريبا", "سليمان"),
        ("fa", "سرهنگ منوچهر نصیری فرمانده شهر گفت: پل بسته شد", "نصیری افزود: پل تا بهار بسته می‌ماند", "نصیری"),
        ("he", "ראש העיר דנה לביא אמרה כי הגשר ייסגר", "לביא הוסיפה כי הגשר ייפתח בקיץ", "לביא"),
        ("ja", "警視庁は荻田卓容疑者を逮捕した", "荻田容疑者は容疑を認めている", "荻田"),
    ],
)
def test_surnames_alone_in_scripts_without_capitals(language: str, full: str, short: str, name: str) -> None:
    end = "。" if language == "ja" else ". "
    told = mentions(read(f"{full}{end}{short}{end}" + f"{full}{end}" * 3, language=language))
    assert name in told[0].given
    assert name in told[1].owed


def test_initials_before_a_name_are_part_of_it() -> None:
    article = read(
        "Egg cells\n\nThe lawyers will ask the ART Reproductive Center in Pell for leave to take the cells to Ormsby. "
        "They hope that ART will agree before the winter, as the Center has agreed to such a step before."
    )
    assert "art" in mentions(article)[1].given
    assert "art" in mentions(article)[2].owed
