"""The estimate whether a sentence is fit to be printed, by traits that any language shows."""

import pytest

from evals.worth.fit import WEIGHTS, estimate_held_out, measure_ranking, read_marked, render_weights
from newsbrief.article.reading import read
from newsbrief.briefing.absence import is_absence
from newsbrief.extractive.engine import extract
from newsbrief.extractive.ranking import list_candidates
from newsbrief.extractive.worth import Worth, estimate_worth

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
    assert WEIGHTS.read_text(encoding="utf-8") == render_weights(read_marked())


def test_the_fit_ranks_pages_that_it_has_not_seen() -> None:
    marked = read_marked()
    estimates = estimate_held_out(marked)
    areas = Worth._make(measure_ranking(estimates[:, n], marked.answers[:, n]) for n in range(len(Worth._fields)))
    assert areas.alone > 0.79
    assert areas.following > 0.7
    assert areas.news > 0.92
    assert areas.essential > 0.8
    assert areas.outlook > 0.76
    assert areas.judgement > 0.85


def test_worth_is_a_probability() -> None:
    found = list_candidates(read("\n\n".join(REPORT)))
    assert found
    assert all(0 < estimate < 1 for candidate in found for estimate in estimate_worth(candidate.traits))


def test_what_names_and_counts_is_more_essential_than_what_muses() -> None:
    musing = "Steel is patient, and rivers are old."
    found = {c.text: c.worth.essential for c in list_candidates(read("\n\n".join((*REPORT, musing))))}
    assert all(found[text] > found[musing] for text in REPORT)


@pytest.mark.parametrize(
    ("language", "leaning", "whole"),
    [
        ("en", "However, it also wants a toll.", "The council of Pell also wants a toll."),
        ("de", "Außerdem will er dort eine Maut.", "Der Rat von Pell will eine Maut."),
        ("fr", "Il veut aussi un péage.", "Le conseil de Pell veut un péage."),
    ],
)
def test_what_leans_is_understood_after_another_rather_than_alone(language: str, leaning: str, whole: str) -> None:
    article = read("\n\n".join((*REPORT, leaning, whole)), language=language)
    *_, second, last = (c.worth for c in list_candidates(article))
    assert second.following > 2 * second.alone
    assert second.alone < last.alone


def test_a_report_in_a_script_without_capitals_or_spaces_stands_alone_too() -> None:
    told = "ペル市議会は5月4日、総額2億4000万クローネでオルム川に新しい橋を建設する計画を賛成多数で可決した。"
    more = "市の担当者は月曜日、通行料を2クローネとする案を示し、年間90万台の利用を見込むと説明した。"
    found = list_candidates(read("\n\n".join((told, more, more.replace("90", "80"))), language="ja"))
    assert all(c.worth.alone > 0.5 for c in found)


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
