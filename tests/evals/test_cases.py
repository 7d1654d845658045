from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from newsbrief.evals.case import HERE, WEIGHTS, ContestedStatement, Error, Fact, KeyedStatement, Trap, load
from newsbrief.evals.case_review import find_faults
from newsbrief.stories.standing import Stands
from tests.support.cases import NAMES, shipped_case, shipped_cases

LEAST = """
genre: a test
split: dev
facts:
  - says: The council met.
    weight: essential
    rests_on: [The council met]
    keys: [council, met]
"""


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_has_nothing_to_mend(name: str) -> None:
    assert list(find_faults(shipped_case(name))) == []


def test_there_are_enough_and_a_third_is_kept_aside() -> None:
    cases = shipped_cases()
    assert len(cases) >= 25
    assert 3 * len(load("test")) >= len(cases)
    assert len(load("dev")) + len(load("test")) == len(cases)
    assert len({case.genre for case in cases}) >= 15


def test_every_trap_has_a_case_and_says_what_it_must_not_bring() -> None:
    cases = shipped_cases()
    assert {trap for case in cases for trap in case.traps} == set(get_args(Trap))
    assert all(case.never for case in cases if {"injection", "satire", "correction"} & set(case.traps))


def test_every_kind_of_error_and_weight_has_examples() -> None:
    cases = shipped_cases()
    assert {error for case in cases for error in case.wrong} == set(get_args(Error))
    assert {fact.weight for case in cases for fact in case.facts} == set(WEIGHTS)
    assert all(any(f.weight == "essential" for f in case.facts) for case in cases)
    earlier = {case.name: case.earlier for case in cases if case.earlier}
    assert [name for name, older in earlier.items() if older.briefing] == ["iran_us_talks"]
    assert len(earlier) >= 10
    told = {stands for older in earlier.values() for claim in older.claims for stands in claim.stands}
    assert told == set(get_args(Stands))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The fee rises by 4 per cent.", True),
        ("THE FEE RISES BY FOUR PER CENT", True),
        ("Of the 4 members, all want the fee.", True),
        ("The fee rises by 14 per cent.", False),
        ("The fees rise by 4 per cent.", False),
        ("The fee rises.", False),
        ("", False),
    ],
)
def test_keys_are_whole_words_in_any_order(text: str, said: bool) -> None:
    assert KeyedStatement(keys=("4|four", "fee")).said_in(text) is said


def test_keys_know_no_kinds_of_quotation_mark_or_dash() -> None:
    keyed = KeyedStatement(keys=("mayor's", "six-year"))
    assert keyed.said_in("The mayor’s six–year plan")
    assert keyed.said_in("The mayor's six\u2011year plan")


def test_alternatives_stay_within_their_key() -> None:
    assert not KeyedStatement(keys=("a|b", "c")).said_in("a b")
    assert KeyedStatement(keys=(r"declin\w*|refus\w*",)).said_in("It refused.")


def test_what_a_party_says_names_the_party() -> None:
    contested = ContestedStatement(says="An attack, says SEP.", keys=("attack",), by=("SEP", "the union"))
    assert contested.attributed_in("The Union calls it an attack.")
    assert not contested.attributed_in("It is an attack on SEPARATE rights.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("keys: [council, met]", "keys: []"), "facts.0.keys"),
        (("keys: [council, met]", 'keys: ["(council"]'), "is not a pattern"),
        (("essential", "vital"), "facts.0.weight"),
        (("split: dev", "split: train"), "split"),
        (("genre: a test", ""), "genre"),
        (("genre: a test", "genre: a test\nfact: []"), "fact"),
        (("genre: a test", "traps: [irony]\ngenre: a test"), "traps.0"),
        (("genre: a test", "genre: [a test"), "no YAML"),
        ((LEAST, "- a\n- b"), "no table"),
        ((LEAST, ""), "no table"),
    ],
)
def test_a_malformed_case_is_named(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    (tmp_path / "good.yaml").write_text(LEAST)
    (tmp_path / "other.yaml").write_text(LEAST.replace(*change))
    with pytest.raises(ValidationError) as raised:
        load(folder=tmp_path)
    shown = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in raised.value.errors())
    assert says in shown
    assert raised.value.__notes__ == ["other.yaml"]


def test_a_case_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "town_hall.yaml").write_text(LEAST)
    (case,) = load(folder=tmp_path)
    assert case.name == "town_hall"
    assert case.file == HERE.parent / "articles" / "town_hall.txt"


def test_review_finds_what_is_wrong() -> None:
    case = shipped_case("two_garcias")
    wrong = Fact(says="The moon is cheese.", weight="minor", rests_on=("The moon is cheese",), keys=("moon", "rock"))
    unsaid = ContestedStatement(says="It is war.", keys=("war on docks",), by=("SEP",))
    twice = {**case.carried, "paraphrase": case.carried["close"]}
    found = "\n".join(
        find_faults(case.model_copy(update={"facts": (wrong,), "contested": (unsaid,), "carried": twice}))
    )
    for expected in ("no sentence has", "its own keys", "no sentence says it", "told 2 times"):
        assert expected in found


@pytest.mark.parametrize("noun", ["verdict", "standing"])
def test_review_finds_a_briefing_that_its_labels_do_not_fit(noun: str) -> None:
    case = next(c for c in shipped_cases() if c.earlier and c.earlier.briefing)
    assert case.earlier
    labels = dict(getattr(case.earlier, f"{noun}s"))
    labels["key_points.99"] = labels.pop("key_points.0")
    found = list(find_faults(case.model_copy(update={"earlier": case.earlier.model_copy(update={f"{noun}s": labels})})))
    assert any(f"key_points.0 has no {noun}" in f for f in found)
    assert any(f"no claim key_points.99, but a {noun}" in f for f in found)
