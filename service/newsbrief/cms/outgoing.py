"""From a briefing to what a CMS takes: a YAML file with an address, headers, and a body with JSONPaths in it."""

from __future__ import annotations

import binascii
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

import httpx2
import regex
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator
from pydantic_core import to_json
from standardwebhooks import Webhook

from newsbrief.cms.addresses import check_address
from newsbrief.cms.mapping import MappingFailed
from newsbrief.cms.mapping_file import parse_path, require_secret
from newsbrief.fetching.posting import sign_headers

TIMEOUT_S = 30.0
MOST_DEPTH = 20
_PLACE = regex.compile(r"\{([a-z][a-z0-9_]{0,31})\}")


class NotTaken(Exception):
    """The receiver did not take what was sent; `str()` says why, in one line, without secrets."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FromEnvironment(_Strict):
    """A header's value that is a secret: the environment variable that holds it."""

    env: str


class OutgoingMapping(_Strict):
    """The address, method, headers and body by which a briefing is sent to a CMS."""

    about: str = ""
    method: Literal["POST", "PUT", "PATCH"] = "POST"
    url: str
    """`{name}` stands for a value that is set when it is sent."""
    headers: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")], str | FromEnvironment] = {}
    secret_env: str | None = None
    """The environment variable with the secret (`whsec_…`) by which it is signed as Standard Webhooks 1.0 asks."""
    body: Any
    """JSON, in which a text that begins with `$` is a JSONPath into what is sent: see `collect_contents`."""

    @model_validator(mode="after")
    def _usable(self) -> OutgoingMapping:
        check_address(_PLACE.sub("x", self.url))
        _fill(self.body, None)
        return self


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it goes out."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


def collect_contents(reply: Mapping[str, Any], html: str, markdown: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the JSONPaths of a body look into: `$.reply`, `$.html`, `$.markdown` and `$.set`."""
    return {"reply": dict(reply), "html": html, "markdown": markdown, "set": dict(given)}


def compose(
    mapping: OutgoingMapping,
    found: Mapping[str, Any],
    now: datetime,
    environment: Mapping[str, str] = os.environ,
) -> Message:
    """Return the request that carries `found`, as `collect_contents` makes it.

    Raises:
        MappingFailed: a path leads to nothing, or a name in the address is not set.
        SecretNotSet: a secret is not set.
    """
    url = _PLACE.sub(lambda name: quote(_require_value(found, name[1]), safe=""), mapping.url)
    body = to_json(_fill(mapping.body, found))
    headers = {"Content-Type": "application/json"} | {
        name: value if isinstance(value, str) else require_secret(environment, value.env)
        for name, value in mapping.headers.items()
    }
    if mapping.secret_env:
        headers |= sign(body, require_secret(environment, mapping.secret_env), f"msg_{uuid.uuid4().hex}", now)
    return Message(mapping.method, url, headers, body)


def send(message: Message) -> int:
    """Send it once, and return the status that it was taken with. No redirect is followed: it would carry secrets on.

    Raises:
        NotTaken: the receiver refuses it, or does not answer within `TIMEOUT_S`.
    """
    try:
        with httpx2.Client(timeout=TIMEOUT_S, follow_redirects=False) as client:
            answer = client.request(message.method, message.url, headers=message.headers, content=message.body)
    except httpx2.HTTPError as error:
        raise NotTaken(f"{urlsplit(message.url).hostname} does not answer ({type(error).__name__})") from None
    if not answer.is_success:
        raise NotTaken(f"{urlsplit(message.url).hostname} answered {answer.status_code}: {_read_reason(answer)}")
    return answer.status_code


def sign(body: bytes, secret: str, id: str, now: datetime) -> dict[str, str]:
    """Return the headers by which Standard Webhooks 1.0 signs a body.

    Raises:
        MappingFailed: the secret is none of that standard.
    """
    try:
        return sign_headers(Webhook(secret), id, body.decode(), now)
    except (binascii.Error, ValueError, RuntimeError):
        raise MappingFailed("The secret is none of Standard Webhooks: whsec_ and base64.") from None


def _fill(template: Any, found: Mapping[str, Any] | None, depth: int = 0) -> Any:
    """Return a body with the values that its paths lead to; without `found` the paths are only read.

    Raises:
        MappingFailed: a path leads to nothing.
        ValueError: a text that begins with `$` is no path, or the body is nested too deeply.
    """
    if depth > MOST_DEPTH:
        raise ValueError("the body is nested too deeply")
    if isinstance(template, dict):
        return {str(name): _fill(value, found, depth + 1) for name, value in template.items()}
    if isinstance(template, list):
        return [_fill(value, found, depth + 1) for value in template]
    if isinstance(template, str) and template.startswith("$"):
        return _find_value(template, found)
    return template


def _find_value(text: str, found: Mapping[str, Any] | None) -> Any:
    path = parse_path(text)
    if found is None:
        return None
    values = path.findall(found)
    if not values:
        raise MappingFailed(f"Nothing stands at {text}.")
    return values[0]


def _require_value(found: Mapping[str, Any], name: str) -> str:
    value = found["set"].get(name)
    if not value:
        raise MappingFailed(f"The address needs {name}: --set {name}=…")
    return TypeAdapter(str).validate_python(value)


def _read_reason(answer: httpx2.Response) -> str:
    return " ".join(answer.text[:2_000].split())[:200] or "no reason given"
