"""Live reports, newest entry first or last: what was overtaken is not printed."""

import pytest

from newsbrief.article.reading import read
from newsbrief.extractive.engine import extract
from newsbrief.extractive.live import find_overtaken

ENTRIES = [
    ("08:05", "The bridge at Pell was closed after a barge hit one of its piers, the police said."),
    ("09:30", "The police said five people had been injured in the collision at the bridge."),
    ("11:00", "The council expects the bridge to open again on Tuesday evening, a spokesman said."),
    ("15:05", "Three people were treated in hospital, the ambulance service said in a statement."),
    ("16:30", "The owner of the barge, Tarn Aggregates, said that its steering had failed."),
    ("17:40", "The bridge will stay closed until Thursday at least, the council said in the evening."),
]


def report(entries: list[tuple[str, str]]) -> str:
    return "Bridge closed: live\n\n" + "\n\n".join(f"{time} {text}" for time, text in entries)


@pytest.mark.parametrize("entries", [ENTRIES, ENTRIES[::-1]], ids=["newest last", "newest first"])
def test_the_first_entry_and_the_later_half_are_kept(entries: list[tuple[str, str]]) -> None:
    article = read(report(entries))
    assert {article.sentences[i].text[:5] for i in find_overtaken(article)} == {"09:30", "11:00"}
    draft = extract(article)
    printed = " ".join(
        i.text for i in (*draft.the_story, *draft.key_points, *draft.key_takeaways, *draft.impact_analysis)
    )
    assert "five people" not in printed
    assert "Thursday at least" in printed
    assert "17:40" not in printed


@pytest.mark.parametrize(
    "entries", [ENTRIES[:3], [ENTRIES[n] for n in (3, 0, 4, 1, 5, 2)]], ids=["too few", "in no order"]
)
def test_what_is_no_live_report_is_left_alone(entries: list[tuple[str, str]]) -> None:
    assert not list(find_overtaken(read(report(entries))))


def test_midnight_is_no_break() -> None:
    late = [("10:30 p.m.", "a"), ("11:10 p.m.", "b"), ("11:50 p.m.", "c"), ("12:20 a.m.", "d"), ("1:10 a.m.", "e")]
    article = read(report([(time, f"The count in district {name} went on through the night.") for time, name in late]))
    assert {article.sentences[i].paragraph for i in find_overtaken(article)} == {2}
