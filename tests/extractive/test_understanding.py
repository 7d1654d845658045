"""Whether a sentence is understood depends on what is printed before it."""

from evals.worth.fit import (
    FEW_PENALTY,
    UNDERSTANDING,
    estimate_held_out,
    measure_ranking,
    read_printed,
    render_understanding,
)
from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.extractive.ranking import list_candidates
from newsbrief.extractive.understanding import Ties, estimate_understood, find_thread, find_ties, introduce

SLIDE = """Storm closes roads in the Orm valley

A storm closed eleven roads in the Orm valley on Sunday, the county of Pell said.

Geologists at Ormsby College warned of a landslide above Tarn Quay.

The landslide would bury the railway and two farms, the geologists said.

Roads will stay closed until Friday. Crews work in three shifts.

The county asked Mayor Ida Brandt for buses.

Farmers lost 400 sheep, Brandt told reporters."""
KOREAN = (
    "이재명 시장은 9일 펠에서 다리 건설 계획을 밝혔다. 다리는 내년에 완공된다. 시민들은 다리를 반겼다고 시가 전했다."
    * 2
)


def ties(index: int, printed: tuple[int, ...], *, told: bool = False) -> Ties:
    article = read(SLIDE)
    worth = {c.index: c.worth for c in list_candidates(article)}
    return find_ties(index, worth[index], printed, find_thread(article), told=told)


def test_the_weights_are_those_of_the_printed_sentences() -> None:
    assert UNDERSTANDING.read_text(encoding="utf-8") == render_understanding(read_printed())


def test_the_fit_tells_pages_that_it_has_not_seen() -> None:
    printed = read_printed()
    estimates = estimate_held_out(printed, FEW_PENALTY)
    assert measure_ranking(estimates[:, 0], printed.answers[:, 0]) > 0.75


def test_words_are_owed_to_a_sentence_that_is_not_printed() -> None:
    assert ties(3, (1,)).owed > ties(3, (1, 2)).owed == 0
    assert ties(3, (1,)).owed_opening > ties(3, (1, 2)).owed_opening == 0
    assert estimate_understood(ties(3, (1,))) < estimate_understood(ties(3, (1, 2)))


def test_a_story_is_read_on_and_a_point_stands_by_itself() -> None:
    assert ties(3, (1, 2), told=True).next
    assert not ties(3, (1, 2)).next
    assert estimate_understood(ties(3, (1, 2))) < estimate_understood(ties(3, (1, 2), told=True))


def test_a_sentence_is_torn_from_its_paragraph() -> None:
    assert ties(5, (1,), told=True).torn
    assert not ties(5, (1, 4), told=True).torn
    assert not ties(4, (1,), told=True).torn


def test_a_name_is_owed_until_its_full_form_is_printed() -> None:
    article = read(SLIDE)
    traits = {c.index: c.traits for c in list_candidates(article)}
    assert introduce(traits[7], 7, (1,), article).owing > introduce(traits[7], 7, (1, 6), article).owing == 0


def test_particles_and_scripts_without_spaces_hide_no_word() -> None:
    for article, word in (
        (read(KOREAN), "다리"),
        (read("新しい橋梁は五月に開通した。市長は橋梁の費用を二億円とした。" * 4), "橋梁"),
    ):
        assert find_first(article, word) == 0


def find_first(article: Article, word: str) -> int:
    return find_thread(article).first[word]
