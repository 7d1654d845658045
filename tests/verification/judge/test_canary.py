"""Test the canaries that code makes of an article."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.evals.recorded import find_known_answer
from newsbrief.verification.characters import fold
from newsbrief.verification.judge.canary import make_canaries

DENIED = "The mayor of Pell is not leaving her office at the end of the summer."
PLAIN = "The ferry to the islands is leaving the harbour of Pell at the end of the day."
COUNTED = "The council of Pell has paid for 48 new boats since the harbour was opened."


def test_a_sentence_that_denies_is_not_denied_again() -> None:
    article = read(f"{DENIED} {DENIED.replace('mayor', 'deputy mayor')}", language="en")
    assert make_canaries(article, Random(0)).false is None


def test_a_further_attempt_makes_a_false_canary_in_another_way() -> None:
    article = read(f"{PLAIN} {COUNTED}", language="en")
    first, second = (make_canaries(article, Random(0), attempt=n).false for n in (0, 1))
    assert first != second
    assert "48" not in (first or "48")
    assert " not " in (second or "")


def test_a_canary_has_no_dateline() -> None:
    article = read(f"PELL, March 3 (Coast Press) - {COUNTED}", language="en")
    made = make_canaries(article, Random(0))
    assert made.true == COUNTED
    assert (made.false or "").startswith("The council of Pell")


@pytest.mark.parametrize("seed", range(12))
def test_one_canary_is_true_and_one_is_false(article: Article, seed: int) -> None:
    made = make_canaries(article, Random(seed))
    own = [fold(s.text) for s in article.sentences]
    assert made.true
    assert fold(made.true) in own
    assert made.false
    assert fold(made.false) not in own
    assert find_known_answer(made.false, own) is False
    assert made == make_canaries(article, Random(seed))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Hafen wurde am Montag geschlossen, wie die Behörde in der Stadt Norhaven mitteilte. " * 2),
        ("tr", "Belediye, limanın onarım için 35 gün boyunca kapalı kalacağını pazartesi günü açıkladı. " * 2),
        ("ar", "قالت سلطة الميناء يوم الاثنين إن المرفأ سيغلق لمدة 35 يوما بسبب أعمال الإصلاح الجارية فيه. " * 2),
    ],
)
def test_canaries_in_other_languages(language: str, text: str) -> None:
    made = make_canaries(read(text, language=language), Random(1))
    assert made.true
    assert made.false
    assert made.true != made.false


@given(st.text(max_size=400), st.integers(0, 9))
def test_canaries_of_any_text(text: str, seed: int) -> None:
    article = read(
        "A text of more than twenty words is what it takes for an article to be read here at all. " * 2 + text
    )
    made = make_canaries(article, Random(seed))
    assert made.false is None or made.false != made.true
