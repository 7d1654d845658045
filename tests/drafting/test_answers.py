"""Texts of models as they are read: numbers that count claims are markup, others at their start are their own."""

from typing import Any

import pytest

from newsbrief.drafting.answers import WholeDraft, WrittenClaim, build_draft
from newsbrief.drafting.draft import Item
from newsbrief.drafting.partial_answer import listen_to_draft
from tests.support.upstream import draft as written


@pytest.mark.parametrize(
    ("language", "said", "texts"),
    [
        ("de", ["11. September bleibt ein Gedenktag."], ["11. September bleibt ein Gedenktag."]),
        ("de", ["2. Bundesliga: Köln steigt auf."], ["2. Bundesliga: Köln steigt auf."]),
        ("de", ["1. Mai bleibt frei.", "2. Juni auch."], ["1. Mai bleibt frei.", "2. Juni auch."]),
        ("no", ["15. mars ble han valgt."], ["15. mars ble han valgt."]),
        ("tr", ["12. yüzyıldan kalma cami yandı."], ["12. yüzyıldan kalma cami yandı."]),
        ("en", ["-5 degrees were measured.", "- 5 people froze."], ["-5 degrees were measured.", "5 people froze."]),
        (
            "en",
            ["1. Prices rose.", "2) Sales fell.", "3. May resigned."],
            ["Prices rose.", "Sales fell.", "3. May resigned."],
        ),
        ("en", ["* Prices rose.", "- Sales fell."], ["Prices rose.", "Sales fell."]),
    ],
)
def test_only_a_number_that_counts_the_claims_is_taken_off(language: str, said: list[str], texts: list[str]) -> None:
    answer: dict[str, Any] = written(key_points=[{"text": text, "sources": [1], "kind": "reported"} for text in said])
    whole = WholeDraft.model_validate(answer)
    made = build_draft({name: getattr(whole, name) for name in WholeDraft.model_fields}, {1}, language)
    assert [item.text for item in made.key_points] == texts
    heard: list[Item] = []
    listen = listen_to_draft(
        lambda section, item: heard.append(item) if section == "key_points" else None, {1}, language
    )
    for end in range(1, len(said) + 1):
        listen({**answer, "key_points": answer["key_points"][:end]})
    assert tuple(heard) == made.key_points


def test_a_title_keeps_its_number() -> None:
    assert WrittenClaim(text="1. FC Köln steigt auf").text == "1. FC Köln steigt auf"
