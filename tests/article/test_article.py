from newsbrief.article.article import Article, per_article


def test_an_analysis_is_made_once_for_each_article() -> None:
    made = []

    @per_article
    def analyse(article: Article) -> str:
        made.append(article)
        return article.source

    one, other = Article("one", (), "en"), Article("other", (), "en")
    assert [analyse(one), analyse(one), analyse(other)] == ["one", "one", "other"]
    assert made == [one, other]
