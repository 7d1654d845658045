"""How likely a sentence is fit to be printed, by traits that any language shows."""

import pytest

from evals.worth.fit import WEIGHTS, estimate_held_out, fit_weights, measure_ranking, read_marked, render_weights
from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence
from newsbrief.extractive.engine import extract
from newsbrief.extractive.ranking import candidates
from newsbrief.extractive.worth import estimate_worth, find_floor

REPORT = (
    "The council of Pell voted on 4 May for a new bridge over the Orm, which costs 240 million crowns.",
    "Treasurer Lena Orth wants a toll of two crowns in Pell, she told the council on Monday.",
    "Farmer Tom Vale sold his field at the Orm for the road for 30,000 crowns, the county said.",
    "Merchant Jane Coxley of Pell said the detour of 14 kilometres would cost her shop a third of its trade.",
)
ESSAY = (
    "A bridge is more than steel, and a town that builds one dreams aloud, as towns have always done.",
    "Water divides, and people have never been content to be divided, whatever the ferrymen may think.",
    "Beauty needs no toll, nor does the morning, when mist lies on the meadows and the herons stand still.",
    "Nothing is lost by waiting, and patience, the least of the virtues, is the one that rivers teach.",
)


def test_the_weights_are_those_of_the_marked_sentences() -> None:
    marked = read_marked()
    assert WEIGHTS.read_text(encoding="utf-8") == render_weights(*fit_weights(marked.traits, marked.fit))


def test_the_fit_ranks_pages_that_it_has_not_seen() -> None:
    marked = read_marked()
    assert measure_ranking(estimate_held_out(marked), marked.fit) > 0.75


def test_worth_is_a_probability() -> None:
    found = candidates(read("\n\n".join(REPORT)))
    assert found
    for candidate in found:
        assert candidate.traits is not None
        assert 0 < estimate_worth(candidate.traits) < 1


def test_what_names_and_counts_is_worth_more_than_what_muses() -> None:
    musing = "Steel is patient, and rivers are old."
    found = {c.text: c.score for c in candidates(read("\n\n".join((*REPORT, musing))))}
    assert all(found[text] > found[musing] for text in REPORT)


def test_more_is_asked_of_a_sentence_where_few_give_evidence() -> None:
    report, essay = read("\n\n".join(REPORT * 4)), read("\n\n".join(ESSAY * 4))
    assert find_floor(report) < find_floor(essay)


def test_a_few_sentences_tell_no_essay() -> None:
    assert find_floor(read("\n\n".join(ESSAY))) == find_floor(read("\n\n".join(REPORT)))


def test_little_of_an_essay_is_told_as_fact() -> None:
    more = (
        "Who crosses learns, and who stays has his reasons, which the wise do not ask for.",
        "Every arch is a promise, made by men who will not walk over it.",
        "So let the ferry rest, for even boats grow tired, as poets say.",
        "A river forgets, but a town remembers, and that is the trouble with towns.",
        "There are bridges in dreams, too, longer than any that were built.",
        "Silence is the toll of those who have nothing else to give.",
        "Old stones speak, but slowly, and few of the young will listen.",
        "Nobody has ever returned from the other bank unchanged, or not for long.",
    )
    draft = extract(read("\n\n".join((*ESSAY, *more)), language="en"))
    told = [item for item in (*draft.key_points, *draft.key_takeaways) if not is_absence(item.text)]
    assert len(told) <= 2


@pytest.mark.parametrize(
    ("language", "leaning", "alone"),
    [
        (
            "en",
            "“It does make it a little harder for them this time,” said chairman Kim Brace.",
            "“The council has never asked the owners of the ferry,” said chairman Kim Brace.",
        ),
        (
            "de",
            "„Sie haben ihn dort damals nie danach gefragt“, sagte Bürgermeisterin Ida Brandt.",
            "„Der Rat hat die Besitzer der Fähre niemals gefragt“, sagte Bürgermeisterin Ida Brandt.",
        ),
        (
            "fr",
            "« Ils ne l’ont jamais demandé à cette dernière », a déclaré la maire Lise Moreau.",
            "« Le conseil n’a jamais interrogé les propriétaires du bac », a déclaré la maire Lise Moreau.",
        ),
    ],
)
def test_a_quotation_leans_as_a_sentence_does(language: str, leaning: str, alone: str) -> None:
    opening = {
        "en": "The council of Pell met on Monday.",
        "de": "Der Rat von Pell tagte am Montag.",
        "fr": "Le conseil de Pell s’est réuni lundi.",
    }[language]
    found = {
        c.text: c.leans for c in candidates(read(f"{opening}\n\n{leaning}\n\n{alone}\n\n{opening}", language=language))
    }
    assert found[leaning]
    assert not found[alone]
