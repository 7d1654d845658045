"""Names told in full once and then in short."""

from newsbrief.article.reading import read
from newsbrief.extractive.mentions import mentions, title_words

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


def test_what_the_title_tells_needs_no_introduction() -> None:
    assert title_words("Anna Whitlock opens bridge") >= {"anna", "whitlock"}


def test_a_first_name_stands_for_the_fuller_one() -> None:
    article = read(
        "Girl found\n\nPolice in Pell said that Luana Marques Brandt was found on Monday by two walkers.\n\n"
        "They said that Luana had left a bar in the centre of Pell on Saturday night with two friends."
    )
    assert "luana" in mentions(article)[1].given
    assert "luana" in mentions(article)[2].owed


def test_initials_before_a_name_are_part_of_it() -> None:
    article = read(
        "Egg cells\n\nThe lawyers will ask the ART Reproductive Center in Pell for leave to take the cells to Ormsby. "
        "They hope that ART will agree before the winter, as the Center has agreed to such a step before."
    )
    assert "art" in mentions(article)[1].given
    assert "art" in mentions(article)[2].owed


def test_a_title_in_short_before_a_name_hides_no_part_of_it() -> None:
    article = read(
        "Slogan\n\nOn Monday the state of Orm put up billboards that Gov. Lena Orth had asked for in May.\n\n"
        "Farmers in Pell laughed. Reporters were told that Orth saw it and laughed, too."
    )
    assert "orth" in mentions(article)[1].given
    assert "orth" in mentions(article)[3].owed
