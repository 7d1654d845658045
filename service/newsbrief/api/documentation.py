"""Entries of `/openapi.json` for each route, beside those that the framework makes."""

from __future__ import annotations

from newsbrief.api.bodies import SummarizeBody, VerifyBody
from newsbrief.api.chat_bodies import ChatBody
from newsbrief.api.openapi import (
    OBJECT,
    TEXT,
    Part,
    body,
    header,
    json_body,
    parameter,
    problems,
    refer_to,
)
from newsbrief.api.problems import PROBLEMS
from newsbrief.api.responses import JSON
from newsbrief.api.review_bodies import EditBody, RestoreBody, ReviewBody
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.briefing.renderings import RENDERINGS, Rendering

DESCRIPTION = """\
Send an article; get a briefing in six fixed sections, every claim with the sentences of the article it rests on and
the checks it passed. Offsets count characters (Unicode code points) of the text that was sent, or of `source_text`.

Errors are problem details (RFC 9457); their `type` is `urn:newsbrief:problem:` and one of: {reasons}.
""".format(reasons=", ".join(f"`{reason}` ({status})" for reason, (status, _) in PROBLEMS.items()))
_EXAMPLE = (
    "MUSCAT (AP) — Iran and the United States will hold talks in Oman on Friday, Iranian Foreign Minister Abbas "
    "Araghchi said Wednesday. The talks were first planned for Istanbul. A White House official said the United "
    "States would attend."
)
_OTHER = (
    "ANKARA (Reuters) — Talks between Iran and the United States will be held in Istanbul on Friday, a Turkish official"
    " said Wednesday. He said that the two sides were expected to talk about the nuclear programme and about missiles."
)


def _content(rendering: Rendering) -> Part:
    return {rendering.media_type: OBJECT if "json" in rendering.media_type else TEXT}


_RENDERED = {kind: schema for r in RENDERINGS if r.negotiated for kind, schema in _content(r).items()}
_EVENTS = {
    "schema": {
        "type": "string",
        "description": "Server-sent events: `stage` as each step begins, `section` before the first claim of one, "
        "`claim` for each claim as soon as it has passed (final, under its id in the reply), `dropped`, "
        "and last `done` with the whole reply, or `problem` with problem details.",
    },
    "example": 'event: section\ndata: {"section": "key_points"}\n\n',
}
UNREADY = problems(503)
METRICS = problems(401)


def _document_feed(media_type: str, schema: Part) -> Part:
    headers = {"ETag": {"schema": {"type": "string"}}}
    responses: dict[int | str, Part] = {
        200: {"description": "The feed.", "content": {media_type: {"schema": schema}}, "headers": headers},
        304: {"description": "Not modified: `If-None-Match` has the current `ETag`."},
    }
    return {"responses": responses | problems(401, 404, 422, 429, 503)}


FEED_RSS = _document_feed("application/rss+xml", TEXT)
FEED_JSON = _document_feed("application/feed+json", OBJECT)
_REUSE = [
    parameter(
        "Idempotency-Key",
        "A string of 1 to 255 ASCII characters, quoted or bare, that names this one request. For 24 hours the same "
        "request gives the same answer; another one under the key is refused.",
        example='"8e03978e-40d5-43e8-bc93-6894a57f9324"',
    ),
    parameter("Cache-Control", "`no-cache`: make the briefing anew, though an equal one is kept."),
]
_CACHE_STATUS = {
    "Cache-Status": header("RFC 9211: `newsbrief; hit` where the briefing was kept already. Not sent with events.")
}
_PREFER = parameter("Prefer", "`respond-async` (RFC 7240): answer 202 at once, with the job that the article becomes.")
_REPORT = {"text": _EXAMPLE, "source": "AP", "published_at": "2026-02-04T16:00:00Z"}
_OTHER_REPORT = {"text": _OTHER, "source": "Reuters", "published_at": "2026-02-04T12:00:00Z"}
_TEXTS = {"text/plain": TEXT | {"example": _EXAMPLE}, "text/html": TEXT}
_JOB_HEADERS = {
    "Location": header("The address of the job."),
    "Preference-Applied": header("RFC 7240."),
}
SUMMARIZE: Part = {
    "openapi_extra": {"parameters": [*_REUSE, _PREFER]}
    | body(
        {
            JSON: refer_to("SummarizeRequest")
            | {
                "examples": {
                    "one article": {"value": _REPORT},
                    "several on one event": {"value": {"articles": [_REPORT, _OTHER_REPORT]}},
                }
            }
        }
        | _TEXTS
    ),
    "responses": {
        200: {
            "description": "The briefing, in the media type that was asked for",
            "headers": _CACHE_STATUS,
            "content": _RENDERED | {"text/event-stream": TEXT | _EVENTS},
        },
        202: {"description": "A job of one article", "headers": _JOB_HEADERS, "content": {JSON: refer_to("Job")}},
        **problems(400, 401, 406, 408, 409, 413, 415, 422, 429, 500, 503),
    },
}
VERIFY: Part = {
    "openapi_extra": body(
        json_body(
            VerifyBody, {"text": _EXAMPLE, "claims": ["The talks will be held in Oman.", "Iran will not attend."]}
        )
    ),
    "responses": problems(400, 401, 406, 408, 413, 415, 422, 429, 500, 503),
}
_OPENAI_FIELDS = {
    "message": {"type": "string"},
    "type": {"type": "string"},
    "param": {"type": ["string", "null"]},
    "code": {"type": "string", "description": "The kind of problem."},
}
_OPENAI_INNER = {"type": "object", "required": [*_OPENAI_FIELDS], "properties": _OPENAI_FIELDS}
_OPENAI_ERROR = {
    "description": "As OpenAI words it",
    "content": {JSON: {"schema": {"type": "object", "required": ["error"], "properties": {"error": _OPENAI_INNER}}}},
}
CHAT: Part = {
    "openapi_extra": body(
        json_body(ChatBody, {"model": "newsbrief", "messages": [{"role": "user", "content": _EXAMPLE}]})
    ),
    "responses": {
        200: {
            "description": "A completion as OpenAI has it, or its chunks; `newsbrief` in it tells the verdict",
            "content": {"application/json": OBJECT, "text/event-stream": TEXT},
        },
        "4XX": _OPENAI_ERROR,
        "5XX": _OPENAI_ERROR,
    },
}
MODELS: Part = {"responses": {"4XX": _OPENAI_ERROR}}
UPDATE: Part = {
    "openapi_extra": {"parameters": _REUSE}
    | body(
        json_body(
            SummarizeBody,
            {
                "text": "MUSCAT (AP) — Talks between Iran and the United States will be held in Oman on Friday, not in "
                "Istanbul as first planned, Iranian officials said Wednesday. They will deal only with the nuclear "
                "issue, a White House official said.",
                "published_at": "2026-02-05T08:00:00Z",
            },
        )
        | _TEXTS
    ),
    "responses": {
        200: {
            "description": "What became of the older briefing, and the revised one, in the media type that was asked "
            "for: Markdown and HTML have the revised briefing alone. `options.stream` is ignored",
            "headers": _CACHE_STATUS,
            "content": {"text/markdown": TEXT, "text/html": TEXT},
        },
        **problems(400, 401, 404, 406, 408, 409, 413, 415, 422, 429, 500, 503),
    },
}
_ETAG = {"ETag": header("The version; send it in `If-Match`.")}
KEPT: Part = {
    "responses": {
        200: {"description": "The reply, or its briefing", "content": _RENDERED, "headers": _ETAG},
        **problems(401, 404, 406, 422, 429, 503),
    }
}
_IF_MATCH = parameter("If-Match", "The `ETag` of the version that this is based on (RFC 9110), or `*`.", example='"1"')
_NEW_VERSION: dict[int | str, Part] = {200: {"description": "The briefing, in its new version", "headers": _ETAG}}
REVIEW: Part = {
    "openapi_extra": {"parameters": [_IF_MATCH]}
    | body(json_body(ReviewBody, {"status": "reviewed", "by": "Ada Lovelace"})),
    "responses": _NEW_VERSION | problems(400, 401, 404, 408, 409, 412, 413, 415, 422, 429, 503),
}
_EDITS = [
    {"op": "replace", "claim": "key_points.0", "text": "The talks are planned for Friday in Oman."},
    {"op": "move", "claim": "key_points.2", "to": 0},
]
EDIT: Part = {
    "openapi_extra": {"parameters": [_IF_MATCH | {"required": True}]}
    | body(json_body(EditBody, {"edits": _EDITS, "by": "Ada Lovelace", "text": _EXAMPLE})),
    "responses": _NEW_VERSION | problems(400, 401, 404, 408, 412, 413, 415, 422, 428, 429, 500, 503),
}
RESTORE_VERSION: Part = {
    "openapi_extra": {"parameters": [_IF_MATCH | {"required": True}]}
    | body(json_body(RestoreBody, {"by": "Ada Lovelace"})),
    "responses": _NEW_VERSION | problems(400, 401, 403, 404, 408, 412, 413, 415, 422, 428, 429, 503),
}
_SCHEMA = {200: {"description": "The schema", "content": {"application/schema+json": OBJECT}}}
VARIANTS: Part = {
    "openapi_extra": body(json_body(VariantsBody, {"kinds": ["headline_short", "push"], "text": _EXAMPLE})),
    "responses": problems(400, 401, 404, 408, 413, 415, 422, 429, 500, 503),
}
VARIANT_LIST: Part = {"responses": problems(401, 404, 422, 429, 503)}
LAYOUT_SCHEMA: Part = {"responses": _SCHEMA | problems(401, 422, 429)}
STYLES: Part = {"responses": problems(401, 429)}
STYLE_SCHEMA: Part = {"responses": _SCHEMA | problems(401, 429)}
VERSIONS: Part = {"responses": problems(401, 404, 422, 429, 503)}
VERSION: Part = {
    "responses": {200: {"description": "The version", "headers": _ETAG}, **problems(401, 404, 422, 429, 503)}
}
DELETED: Part = {"responses": problems(401, 404, 422, 429, 503)}
_CALLBACK_URL = parameter(
    "callback_url",
    "As in the JSON body, for articles that are sent as NDJSON.",
    place="query",
    schema={"type": "string", "maxLength": 2000},
)
JOBS: Part = {
    "openapi_extra": {"parameters": [_REUSE[0], _CALLBACK_URL]}
    | body(
        {
            JSON: refer_to("JobBody")
            | {"example": {"articles": [{"text": _EXAMPLE, "source": "AP"}], "callback_url": None}},
            "application/x-ndjson": TEXT | {"example": '{"text": "…"}\n{"text": "…"}\n'},
        }
    ),
    "responses": {
        202: {"description": "The job, kept", "headers": _JOB_HEADERS},
        **problems(400, 401, 408, 413, 415, 422, 429, 500, 503),
    },
}
CMS: Part = {
    "openapi_extra": body({"application/json": {"schema": {}, "example": {"headline": "…", "body_html": "<p>…</p>"}}}),
    "responses": {
        "2XX": {
            "description": "The job that the article is, or that it was ignored; the mapping says with which status",
            "headers": _JOB_HEADERS,
            "content": {JSON: refer_to("Job", "Ignored")},
        },
        **problems(400, 401, 404, 408, 413, 422, 429, 500, 503),
    },
}
JOB: Part = {"responses": problems(401, 404, 422, 429, 503)}
RESULTS: Part = {
    "responses": {
        200: {"description": "A line of JSON an article", "content": {"application/x-ndjson": TEXT}},
        **problems(401, 404, 406, 422, 429, 503),
    }
}
LIST: Part = {
    "responses": {
        200: {
            "description": "A page of the list",
            "headers": {"Link": header("RFC 8288: the next page.")},
        },
        **problems(401, 406, 422, 429, 503),
    }
}


def document_rendering(rendering: Rendering) -> Part:
    """Return the entry for the route of a rendering."""
    return {
        "description": rendering.purpose,
        "responses": {
            200: {"description": "The briefing", "content": _content(rendering)},
            **problems(401, 404, 422, 429, 503),
        },
    }
