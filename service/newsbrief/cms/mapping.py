"""From what a CMS sends to an article: a YAML file that says, in JSONPath (RFC 9535), where each part stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import jsonpath
import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from newsbrief.cms.mapping_file import MalformedMapping, SecretNotSet, parse_path, read_mapping
from newsbrief.cms.signature import Signature

NAME = regex.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
"""With `cms.` before it, the name of a key, which has 64 characters at most."""


class MappingFailed(ValueError):
    """A payload does not have what the mapping needs; `str()` says what, without repeating the payload."""


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


Paths = Annotated[
    tuple[Annotated[jsonpath.JSONPath, PlainValidator(parse_path)], ...], BeforeValidator(_as_list), Field(min_length=1)
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Constant(_Strict):
    """The same for every article."""

    value: str


class Places(_Strict):
    """Paths to the parts of an article in a payload. Of `html` and `text` all that is found is taken, in the
    payload's order; of the others the first that is there."""

    html: Paths | None = None
    text: Paths | None = None
    title: Paths | Constant | None = None
    url: Paths | Constant | None = None
    source: Paths | Constant | None = None
    published_at: Paths | None = None
    language: Paths | Constant | None = None

    @model_validator(mode="after")
    def _one_text(self) -> Places:
        if (self.html is None) == (self.text is None):
            raise ValueError("give either 'html' or 'text'")
        return self


class CmsMapping(_Strict):
    """The mapping of one CMS: how its payloads are read, trusted and answered."""

    about: str = ""
    article: Places
    only: dict[str, Any] = {}
    """A JSONPath to a value, or to one of several: payloads that have others are ignored."""
    options: dict[str, Any] = {}
    """As in a request to `/summarize`."""
    callback_url: str | None = None
    """As in a request to `/jobs`."""
    status: Annotated[int, Field(ge=200, le=299)] = 202
    """Of the answer: some take one alone for success."""
    signature: Signature | None = None
    """Lets in what is so signed, without a key."""
    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = None
    """The name of the key whose jobs and limits signed payloads count as; `cms.` and the mapping's own unless given."""

    @model_validator(mode="after")
    def _conditions(self) -> CmsMapping:
        for path in self.only:
            parse_path(path)
        return self

    def wants(self, payload: Any) -> bool:
        """Return whether a payload is an article to brief: its values are those of `only`."""
        return all(
            any(found in _as_list(wanted) for found in _find_values(parse_path(path), payload))  # type: ignore[operator]
            for path, wanted in self.only.items()
        )

    def map_article(self, payload: Any) -> dict[str, Any]:
        """Return a payload as a request to `/summarize`.

        Raises:
            MappingFailed: it holds no text where the mapping looks for it.
        """
        places = self.article
        marked = places.html is not None
        pieces = list(_find_texts(places.html or places.text or (), payload))
        if not pieces:
            raise MappingFailed(
                f"Nothing stands where the mapping looks for the article's {'html' if marked else 'text'}."
            )
        request: dict[str, Any] = {"text": _join_as_html(pieces) if marked else "\n\n".join(pieces)}
        for name in ("title", "url", "source", "published_at", "language"):
            if (found := _find_first(getattr(places, name), payload)) is not None:
                request[name] = found
        return request | ({"options": self.options} if self.options else {})


def read_cms_mapping(path: Path, environment: Mapping[str, str] = os.environ) -> CmsMapping:
    """Return the mapping in a file.

    Raises:
        MalformedMapping: it is none, or names a secret that is not set.
    """
    mapping = read_mapping(path, CmsMapping)
    if mapping.signature:
        try:
            mapping.signature.secret(environment)
        except SecretNotSet as error:
            raise MalformedMapping(f"{path.name}: signature: {error}") from None
    return mapping


def read_cms_mappings(path: Path, environment: Mapping[str, str] = os.environ) -> dict[str, CmsMapping]:
    """Return the mappings of a folder by file name, which is the last part of their address.

    Raises:
        MalformedMapping: one of them is none, or the folder is not there.
    """
    if not path.is_dir():
        raise MalformedMapping(f"{path} is no folder of mapping files")
    files = sorted(f for f in path.iterdir() if f.suffix in (".yaml", ".yml"))
    if not files:
        raise MalformedMapping(f"{path} holds no mapping file (.yaml)")
    if bad := next((f.name for f in files if not NAME.fullmatch(f.stem)), None):
        raise MalformedMapping(f"{bad}: a name has up to 60 small letters, digits, - and _")
    return {f.stem: read_cms_mapping(f, environment) for f in files}


def _find_values(path: jsonpath.JSONPath, payload: Any) -> list[Any]:
    if not isinstance(payload, dict | list):
        return []
    try:
        return list(path.findall(payload))
    except (jsonpath.JSONPathError, RecursionError):
        return []


def _find_texts(paths: tuple[jsonpath.JSONPath, ...], payload: Any) -> Iterator[str]:
    """Yield the texts that the paths select, each once, in the order of the payload."""
    found: dict[tuple[int, ...], str] = {}
    numbers: dict[int, dict[str, int]] = {}
    if isinstance(payload, dict | list):
        try:
            for path in paths:
                for match in path.finditer(payload):
                    if isinstance(match.value, str) and match.value.strip():
                        found[_find_position(match.parts, payload, numbers)] = match.value
        except (jsonpath.JSONPathError, RecursionError):
            return
    for _, text in sorted(found.items()):
        yield text


def _find_position(parts: tuple[int | str, ...], payload: Any, numbers: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """Return where in the payload a value stands, as numbers that sort in its order.

    `numbers` gets the numbers of the keys of each object, by its identity.
    """
    places: list[int] = []
    for part in parts:
        if isinstance(payload, dict):
            if id(payload) not in numbers:
                numbers[id(payload)] = {key: number for number, key in enumerate(payload)}
            places.append(numbers[id(payload)][str(part)])
        else:
            places.append(int(part))
        payload = payload[part]
    return tuple(places)


def _find_first(place: tuple[jsonpath.JSONPath, ...] | Constant | None, payload: Any) -> str | None:
    if isinstance(place, Constant):
        return place.value
    for path in place or ():
        for value in _find_values(path, payload):
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None


def _join_as_html(pieces: list[str]) -> str:
    """Return fragments of HTML or text as one HTML article."""
    body = "\n".join(p if "<p" in p or "<div" in p else f"<p>{p}</p>" for p in pieces)
    return f"<article>{body}</article>"
