"""Sentences that say an earlier one again."""

import pytest

from newsbrief.article.repeats import find_repeated_sentences
from tests.support.processor_time import costs_less_than

LEDE = "After months of rising tension, relations between Iran and the United States have reached a turning point."
LONGER = (
    "After months of rising tension marked by deployments and warnings, relations between Iran and the United States "
    "have reached a turning point."
)


def test_a_lede_printed_twice() -> None:
    assert find_repeated_sentences([LEDE, "Something else happened in Oman that day, officials said.", LEDE]) == {2: 0}


def test_near_repeats_count() -> None:
    assert find_repeated_sentences([LEDE, LONGER]) == {1: 0}
    assert find_repeated_sentences([LONGER, LEDE]) == {1: 0}


def test_a_third_time_points_at_the_first() -> None:
    assert find_repeated_sentences([LEDE, LONGER, LEDE]) == {1: 0, 2: 0}


@pytest.mark.parametrize("day", ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
def test_one_that_says_two_again_points_at_the_first(day: str) -> None:
    one = f"The ministers of both countries met on {day} morning to talk about fish."
    other = f"The boats of the fleet left port on {day} evening to find herring."
    assert find_repeated_sentences([one, other, f"{other[:-1]} and {one[0].lower()}{one[1:]}"]) == {2: 0}


def test_another_name_or_number_is_another_fact() -> None:
    assert find_repeated_sentences(["Brown (Exeter City) wins a free kick in the defensive half.",
                    "Sandro (Exeter City) wins a free kick in the defensive half."]) == {}  # fmt: skip
    assert find_repeated_sentences(["The bank said that 12 people had been dismissed over the loans.",
                    "The bank said that 14 people had been dismissed over the loans."]) == {}  # fmt: skip


def test_the_opposite_is_no_repeat() -> None:
    assert find_repeated_sentences(["The minister said that he would be going to the talks in Oman on Friday.",
                    "The minister said that he would not be going to the talks in Oman on Friday."]) == {}  # fmt: skip


def test_short_sentences_recur_for_good_reason() -> None:
    assert find_repeated_sentences(["He did not reply.", "He did not reply."]) == {}


def test_time_is_linear() -> None:
    with costs_less_than(3):
        find_repeated_sentences([LEDE] * 10_000)
        find_repeated_sentences(["word " * 2_000] * 50)


def test_a_lead_that_says_more_than_its_headline_repeats_nothing() -> None:
    headline = "Flood in Pell kills nine people and leaves four missing"
    lead = f"{headline} after the river Sorne rose by six metres on Sunday night, the prefecture said."
    assert find_repeated_sentences([headline, lead], frozenset({0})) == {}
    assert find_repeated_sentences([headline, f"{headline}."], frozenset({0})) == {1: 0}
    assert find_repeated_sentences([headline, lead]) == {1: 0}
