import pytest

from service.article.reading import read
from service.verification.fillers import fillers, places
from service.verification.slot import NAMES, slots

TEXT = (
    "Ministers met in Oslo on Tuesday to sign the fishing accord. Robert Hale, the envoy, said 40 boats had left port. "
    "Rob Hale had warned of this in March. The Norwegian fleet lost 12 percent of its catch. Nobody else spoke at all."
)
ARTICLE = read(TEXT)


@pytest.mark.parametrize(
    "claim", ["Rob Hale left Oslo.", "The fleet of Norway lost 40 boats in March.", "Hale met Kim Lee on Friday."]
)
def test_the_homes_of_a_filler_are_all_sentences_that_have_it(claim: str) -> None:
    for slot in slots(claim):
        found = fillers(ARTICLE).homes(slot)
        for at, sentence in enumerate(ARTICLE.sentences):
            same = any(slot.same(other) for other in places(ARTICLE)[at])
            written = slot.kind in NAMES and not slot.keys.isdisjoint(sentence.text.lower().split())
            assert (at in found) == (same or written)


def test_a_short_name_finds_the_long_one() -> None:
    assert fillers(ARTICLE).homes(slots("They asked Rob about it.")[0]) == {1, 2}
