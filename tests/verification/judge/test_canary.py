"""Test the canaries that code makes of an article."""

from random import Random

from newsbrief.article.reading import read
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
