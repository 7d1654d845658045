from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.difference import compare_lines
from newsbrief.briefing.schema import SECTIONS, Section

Lines = dict[Section, list[str]]
lines = st.dictionaries(st.sampled_from(SECTIONS), st.lists(st.sampled_from("abcde"), max_size=6))


@given(lines, lines)
def test_both_can_be_read_off_it(older: Lines, newer: Lines) -> None:
    found = compare_lines(older, newer)
    assert list(found) == list(SECTIONS)
    for section, own in found.items():
        assert [line.text for line in own if line.change != "added"] == list(older.get(section, ()))
        assert [line.text for line in own if line.change != "removed"] == list(newer.get(section, ()))


@given(lines)
def test_nothing_changed(same: Lines) -> None:
    assert all(line.change == "kept" for own in compare_lines(same, same).values() for line in own)
