"""Titles and section headings."""

import pytest

from newsbrief.article.headings import find_headings, without_kicker

LONG = "The minister said on Monday that the plan would go ahead, and that nobody had asked for another vote on it."


@pytest.mark.parametrize(
    "title",
    [
        "Talks resume in Oman",
        "Is it over? Trump says no",
        "Gov. Smith signs bill",
        "“It will be a regional war”",
        "美伊会谈在阿曼重启",
        "Can the talks succeed?",
    ],
)
def test_titles(title: str) -> None:
    assert find_headings([title, LONG]) == {0}


@pytest.mark.parametrize(
    "line", [LONG, "He left.", "他来了。她走了！真的吗？", "The talks failed. Nobody came", "word " * 40, "他来了。"]
)
def test_first_lines_that_are_no_titles(line: str) -> None:
    assert find_headings([line, LONG]) == set()


def test_a_single_line_heads_nothing() -> None:
    assert find_headings(["Talks resume in Oman"]) == set()


def test_sections() -> None:
    assert find_headings(["Title", "Subtitle of it", LONG, "Background:", LONG, "“A pull quote.”", LONG]) == {0, 1, 3}


def test_a_list_without_bullets_is_none() -> None:
    assert find_headings(["Title", LONG, "Milk", "Eggs", "Bread", "Butter", LONG]) == {0}


def test_a_last_line_heads_nothing() -> None:
    assert find_headings(["Title", LONG, "Reuters"]) == {0}


def test_what_is_skipped_counts_for_nothing() -> None:
    assert find_headings(["Advertisement", "Title", LONG], frozenset({0})) == {1}


def test_a_heading_may_head_a_list() -> None:
    assert find_headings(["Title", LONG, "Key points:", "Oil fell", "Gas rose"], items=frozenset({3, 4})) == {0, 2}


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("BUDGET 3.0 | Tax agency gets four billion", "Tax agency gets four billion"),
        ("WATCH | Storm closes coast road", "Storm closes coast road"),
        ("NASA | Storm", "NASA | Storm"),
        ("Storm closes coast road | Tide Post", "Storm closes coast road | Tide Post"),
    ],
)
def test_a_label_in_capitals_before_a_bar_is_none_of_the_title(title: str, left: str) -> None:
    assert without_kicker(title) == left
