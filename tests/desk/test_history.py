"""Word by word: nothing of either version is lost in what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.schema import Briefing
from newsbrief.desk.history import TextRun, compare_words, list_changes
from tests.support.processor_time import costs_less_than

BRIEFING = Briefing(
    title="Talks move to Oman",
    the_story="It moved.",
    key_points=("One.", "Two.", "Three."),
    critical_analysis="It may matter.",
    key_takeaways=("It moved.",),
    impact_analysis="More may follow.",
)
texts = st.lists(
    st.sampled_from(["talks ", "move", " ", "Oman", "٣٠٠", "会", "談", "e\u0301", ", ", "\u200b", "<b>"])
).map("".join)


@given(texts | st.text(), texts | st.text())
def test_both_texts_are_in_it(before: str, after: str) -> None:
    runs = compare_words(before, after)
    assert "".join(run.text for run in runs if run.kind != "new") == before
    assert "".join(run.text for run in runs if run.kind != "gone") == after
    assert all(run.text for run in runs)


def test_only_the_words_that_changed() -> None:
    assert compare_words("The talks move to Oman.", "The talks moved to Oman.") == (
        TextRun("same", "The talks "),
        TextRun("gone", "move"),
        TextRun("new", "moved"),
        TextRun("same", " to Oman."),
    )
    assert compare_words("会談はオマーンで", "会談はドーハで")[0] == TextRun("same", "会談は")
    assert compare_words("One thing.", "Quite another matter") == (
        TextRun("gone", "One thing."),
        TextRun("new", "Quite another matter"),
    )


def test_a_pair_that_repeats_its_words_is_compared_in_bounded_time() -> None:
    with costs_less_than(1):
        pairs = (("a b " * 500, "b c " * 500), ("x " * 999 + "y", "z " + "x " * 999), ("会" * 2000, "談会" * 1000))
        for before, after in pairs:
            runs = compare_words(before, after)
            assert "".join(run.text for run in runs if run.kind != "new") == before
            assert "".join(run.text for run in runs if run.kind != "gone") == after
    long = "The council met on Monday. " * 60
    assert compare_words(f"{long}It rose. {long}", f"{long}It sat. {long}")[1:3] == (
        TextRun("gone", "rose"),
        TextRun("new", "sat"),
    )


def test_sections_that_changed() -> None:
    assert list_changes(BRIEFING, BRIEFING) == ()
    after = BRIEFING.model_copy(update={"title": "Talks in Oman", "key_points": ("Two.", "Three!", "Four.")})
    title, points = list_changes(BRIEFING, after)
    assert (title.section, points.section) == ("title", "key_points")
    assert points.texts[0] == (TextRun("gone", "One."),)
    assert points.texts[1] == (TextRun("same", "Two."),)
