import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsbrief.article.reading import read
from newsbrief.evals.graders import own_words
from newsbrief.evals.graders.own_words import in_own_words
from tests.support.cases import shipped_case, shipped_cases

ARTICLE = read(
    "Mayor Anne Duval opened the session of the council on Monday in Lyon.\n"
    "However, she said that the work on both bridges would cost 3 million euros and last four months. "
    "Shop owners near the river, who fear for their trade, did not agree to the plan. "
    "The river may flood the old town again, according to the water authority. "
    "LYON, May 20 — Two inspectors [4] found 41 cracks in the older bridge, a span of 1898, after a storm in March."
)
SEED = shipped_case("iran_us_talks").read()
SENTENCES = [SEED.quote(i) for i in range(len(SEED.sentences))]


@pytest.mark.parametrize(
    "text",
    [
        "She said that the work on both bridges would cost 3 million euros and last four months.",
        "Anne Duval said that the work on both bridges would cost 3 million euros and last four months.",
        "Mayor Anne Duval said the work on both bridges would cost 3 million euros and last four months.",
        "Shop owners near the river did not agree to the plan.",
        "Two inspectors found 41 cracks in the older bridge, after a storm in March",
        "Two inspectors found 41 cracks in the older bridge.",
        "Mayor Anne Duval opened the session (satire)",
        "The river may flood the old town again, according to the water authority.",
    ],
)
def test_words_of_the_article(text: str) -> None:
    assert in_own_words(text, ARTICLE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Two inspectors found 14 cracks in the older bridge.", "another number"),
        ("Anne Duval said that the work on both bridges would cost 41 million euros and last four months.", "a number"),
        ("Shop owners near the river, who fear for their trade, did agree to the plan.", "no `not`"),
        ("The river will flood the old town again, according to the water authority.", "no `may`"),
        ("The river flood the old town again, according to the water authority.", "no `may`"),
        ("The river may flood the old town again.", "no authority"),
        ("The work on both bridges would cost 3 million euros and last four months.", "nobody says so"),
        ("Mayor Anne Duval opened the session of the council and last four months.", "two sentences"),
        ("Two inspectors found cracks in a storm in March.", "cut within a clause"),
        ("Lyon said that the work on both bridges would not cost 3 million euros and last four months.", "a `not`"),
        ("Two inspectors of the council found 41 cracks in the older bridge.", "words from elsewhere, for no pronoun"),
        ("Bridges both on work.", "another order"),
        ("", "nothing"),
    ],
)
def test_words_that_say_something_else(text: str, why: str) -> None:
    assert not in_own_words(text, ARTICLE), why


@given(st.sampled_from(SENTENCES), st.data())
def test_any_piece_that_leaves_nothing_out_that_turns_it(sentence: str, data: st.DataObject) -> None:
    words = list(own_words._WORD.finditer(sentence))
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    left_out = own_words._split_words(sentence[: words[first].start()]) + own_words._split_words(
        sentence[words[last].end() :]
    )
    assume(not own_words._TURNS & set(left_out))
    assert in_own_words(sentence[words[first].start() : words[last].end()], SEED)


@given(st.sampled_from(SENTENCES), st.integers(2, 12))
def test_a_piece_does_not_lose_its_negation_hedge_or_speaker(sentence: str, size: int) -> None:
    words = own_words._split_words(sentence)
    turning = [n for n, word in enumerate(words) if word in own_words._TURNS]
    assume(turning)
    after = words[turning[-1] + 1 :][:size]
    assume(len(after) >= 2)
    elsewhere = [s for s in SENTENCES if s != sentence and " ".join(after) in " ".join(own_words._split_words(s))]
    assume(not elsewhere)
    assert not in_own_words(" ".join(after), SEED)


def test_hardly_a_false_claim_is_in_the_articles_words() -> None:
    """A false claim that is counts as proven; but what an article quotes or orders, `never` keeps out."""
    proven, total = 0, 0
    for each in shipped_cases():
        article = each.read()
        wrong = [claim.text for claim, carried, _ in each.claims() if not carried]
        total += len(wrong)
        proven += sum(in_own_words(t, article) and not any(n.said_in(t) for n in each.never) for t in wrong)
    assert proven <= 0.005 * total
