from hypothesis import given, settings
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.article.article import Sentence
from newsbrief.verification.evidence import MOST_EVIDENCE, locate

STORY = (
    "Talks on the harbour open today",
    "Mayor Ines Duarte opened talks on the harbour on Tuesday.",
    "The port handled 4 million tonnes of grain last year.",
    "Fishermen say the new quay would ruin the spawning grounds.",
    "The council will vote on the quay in March.",
    "Fishermen say the new quay would ruin the spawning grounds.",
)


def article(*texts: str, heading: int | None = None, repeats: dict[int, int] | None = None) -> Article:
    source, sentences = "", []
    for index, text in enumerate(texts):
        start = len(source)
        source += text + "\n"
        sentences.append(
            Sentence(
                index,
                start,
                start + len(text),
                text,
                index,
                is_heading=index == heading,
                repeats=(repeats or {}).get(index),
            )
        )
    return Article(source=source, sentences=tuple(sentences), language="en")


def test_best_sentence_first() -> None:
    assert locate("The port moved four million tonnes of grain.", article(*STORY))[0] == 2


def test_several_sentences_cover_a_claim_written_from_several() -> None:
    found = locate("Duarte opened harbour talks, and the council votes on the quay in March.", article(*STORY))
    assert set(found[:2]) == {1, 4}


def test_body_before_heading_and_first_telling_before_its_repeat() -> None:
    story = article(*STORY, heading=0, repeats={5: 3})
    assert locate("Talks on the harbour open", story)[0] == 1
    assert locate("The new quay would ruin spawning grounds", story)[0] == 3


def test_cited_sentence_stays_where_it_covers_anything() -> None:
    claim = "Duarte opened the talks on the harbour on Tuesday, the mayor and fishermen said."
    assert 3 in locate(claim, article(*STORY), cited=(3,))
    assert 3 not in locate(claim, article(*STORY))


def test_citing_a_sentence_that_is_not_there_or_bears_on_nothing_changes_nothing() -> None:
    claim = "The council votes in March."
    assert locate(claim, article(*STORY), cited=(99, -1, 2)) == locate(claim, article(*STORY))


def test_nothing_in_common_is_no_evidence() -> None:
    assert locate("Zebras yawned.", article(*STORY)) == ()
    assert locate("", article(*STORY)) == ()
    assert locate("Anything", article()) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=80), st.lists(st.integers(-2, 9), max_size=3))
def test_indices_exist_and_are_told_once(texts: list[str], claim: str, cited: list[int]) -> None:
    found = locate(claim, article(*texts), tuple(cited))
    assert len(found) == len(set(found)) <= MOST_EVIDENCE
    assert all(0 <= i < len(texts) for i in found)
