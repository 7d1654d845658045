"""Parts of `/openapi.json`: problems, bodies, headers and parameters of a route, and the schemas of all of them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from newsbrief.api.bodies import SummarizeBody, SummarizeRequest, VerifyBody
from newsbrief.api.chat_bodies import ChatBody
from newsbrief.api.job_bodies import IgnoredPayload, JobBody
from newsbrief.api.problems import MEDIA_TYPE, PROBLEMS, Problem
from newsbrief.api.responses import JSON
from newsbrief.api.review_bodies import EditBody, ReviewBody
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.briefing.schema import Briefing

Part = dict[str, Any]
TEXT: Part = {"schema": {"type": "string"}}
OBJECT: Part = {"schema": {"type": "object"}}
_PROBLEM: Part = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def problems(*statuses: int) -> dict[int | str, Part]:
    """Return the responses of the problems that have one of the statuses."""
    return {
        status: {
            "description": "; ".join(dict.fromkeys(title for code, title in PROBLEMS.values() if code == status)),
            "content": _PROBLEM,
            **({"headers": {"Retry-After": {"schema": {"type": "integer"}}}} if status in (429, 503) else {}),
        }
        # A route that can answer 401 can answer 403 too.
        for status in sorted({*statuses, *([403] if 401 in statuses else [])})
    }


def refer_to(*names: str) -> Part:
    """Return the content of JSON in one of the shapes."""
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {"schema": references[0] if len(references) == 1 else {"anyOf": references}}


def body(content: Part) -> Part:
    """Return the entry for the body of a request."""
    return {"requestBody": {"required": True, "content": content}}


def json_body(model: type[BaseModel], example: Part) -> Part:
    """Return the content of a body that is JSON."""
    return {JSON: refer_to(model.__name__) | {"example": example}}


def header(description: str) -> Part:
    """Return the entry for a header of a response."""
    return {"description": description, "schema": {"type": "string"}}


def parameter(name: str, description: str, *, place: str = "header", **more: Any) -> Part:
    """Return the entry for a header or a parameter of a request."""
    return {"name": name, "in": place, "description": description, "schema": {"type": "string"}} | more


def install(app: FastAPI) -> None:
    """Publish the schemas of bodies and problems too, and let the docs page load what it needs."""

    def openapi() -> Part:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
            document["components"]["schemas"] |= _collect_schemas(
                *(SummarizeBody, SummarizeRequest, VerifyBody, JobBody, IgnoredPayload, ChatBody, ReviewBody, EditBody),
                *(VariantsBody, Problem, Briefing),
            )
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _collect_schemas(*models: type[BaseModel]) -> Part:
    """Return the JSON Schemas of `models` and all they hold, for `#/components/schemas`."""
    schemas: Part = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
    return schemas
