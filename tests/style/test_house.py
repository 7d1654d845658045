"""House styles in YAML: what they lay down, and what is said of those that cannot be read."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.style.bounds import Count
from newsbrief.style.conventions import find_conventions
from newsbrief.style.house import HouseStyle, SectionStyle
from newsbrief.style.reading import MalformedStyle, read_style, read_styles

WHOLE = """\
name: evening-post
audience: readers of a regional paper
tone: plain, unexcited
person: third
tense: past
spelling: british
numbers: {words_up_to: 9, thousands: comma, percent: word}
dates: 3 March 2026
words:
  prefer:
    use: [utilise, make use of]
    said: claimed
  ban: [no, shocking, "on the ground"]
persons: Mr and Ms on second mention
places: the town, then the county
title: {characters: 70}
sections:
  - {name: the_story, words: 40-80}
  - timeline
  - {name: key_points, items: 3 to 5, words_each: at most 25, heading: The facts}
"""


def test_a_whole_style_is_read() -> None:
    style = read_style(WHOLE)
    assert style.words.ban == ("no", "shocking", "on the ground")  # plain YAML would make `no` false
    assert style.words.prefer["said"] == ("claimed",)
    assert style.section("key_points").items == Count(at_least=3, at_most=5)
    assert style.section("impact_analysis") == SectionStyle.model_construct(name="impact_analysis")
    assert style.own_sections == ("timeline",)
    assert not style.is_fixed
    told = list(style.prompt_lines())
    assert "write “use”, not “utilise”, “make use of”" in told
    assert "key_points: 3 to 5 items, at most 25 words an item" in told
    assert all(len(line.splitlines()) == 1 for line in told)


FIFTY = ", ".join(["x"] * 50)
MANY = f"words: {{prefer: {{{', '.join(f'w{n}: [{FIFTY}]' for n in range(41))}}}}}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spelling: brit", "line 1: spelling: Input should be 'british' or 'american'"),
        ("tone: x\ntonne: y", "line 2: tonne: there is no such field"),
        ("words:\n  ban:\n    - ok\n    - ''", "line 4: words.ban.1: "),
        ("numbers:\n  words_up_to: 40", "line 2: numbers.words_up_to: "),
        ("title:\n  characters: many", "line 2: title.characters: “many” is no count, such as 40-80"),
        ("title: {characters: 90-20}", "line 1: title.characters: 90 to 20 is no range"),
        ("sections:\n  - the_story\n  - weather", "line 3: sections.1.name: "),
        ("locale: de-CH@m17", "“de-CH@m17” is no language with its country"),
        ("locale: root", "“root” is no language with its country"),
        ("locale: und-DE", "“und-DE” is no language with its country"),
        ("sections: [title]", "has a field of its own"),
        ("sections: [timeline, timeline]", "the section timeline stands in it twice"),
        ("words: {prefer: {use: utilise}, ban: [Use]}", "both preferred and banned"),
        (MANY, "line 1: words: it replaces and bans 2050 words and phrases: at most 2000"),
        ("tone: [", "line 1: "),
        ("a: &x 1\nb: *x", "line 2: aliases (*) are not read"),
        ("- tone", "a style is a mapping of fields"),
        ("", "a style is a mapping of fields"),
        ("[" * 50_000, "house style: line 1: it is nested too deep"),
        ("tone: " + "x" * 70_000, "at most 65536 bytes"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(text: str, said: str) -> None:
    with pytest.raises(MalformedStyle) as error:
        read_style(text)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("language", ["und", "root", "xx"])
def test_an_unknown_language_has_no_conventions(language: str) -> None:
    assert find_conventions(HouseStyle(), language) is None


@given(st.text(max_size=200))
def test_any_text_is_a_style_or_an_error(text: str) -> None:
    with suppress(MalformedStyle):
        assert isinstance(read_style(text), HouseStyle)


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_bounds_hold_what_lies_between(least: int, more: int) -> None:
    bounds = read_style(f"title: {{words: {least}-{least + more}}}").title.words
    assert bounds
    assert bounds.complaint(least) == bounds.complaint(least + more) == ""
    assert bounds.complaint(least + more + 1)
    assert least == 0 or bounds.complaint(least - 1)


def test_the_fixed_format_in_its_order_is_the_fixed_format() -> None:
    names = "[the_story, key_points, critical_analysis, key_takeaways, impact_analysis]"
    assert read_style(f"sections: {names}").is_fixed
    assert not read_style(
        "sections: [key_points, the_story, critical_analysis, key_takeaways, impact_analysis]"
    ).is_fixed
    assert not read_style("sections: [the_story]").is_fixed


def test_the_style_of_the_how_to_page_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "house-style.md").read_text()
    style = read_style(page.partition("```yaml\n")[2].partition("```")[0])
    assert style.name == "evening-post"
    assert style.own_sections == ("timeline",)


def test_the_same_rules_have_the_same_digest() -> None:
    assert read_style("tone: a\nspelling: british").sha256 == read_style("spelling: british\ntone: a").sha256
    assert read_style("tone: a").sha256 != read_style("tone: b").sha256


def test_a_folder_holds_styles_by_name(tmp_path: Path) -> None:
    (tmp_path / "default.yaml").write_text("tone: plain")
    (tmp_path / "sports.yml").write_text("tone: lively")
    (tmp_path / "notes.txt").write_text("[")
    found = read_styles(tmp_path)
    assert {name: style.name for name, style in found.items()} == {"default": "default", "sports": "sports"}
    (tmp_path / "alone.yaml").write_text("tone: plain\nname: mine")
    assert read_styles(tmp_path / "alone.yaml")["default"].name == "mine"


def test_a_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("tone: plain\nspeling: british")
    with pytest.raises(MalformedStyle, match=r"bad\.yaml: line 2: speling"):
        read_styles(tmp_path)
    with pytest.raises(MalformedStyle, match="No such file"):
        read_styles(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("tone: größer".encode("latin-1"))
    with pytest.raises(MalformedStyle, match="UTF-8"):
        read_styles(tmp_path / "latin.yaml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MalformedStyle, match=r"no \.yaml file"):
        read_styles(tmp_path / "empty")
