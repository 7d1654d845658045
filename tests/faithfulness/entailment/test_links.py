from service.article.reading import read
from service.verification.entailment.links import links
from service.verification.evidence import locate

ARTICLE = read(
    "The navy sank a smuggler’s boat near the coast of Orford on Monday because it fired on a patrol. "
    "The mayor of Orford opened a bridge over the river on Tuesday."
)


def of(text: str) -> dict[str, float]:
    return links(text, ARTICLE, locate(text, ARTICLE))


def test_words_that_stand_together_and_apart() -> None:
    near, far = of("The mayor opened a bridge."), of("The mayor sank a bridge.")
    assert near["never_together"] == 0
    assert far["never_together"] > 0
    assert near["apart_mean"] < far["apart_mean"]


def test_who_did_it_to_whom() -> None:
    assert of("The navy sank a smuggler’s boat.")["turned_round"] == 0
    assert of("The boat sank a smuggler’s navy.")["turned_round"] > 0.5


def test_a_cause_that_is_given_and_one_that_is_not() -> None:
    given, made = (
        of("The navy sank a boat because it fired on a patrol."),
        of("The navy sank a boat because a bridge opened."),
    )
    assert given["causal"] == made["causal"] == 1
    assert given["cause_beside_effect"] > made["cause_beside_effect"]
    assert of("The mayor opened a bridge.")["causal"] == 0


def test_nothing_to_compare() -> None:
    assert links("", ARTICLE, ())["turned_round"] == 0
    assert set(links("Zebras graze.", ARTICLE, ())) == set(of("The navy sank a boat."))
