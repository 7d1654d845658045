"""House styles over HTTP: which one a request follows, and the JSON Schemas of styles and layouts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic_core import to_json

from newsbrief.api import documentation, responses
from newsbrief.api.gate import read_style_name, within_budget
from newsbrief.api.problems import ErrorAt, ProblemError
from newsbrief.api.state import read_state
from newsbrief.briefing.layout import PATH, build_schema
from newsbrief.briefing.schema import ALL_SECTIONS, Section
from newsbrief.pipeline import Options
from newsbrief.pipeline.shape import find_style, with_style
from newsbrief.settings import Settings
from newsbrief.style.house import HouseStyle
from newsbrief.style.reading import DEFAULT, MalformedStyle, read_styles

JSON_SCHEMA = "application/schema+json"
routes = APIRouter(tags=["house style"])
"""Included behind the gate by the application."""


class StyleList(BaseModel):
    """The house styles that a request can name."""

    styles: tuple[str, ...] = Field(description="Names, in alphabetical order.")
    default: str | None = Field(description="The one that is followed where a request names none; null: none is.")


def load_styles(settings: Settings) -> None:
    """Read the styles of the settings, and see that those which keys name are among them.

    Raises:
        MalformedStyle: one of them cannot be used, or a key names another.
    """
    known = read_styles(settings.style)
    for key in settings.api_keys:
        if key.style and key.style not in known:
            raise MalformedStyle(
                f"NEWSBRIEF_API_KEYS: the key {key.name} names the style {key.style}, which is not there"
            )


def list_styles(request: Request) -> StyleList:
    """Return the styles that a request can name, and the one that it follows where it names none."""
    known = read_styles(read_state(request).settings.style)
    followed = read_style_name(request) or (DEFAULT if DEFAULT in known else None)
    return StyleList(styles=tuple(sorted(known)), default=followed)


def settle_options(request: Request, options: Options) -> Options:
    """Return the options of a request: with the style of its key where it names none itself, and with no more judged
    than its key pays for.

    Raises:
        UnknownStyle: it names a style that is not there.
    """
    settings = read_state(request).settings
    chosen = with_style(options, read_style_name(request))
    find_style(chosen, settings)
    return within_budget(request, chosen)


@routes.get(
    PATH, response_class=Response, operation_id="layout_schema_layouts_schema_get", **documentation.LAYOUT_SCHEMA
)
async def read_layout_schema(
    sections: Annotated[str, Query(max_length=400, description="Names in their order, separated by commas.")],
) -> Response:
    """Return the JSON Schema of a layout of these sections; `layout.described_by` of a reply has this address."""
    names = sections.split(",")
    known = {str(name): name for name in ALL_SECTIONS if name != "title"}
    if not set(names) <= known.keys() or len(set(names)) < len(names):
        said = f"each of {', '.join(known)} at most once"
        where = [ErrorAt(pointer="/query/sections", detail=said)]
        raise ProblemError("invalid-request", f"Wrong: /query/sections, {said}.", errors=where)
    wanted: list[Section] = [known[name] for name in names]
    return _as_schema(build_schema(wanted))


@routes.get("/styles", response_model=StyleList, operation_id="styles_styles_get", **documentation.STYLES)
async def show_styles(request: Request) -> Response:
    """List the house styles that a request can name, and the default: the style of the key, or of the service."""
    return responses.respond_json(list_styles(request))


@routes.get(
    "/styles/schema",
    response_class=Response,
    operation_id="style_schema_styles_schema_get",
    **documentation.STYLE_SCHEMA,
)
async def read_style_schema() -> Response:
    """Return the JSON Schema of a house style."""
    return _as_schema(HouseStyle.model_json_schema())


def _as_schema(value: dict[str, Any]) -> Response:
    return Response(to_json(value), media_type=JSON_SCHEMA)
