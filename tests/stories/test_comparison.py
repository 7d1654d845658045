"""Claims on which sources disagree."""

import asyncio

import pytest

from newsbrief.article.dossier import join_articles
from newsbrief.article.reading import read
from newsbrief.stories.comparison import Comparison, compare, prepare_claims
from newsbrief.verification.claim import CheckResult, Claim, Verdict
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.editing import edit_claims
from newsbrief.verification.edits import EditRefused, RestoreEdit
from newsbrief.verification.verdict import with_judgement

ALPHA = """\
At least 23 people were killed in the floods in Montalba and 40 were hurt, the rescue service said on Wednesday. The \
river burst its banks early on Tuesday. A school has been opened for those who cannot go home.
"""
BETA = """\
The floods in Montalba have killed 31 people, two of them children, the governor said on Wednesday. Two ministers \
resigned over the dike. The death toll of 31 is the highest in years. A third of the bridges are closed.
"""
DENIED = (
    "At least 23 people were killed in the floods in Montalba and 40 were hurt, the rescue service said on Wednesday."
)


def compare_both(
    *further: str,
    names: tuple[str | None, str | None] = ("Alpha", "Beta"),
    is_given: bool = True,
    url: str | None = None,
    language: str = "en",
) -> Comparison:
    """Return the briefing of both articles, where a judge finds that the second denies the first claim.

    `names`: their outlets, which the sender names, or each its own; `url`: that of the first.
    """
    articles = [
        read(text, outlet=name, outlet_is_given=is_given, url=address)
        for text, name, address in zip((ALPHA, BETA), names, (url, None), strict=True)
    ]
    dossier = join_articles(articles)
    claims = check_by_code(
        [Claim(f"key_points.{n}", "key_points", text) for n, text in enumerate((DENIED, *further))], dossier.whole
    )
    assert all(claim.verdict == "supported" for claim in claims)
    by_source = [check_by_code(prepare_claims(claims), article) for article in articles]
    denied = CheckResult(name="judge", outcome="fail", detail="31, not 23", verdict="contradicted", sentences=(0,))
    by_source[1] = (with_judgement(by_source[1][0], denied, articles[1]), *by_source[1][1:])
    return compare(claims, by_source, dossier, language)


def tell(found: Comparison) -> str:
    """Return the claim that the sources disagree on."""
    (disagreement,) = found.disagreements
    return next(claim.text for claim in found.claims if claim.id == disagreement.claim)


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.alpha.example/floods", "alpha.example"), ("http://[bad", "source 1"), ("alpha", "source 1")],
)
def test_a_source_without_an_outlet_goes_by_its_address_or_number(url: str, name: str) -> None:
    assert tell(compare_both(names=(None, "Beta"), url=url)).endswith(f"(according to {name}; not according to Beta).")


def test_a_number_that_coincides_contradicts_nothing() -> None:
    found = compare_both("Two ministers resigned over the dike.")
    assert [d.contradicted_by for d in found.disagreements] == [(1,)]
    assert "Two ministers resigned over the dike." in [c.text for c in found.claims]


def test_the_other_figure_is_told_as_its_sources_word_wherever_it_stands() -> None:
    found = compare_both("The death toll of 31 is the highest in years.")
    assert [d.contradicted_by for d in found.disagreements] == [(1,), (0,)]
    assert "The death toll of 31 is the highest in years (according to Beta; not according to Alpha)." in [
        c.text for c in found.claims
    ]


def test_what_none_carries_alone_and_one_denies_is_not_restored_unseen() -> None:
    pieced = "The floods killed 23 people, two of them children."
    articles = [read(ALPHA), read(BETA)]
    dossier = join_articles(articles)
    verdicts: tuple[Verdict, ...] = ("supported", "unsupported", "contradicted")
    whole, alpha, beta = (
        (with_judgement(claim, CheckResult(name="judge", outcome="pass", verdict=verdict, sentences=(0,)), article),)
        for verdict, article in zip(verdicts, (dossier.whole, *articles), strict=True)
        for claim in check_by_code([Claim("key_points.0", "key_points", pieced)], article)
    )
    found = compare(whole, (alpha, beta), dossier, "en")
    assert [(c.text, c.verdict) for c in found.dropped] == [(pieced, "contradicted")]
    undone = [RestoreEdit(op="restore", dropped=0)]
    with pytest.raises(EditRefused):
        asyncio.run(edit_claims(found.claims, found.dropped, undone, by="Ada", language="en", check=None))


def test_what_a_page_calls_itself_stands_in_no_claim() -> None:
    found = compare_both(names=("Mayor Smith took bribes from the mob", "Beta"), is_given=False)
    assert tell(found).endswith("on Wednesday (according to source 1; not according to source 2).")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "(laut Quelle 1; anders Quelle 2)."),
        ("he", "(לפי מקור 1; לא לפי מקור 2)."),
        ("pl", "(tak podaje źródło 1; inaczej źródło 2)."),
        ("sw", "(according to source 1; not according to source 2)."),
    ],
)
def test_a_source_is_numbered_in_the_language_of_the_briefing(language: str, told: str) -> None:
    assert tell(compare_both(names=(None, None), language=language)).endswith(told)


def test_sources_of_one_name_are_told_apart() -> None:
    found = compare_both(names=("Alpha", "Alpha"))
    assert tell(found).endswith("on Wednesday (according to Alpha #1; not according to Alpha #2).")
