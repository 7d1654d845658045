"""JSON Schemas that every server can enforce, and the same said in a line for servers that don't show them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]
_KEPT = ("type", "enum", "const", "maxItems", "minItems")
"""Keywords that OpenAI's strict mode and llama.cpp both take; what they cannot say is validated afterwards."""


@cache
def make_strict(model: type[BaseModel]) -> Schema:
    """Return the schema of `model`: references inlined, every property required, no others allowed.

    Strict mode demands the latter two; llama.cpp fails on nested references (`facts` of its grammar converter), and a
    cyclic model is no answer format. Descriptions and titles are left out: the prompt says what is wanted.
    """
    whole = model.model_json_schema()
    return _simplify(whole, whole.get("$defs", {}))


def _simplify(node: Schema, definitions: dict[str, Schema]) -> Schema:
    if reference := node.get("$ref"):
        return _simplify(definitions[reference.rsplit("/", 1)[-1]], definitions)
    plain: Schema = {key: node[key] for key in _KEPT if key in node}
    if "properties" in node:
        plain["properties"] = {name: _simplify(value, definitions) for name, value in node["properties"].items()}
        plain |= {"required": list(node["properties"]), "additionalProperties": False}
    if "items" in node:
        plain["items"] = _simplify(node["items"], definitions)
    if "anyOf" in node:
        plain["anyOf"] = [_simplify(choice, definitions) for choice in node["anyOf"]]
    return plain


@cache
def write_outline(model: type[BaseModel]) -> str:
    """Return the schema of `model` in the fewest words: `{"text": string, "sources": [integer, …]}`.

    A shape that occurs again is only pointed at, so that six sections of items take the room of one.
    """
    return _write_outline(make_strict(model), {})


def _write_outline(node: Schema, seen: dict[str, str], name: str = "") -> str:
    if "properties" in node:
        inner = ", ".join(f'"{key}": {_write_outline(value, seen, key)}' for key, value in node["properties"].items())
        shape = f"{{{inner}}}"
        if shape in seen:
            return f"<like {seen[shape]}>"
        seen[shape] = name
        return shape
    if "items" in node:
        return f"[{_write_outline(node['items'], seen, name)}, …]"
    if "enum" in node:
        return "|".join(f'"{value}"' for value in node["enum"])
    if "anyOf" in node:
        return "|".join(_write_outline(choice, seen, name) for choice in node["anyOf"])
    return str(node.get("type", "any"))
