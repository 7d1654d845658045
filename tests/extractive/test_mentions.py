"""Names and nouns told in full once and then in short."""

from newsbrief.article.reading import read
from newsbrief.extractive.context import understood
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
    assert not understood(found[3], [], frozenset())
    assert understood(found[3], [found[1]], frozenset())
    assert not understood(found[1], [], frozenset()) or not found[1].mentions.owed
    assert understood(found[3], [], frozenset({"whitlock"}))
    assert not understood(found[3], [found[4]], frozenset())


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
