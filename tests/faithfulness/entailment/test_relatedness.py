import numpy as np
import pytest

from service.verification.entailment.relatedness import table


def test_gists_of_several_sentences_are_those_of_each() -> None:
    known = table()
    sentences = [known.known(s.split()) for s in ("ministers signed a treaty", "", "goals in the second half")]
    found = known.gists(sentences)
    for gist, rows in zip(found, sentences, strict=True):
        assert gist == pytest.approx(known.gist(rows), abs=1e-6)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)


def test_of_no_sentences_there_are_no_gists() -> None:
    assert table().gists([]).shape == (0, table().vectors.shape[1])


def test_related_words_are_nearer_than_others() -> None:
    known = table()
    minister = known.vectors[known.known(["minister"])]
    near, far = known.nearest(known.known(["president", "banana"]), minister)
    assert near > far
