"""An article cut into passages is the article, to the letter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newsbrief.article.errors import ArticleError
from newsbrief.article.reading import read
from newsbrief.desk.passages import list_passages


def test_every_sentence_is_a_passage(seed_article: str) -> None:
    article = read(seed_article)
    found = list(list_passages(article))
    assert "".join(p.text for p in found) == seed_article
    assert [p.start for p in found if p.start is not None] == [s.start for s in article.sentences]
    assert found[0].is_heading


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Iran asked. ", "مصر ", "\n\n", "* ", "\u200f", "🙂", "Leeds met on Monday", "<p>", "\t"])
    ).map("".join)
)
def test_whatever_the_text(text: str) -> None:
    try:
        article = read(
            text + " The council met on Monday to talk about buses and trams in the city, said the mayor of it." * 2
        )
    except ArticleError:
        return
    assert "".join(p.text for p in list_passages(article)) == article.source
