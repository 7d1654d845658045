"""Whether an article has the numbers of a claim, in any form."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.reading import read
from newsbrief.verification.claim import Claim
from newsbrief.verification.guards.figures import check
from newsbrief.verification.numerals import find_figures, is_rounded
from newsbrief.verification.values import is_among

FILL = " The office gave no further details, and a spokeswoman said that more would be known by the weekend."


TRUE = [
    ("Prices rose 2.4 percent; five of six banks agreed.", "Prices rose by 2.4 percent, all but 1 of 6 banks said."),
    ("The rate fell from 4 to 3 percent.", "The rate fell by 1 percentage point."),
    ("The strike lasted eleven days, and 41.8 billion kroner were lost.", "It took 11 days and nearly 42 billion."),
    ("The port handled half a million tonnes.", "It handled 500,000 tonnes."),
    ("The group paid 35 crore rupees and has 25 lakh workers.", "It paid 350 million rupees to 2.5 million people."),
    ("Some 40 per cent of 3,400 homes lost power.", "About 40% of the 3400 homes had none."),
    ("He was born in 1944 and died in 2012.", "He lived 68 years."),
    ("Of 1,821 names, 662 are unknown.", "All but 662 of the 1,821, or 1,159, are known."),
    ("They polled 31 percent to 62 percent.", "She was 31 points ahead."),
    ("A loss of 6.8 million, after 4.1 the year before.", "The loss grew by 2.7 million."),
    ("It was two decades ago.", "It was 20 years ago."),
    ("Ada Berg, Jon Moe and Kari Lie sued; they hold stock.", "Three shareholders sued."),
    ("The mayor named Berg and Moe as judges.", "The mayor appoints two judges."),
    ("Berg and Moe, who lead the parties, spoke.", "Two leaders shared a stage."),
    ("Between 15 and 20 million people are affected.", "At least 15 million are affected."),
    ("It raised $340 million, compared with $275 the year before.", "It had raised $275 million the year before."),
    ("Sales rose to 220 million euros from 115 a year earlier.", "A year earlier they were 115 million euros."),
]


@pytest.mark.parametrize(("article", "claim"), TRUE)
def test_numbers_in_another_form_or_reckoned_pass(article: str, claim: str) -> None:
    found = check(Claim("key_points.0", "key_points", claim), read(article + FILL, language="en"))
    assert found.outcome != "fail", found.detail


@pytest.mark.parametrize(
    ("article", "claim", "fault"),
    [
        ("The strike lasted eleven days.", "It lasted 47 days.", "47"),
        ("The damage is 2.4 billion kroner.", "The damage is 2.4 million kroner.", "2.4 million"),
        ("The plant employs 4,300 people.", "It employs 3,400 people.", "3,400"),
        ("Inflation is 2.4 percent.", "Inflation is 4.2 percent.", "4.2"),
        ("It last happened in 2019.", "It last happened in 2016.", "2016"),
        ("Inflation is 2 percent.", "Inflation is 4 percent.", "4"),
        ("The fare is $5 a ride, the mayor said.", "A ride costs $7.", "7"),
        ("The 88 members of the panel spent 6 million.", "They spent 88 million.", "88 million"),
        ("The 6 million went to 88 villages.", "They got 88 million.", "88 million"),
    ],
)
def test_a_number_that_the_article_has_in_no_form_fails(article: str, claim: str, fault: str) -> None:
    found = check(Claim("key_points.0", "key_points", claim), read(article + FILL, language="en"))
    assert (found.outcome, found.verdict, found.fault) == ("fail", "unsupported", fault)


def test_a_number_of_hundreds_of_digits_is_only_a_number() -> None:
    find_figures("9" * 400, "en")
    check(Claim("key_points.0", "key_points", "9" * 400), read("It has " + "8" * 400 + " parts." + FILL, language="en"))


@pytest.mark.parametrize(
    ("said", "outcome"), [("45,25 mia. kr.", "pass"), ("54,25 mia. kr.", "fail"), ("45,25 mio. kr.", "fail")]
)
def test_a_sum_in_short_is_the_one_in_full(said: str, outcome: str) -> None:
    article = read(
        "Regeringen vil bruge 45,25 milliarder kroner på forsvaret, oplyser ministeriet. Det sker over de næste ti år. "
        "Oppositionen kritiserede planen og sagde, at pengene mangler på hospitalerne.",
        language="da",
    )
    found = check(Claim("key_points.0", "key_points", f"Regeringen vil bruge {said} på forsvaret."), article)
    assert found.outcome == outcome


def hostile(kind: str, size: int) -> tuple[str, str]:
    """Return an article that grows with `size`, and a claim that takes long to check against one of its kind."""
    return {
        "one scale word": (f"Costs were 5 million and then {'7 ' * 10 * size}again.", "Costs were 7 million."),
        "all known": (
            " ".join(f"It was {number} then." for number in range(2_000, 2_000 + 3 * size)),
            f"{' '.join(map(str, range(2_000, 2_000 + size // 10)))}.",
        ),
        "none known": (
            "\n\n".join(f"It had {number}1 cats, {number}3.7 tons and 2{number} hens." for number in range(size)),
            f"It had {', '.join(map(str, range(900_001, 900_001 + size // 10 * 9, 9)))} cats.",
        ),
        "scale words in a row": (f"It cost 5 {'million ' * size}crowns.", "It cost 77 dollars."),
    }[kind]


def measure(kind: str, size: int) -> float:
    """Return the seconds of processor time that a check takes."""
    text, claim = hostile(kind, size)
    article = read(text + FILL, language="en")
    began = time.thread_time()
    check(Claim("key_points.0", "key_points", claim), article)
    return time.thread_time() - began


@pytest.mark.parametrize("kind", ["one scale word", "all known", "none known", "scale words in a row"])
def test_time_is_linear(kind: str) -> None:
    measure(kind, 100)
    assert measure(kind, 4_000) < 12 * measure(kind, 1_000)


@given(
    st.lists(st.floats(0.01, 5_000).map(lambda value: round(value, 2)), min_size=1, max_size=6),
    st.integers(13, 6_000),
)
def test_a_number_is_found_as_if_each_of_the_articles_were_compared(values: list[float], told: int) -> None:
    (figure,) = find_figures(f"They counted {told} of them.", "en")
    known = tuple(sorted(values))
    assert is_among(figure, known) == any(is_rounded(value, other) for value in figure.values for other in known)
