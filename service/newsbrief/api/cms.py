"""The route that takes articles as a CMS pushes them, each a job of one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import regex
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from pydantic_core import from_json

from newsbrief.api import documentation, idempotency, jobs
from newsbrief.api.bodies import SummarizeBody, SummarizeOptions
from newsbrief.api.gate import Credentials
from newsbrief.api.job_bodies import IgnoredPayload, JobBody
from newsbrief.api.problems import ProblemError, describe_invalid
from newsbrief.api.request_body import read_body
from newsbrief.api.responses import respond_json
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.pipeline import Options
from newsbrief.settings import Settings
from newsbrief.settings.keys import Key
from newsbrief.validation import list_faults
from newsbrief.workers import run_in_worker

if TYPE_CHECKING:
    from newsbrief.cms.mapping import CmsMapping

_NO_COLON = regex.compile(r"([+-]\d{2})(\d{2})$")
routes = APIRouter(tags=["cms"])
"""Included without the gate: a payload may be let in by its signature."""


def load_mappings(settings: Settings) -> dict[str, CmsMapping]:
    """Return the mappings that the settings name.

    Raises:
        MalformedMapping: one of them cannot be used.
    """
    if not settings.cms:
        return {}
    # Only here: most services have none, and JSONPath and YAML take two megabytes.
    from newsbrief.cms.mapping import read_cms_mappings
    from newsbrief.cms.mapping_file import MalformedMapping

    mappings = read_cms_mappings(settings.cms)
    for name, mapping in mappings.items():
        try:
            SummarizeOptions.model_validate(mapping.options)
            JobBody.model_validate({"articles": [{"text": ""}], "callback_url": mapping.callback_url})
        except ValidationError as error:
            raise MalformedMapping(f"{name}: options or callback_url: {list_faults(error)[0].message}") from None
    return mappings


@routes.post("/cms/{name}", status_code=202, **documentation.CMS)
async def push_article(request: Request, name: str, credentials: Credentials) -> Response:
    """Take an article as a CMS sends it, and brief it in the background. The same payload again is the same job for
    as long as that is kept; one whose article failed for another reason than its own text is tried again.
    `NEWSBRIEF_CMS` names the folder of mappings; the address ends in the name of one."""
    settings = read_state(request).settings
    mapping = read_state(request).cms.get(name)
    body = await _admit(request, credentials, name, mapping, settings)
    if mapping is None:
        raise ProblemError("not-found", "There is no mapping of that name.")
    payload = await run_in_worker(len(body), _parse_payload, body)
    if not await run_in_worker(len(body), mapping.wants, payload):
        answer = respond_json(IgnoredPayload(reason="The mapping is for other payloads."))
        answer.status_code = mapping.status
        return answer
    article = await run_in_worker(len(body), _map_article, mapping, payload)
    # Most sign no time with a payload: whoever kept one could send it again on any day.
    keyed = idempotency.make_keyed_request("cms", name, jobs.read_owner(request), body.decode("latin-1"))
    options = settle_options(request, Options.of(article.options))
    sent = [jobs.build_assignment(article.submission(), options)]
    return await jobs.accept_job(request, sent, mapping.callback_url, keyed, mapping.status, key_lives_s=None)


async def _admit(
    request: Request,
    credentials: Credentials,
    name: str,
    mapping: CmsMapping | None,
    settings: Settings,
) -> bytes:
    """Return the body if its sender is permitted: by the signature of the mapping, else by a key.

    Raises:
        ProblemError: it is not signed, no accepted key came, or the caller has asked for too much.
    """
    gate = read_state(request).gate
    signature = mapping.signature if mapping else None
    if signature is None:
        await gate.admit(request, credentials)
    body = await read_body(request)
    if signature and mapping:
        if not signature.holds(body, request.headers.get(signature.header), signature.secret(os.environ)):
            await gate.count_failed_signature(request)
            raise ProblemError("unauthenticated", f"The payload is not signed: {signature.header}.")
        await gate.admit_signed_in(request, _find_holder(mapping, name, settings))
    return body


def _find_holder(mapping: CmsMapping, name: str, settings: Settings) -> Key | None:
    """Return the key that owns the jobs of signed payloads: the one that the mapping names, else one made for it."""
    if not settings.api_keys:
        return None
    owner = mapping.owner or f"cms.{name}"
    alone = Key(owner, b"", frozenset({"write"}))
    return next((key for key in settings.api_keys if key.name == owner), alone)


def _parse_payload(body: bytes) -> Any:
    try:
        return from_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise ProblemError("malformed-request", str(error)[:200]) from None


def _map_article(mapping: CmsMapping, payload: Any) -> SummarizeBody:
    """Return the article in a payload.

    Raises:
        ProblemError: the mapping finds none in it.
    """
    from newsbrief.cms.mapping import MappingFailed

    try:
        mapped = mapping.map_article(payload)
        if "published_at" in mapped:
            mapped["published_at"] = _parse_moment(mapped["published_at"])
        return SummarizeBody.model_validate(mapped)
    except MappingFailed as error:
        raise ProblemError("invalid-request", str(error)) from None
    except ValidationError as error:
        raise describe_invalid(error) from None


def _parse_moment(text: str) -> object:
    """Parse an instant as newsroom systems write it: ISO 8601, in UTC if no zone is named."""
    try:
        moment = datetime.fromisoformat(_NO_COLON.sub(r"\1:\2", text))
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
