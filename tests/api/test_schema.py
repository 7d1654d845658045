"""Anything the description allows, and much that it does not: an answer, never a fault of the service."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from newsbrief.api.app import create_app
from newsbrief.api.bodies import OneOfSeveral, SeveralBody, SummarizeBody
from newsbrief.reply import Reply, Together, Update, Verification
from tests.support.settings import make_settings


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    """Return the operations that the service describes, by method and path."""
    described = create_app(make_settings(engine="extractive")).openapi()
    found: list[Any] = list(schemathesis.openapi.from_dict(described).get_all_operations())
    return {one.ok().label: one.ok() for one in found}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(
    "label",
    [
        "POST /summarize",
        "POST /verify",
        "GET /briefings",
        "GET /briefings/{id}",
        "GET /briefings/{id}.md",
        "GET /briefings/{id}.html",
        "DELETE /briefings/{id}",
        "POST /cms/{name}",
        "PATCH /briefings/{id}",
        "POST /briefings/{id}/review",
        "GET /briefings/{id}/versions",
        "GET /briefings/{id}/versions/{number}",
        "POST /briefings/{id}/update",
        "POST /v1/chat/completions",
        "GET /v1/models/{name}",
    ],
)
def test_the_service_stands_up_to_its_description(
    address: str, operations: dict[str, Any], label: str, mode: GenerationMode
) -> None:
    @given(st.data())
    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def probe(data: st.DataObject) -> None:
        case = data.draw(operations[label].as_strategy(generation_mode=mode))
        case.call_and_validate(
            base_url=address, checks=[not_a_server_error, status_code_conformance, content_type_conformance]
        )

    probe()


def test_no_name_stands_for_two_things() -> None:
    described = create_app().openapi()["components"]["schemas"]
    for model in (Reply, Together, Update, Verification):
        assert (
            described[model.__name__]["properties"].keys()
            == model.model_json_schema(mode="serialization")["properties"].keys()
        )
    for body in (OneOfSeveral, SeveralBody, SummarizeBody):
        assert described[body.__name__]["properties"].keys() == body.model_fields.keys()
