"""Parts of `/openapi.json` that the framework does not find in the routes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from newsbrief.api.bodies import SummarizeBody, SummarizeRequest, VerifyBody, schemas
from newsbrief.api.chat_bodies import ChatBody
from newsbrief.api.job_bodies import Ignored, JobBody
from newsbrief.api.problems import MEDIA_TYPE, PROBLEMS, Problem
from newsbrief.api.review_bodies import EditBody, RestoreBody, ReviewBody
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.briefing.schema import Briefing

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
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: {
            "description": "; ".join(dict.fromkeys(title for code, title in PROBLEMS.values() if code == status)),
            "content": _PROBLEM,
            **({"headers": {"Retry-After": {"schema": {"type": "integer"}}}} if status in (429, 503) else {}),
        }
        # Whoever may be asked for a key may be told that it does not permit this.
        for status in sorted({*statuses, *([403] if 401 in statuses else [])})
    }


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


def _json(model: type[Any], example: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}, "example": example}}


_TEXT = {"schema": {"type": "string"}}
_OBJECT = {"schema": {"type": "object"}}


def _content(rendering: Rendering) -> dict[str, Any]:
    return {rendering.media_type: _OBJECT if "json" in rendering.media_type else _TEXT}


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
UNREADY = _problems(503)
METRICS = _problems(401)


def _document_feed(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    headers = {"ETag": {"schema": {"type": "string"}}}
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": "The feed.", "content": {media_type: {"schema": schema}}, "headers": headers},
        304: {"description": "It is as it was: `If-None-Match` names it."},
    }
    return {"responses": found | _problems(401, 404, 422, 429, 503)}


FEED_RSS = _document_feed("application/rss+xml", _TEXT)
FEED_JSON = _document_feed("application/feed+json", _OBJECT)
_REUSE = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A string of 1 to 255 ASCII characters, quoted or bare, that names this one request. For 24 "
        "hours the same request gives the same answer; another one under the key is refused.",
        "schema": {"type": "string"},
        "example": '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
    },
    {
        "name": "Cache-Control",
        "in": "header",
        "description": "`no-cache`: make the briefing anew, though an equal one is kept.",
        "schema": {"type": "string"},
    },
]
_CACHE_STATUS = {
    "Cache-Status": {
        "description": "RFC 9211: `newsbrief; hit` where the briefing was kept already. Not sent with events.",
        "schema": {"type": "string"},
    }
}
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "`respond-async` (RFC 7240): answer 202 at once, with the job that the article becomes.",
    "schema": {"type": "string"},
}
SUMMARIZE: dict[str, Any] = {
    "openapi_extra": {"parameters": [*_REUSE, _PREFER]}
    | _body(
        {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/SummarizeRequest"},
                "examples": {
                    "one article": {
                        "value": {"text": _EXAMPLE, "source": "AP", "published_at": "2026-02-04T16:00:00Z"}
                    },
                    "several on one event": {
                        "value": {
                            "articles": [
                                {"text": _EXAMPLE, "source": "AP", "published_at": "2026-02-04T16:00:00Z"},
                                {"text": _OTHER, "source": "Reuters", "published_at": "2026-02-04T12:00:00Z"},
                            ]
                        }
                    },
                },
            }
        }
        | {"text/plain": _TEXT | {"example": _EXAMPLE}, "text/html": _TEXT}
    ),
    "responses": {
        200: {
            "description": "The briefing, in the media type that was asked for",
            "headers": _CACHE_STATUS,
            "content": _RENDERED | {"text/event-stream": _TEXT | _EVENTS},
        },
        **_problems(400, 401, 406, 408, 409, 413, 415, 422, 429, 500, 503),
    },
}
VERIFY: dict[str, Any] = {
    "openapi_extra": _body(
        _json(VerifyBody, {"text": _EXAMPLE, "claims": ["The talks will be held in Oman.", "Iran will not attend."]})
    ),
    "responses": _problems(400, 401, 406, 408, 413, 415, 422, 429, 500, 503),
}
_OPENAI_ERROR = {
    "description": "As OpenAI words it",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["message", "type", "param", "code"],
                        "properties": {
                            "message": {"type": "string"},
                            "type": {"type": "string"},
                            "param": {"type": ["string", "null"]},
                            "code": {"type": "string", "description": "The kind of problem."},
                        },
                    }
                },
            }
        }
    },
}
CHAT: dict[str, Any] = {
    "openapi_extra": _body(
        _json(ChatBody, {"model": "newsbrief", "messages": [{"role": "user", "content": _EXAMPLE}]})
    ),
    "responses": {
        200: {
            "description": "A completion as OpenAI has it, or its chunks; `newsbrief` in it tells the verdict",
            "content": {"application/json": _OBJECT, "text/event-stream": _TEXT},
        },
        "4XX": _OPENAI_ERROR,
        "5XX": _OPENAI_ERROR,
    },
}
MODELS: dict[str, Any] = {"responses": {"4XX": _OPENAI_ERROR}}
UPDATE: dict[str, Any] = {
    "openapi_extra": {"parameters": _REUSE}
    | _body(
        _json(
            SummarizeBody,
            {
                "text": "MUSCAT (AP) — Talks between Iran and the United States will be held in Oman on Friday, not in "
                "Istanbul as first planned, Iranian officials said Wednesday. They will deal only with the nuclear "
                "issue, a White House official said.",
                "published_at": "2026-02-05T08:00:00Z",
            },
        )
        | {"text/plain": _TEXT | {"example": _EXAMPLE}, "text/html": _TEXT}
    ),
    "responses": {
        200: {
            "description": "What became of the older briefing, and the revised one, in the media type that was asked "
            "for: Markdown and HTML have the revised briefing alone. `options.stream` is not heeded",
            "headers": _CACHE_STATUS,
            "content": {"text/markdown": _TEXT, "text/html": _TEXT},
        },
        **_problems(400, 401, 404, 406, 408, 409, 413, 415, 422, 429, 500, 503),
    },
}
KEPT: dict[str, Any] = {
    "responses": {
        200: {"description": "The reply, or its briefing", "content": _RENDERED},
        **_problems(401, 404, 406, 422, 429, 503),
    }
}
_ETAG = {"ETag": {"description": "The version; `If-Match` wants to hear it.", "schema": {"type": "string"}}}
KEPT["responses"][200]["headers"] = _ETAG
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The `ETag` of the version that this is based on (RFC 9110), or `*`.",
    "schema": {"type": "string"},
    "example": '"1"',
}
REVIEW: dict[str, Any] = {
    "openapi_extra": {"parameters": [_IF_MATCH]}
    | _body(_json(ReviewBody, {"status": "reviewed", "by": "Ada Lovelace"})),
    "responses": {
        200: {"description": "The briefing, in its new version", "headers": _ETAG},
        **_problems(400, 401, 404, 408, 409, 412, 413, 415, 422, 429, 503),
    },
}
_EDITS = [
    {"op": "replace", "claim": "key_points.0", "text": "The talks are planned for Friday in Oman."},
    {"op": "move", "claim": "key_points.2", "to": 0},
]
EDIT: dict[str, Any] = {
    "openapi_extra": {"parameters": [_IF_MATCH | {"required": True}]}
    | _body(_json(EditBody, {"edits": _EDITS, "by": "Ada Lovelace", "text": _EXAMPLE})),
    "responses": {
        200: {"description": "The briefing, in its new version", "headers": _ETAG},
        **_problems(400, 401, 404, 408, 412, 413, 415, 422, 428, 429, 500, 503),
    },
}
RESTORE_VERSION: dict[str, Any] = {
    "openapi_extra": {"parameters": [_IF_MATCH | {"required": True}]}
    | _body(_json(RestoreBody, {"by": "Ada Lovelace"})),
    "responses": {
        200: {"description": "The briefing, in its new version", "headers": _ETAG},
        **_problems(400, 401, 403, 404, 408, 412, 413, 415, 422, 428, 429, 503),
    },
}
_SCHEMA = {200: {"description": "The schema", "content": {"application/schema+json": _OBJECT}}}
VARIANTS: dict[str, Any] = {
    "openapi_extra": _body(_json(VariantsBody, {"kinds": ["headline_short", "push"], "text": _EXAMPLE})),
    "responses": _problems(400, 401, 404, 408, 413, 415, 422, 429, 500, 503),
}
VARIANT_LIST: dict[str, Any] = {"responses": _problems(401, 404, 422, 429, 503)}
LAYOUT_SCHEMA: dict[str, Any] = {"responses": _SCHEMA | _problems(401, 422, 429)}
STYLES: dict[str, Any] = {"responses": _problems(401, 429)}
STYLE_SCHEMA: dict[str, Any] = {"responses": _SCHEMA | _problems(401, 429)}
VERSIONS: dict[str, Any] = {"responses": _problems(401, 404, 422, 429, 503)}
VERSION: dict[str, Any] = {
    "responses": {200: {"description": "The version", "headers": _ETAG}, **_problems(401, 404, 422, 429, 503)}
}
DELETED: dict[str, Any] = {"responses": _problems(401, 404, 422, 429, 503)}
_JOB_HEADERS = {
    "Location": {"description": "Where the job is asked about.", "schema": {"type": "string"}},
    "Preference-Applied": {"description": "RFC 7240.", "schema": {"type": "string"}},
}
_JOB = {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}
SUMMARIZE["responses"][202] = {"description": "A job of one article", "headers": _JOB_HEADERS, "content": _JOB}
_CALLBACK_URL = {
    "name": "callback_url",
    "in": "query",
    "description": "As in the JSON body, for articles that are sent as NDJSON.",
    "schema": {"type": "string", "maxLength": 2000},
}
JOBS: dict[str, Any] = {
    "openapi_extra": {"parameters": [_REUSE[0], _CALLBACK_URL]}
    | _body(
        {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/JobBody"},
                "example": {"articles": [{"text": _EXAMPLE, "source": "AP"}], "callback_url": None},
            },
            "application/x-ndjson": _TEXT | {"example": '{"text": "…"}\n{"text": "…"}\n'},
        }
    ),
    "responses": {
        202: {"description": "The job, kept", "headers": _JOB_HEADERS},
        **_problems(400, 401, 408, 413, 415, 422, 429, 500, 503),
    },
}
CMS: dict[str, Any] = {
    "openapi_extra": _body({"application/json": {"schema": {}, "example": {"headline": "…", "body_html": "<p>…</p>"}}}),
    "responses": {
        "2XX": {
            "description": "The job that the article is, or that it was ignored; the mapping says with which status",
            "headers": _JOB_HEADERS,
            "content": {
                "application/json": {
                    "schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Job", "Ignored")]}
                }
            },
        },
        **_problems(400, 401, 404, 408, 413, 422, 429, 500, 503),
    },
}
JOB: dict[str, Any] = {"responses": _problems(401, 404, 422, 429, 503)}
RESULTS: dict[str, Any] = {
    "responses": {
        200: {"description": "A line of JSON an article", "content": {"application/x-ndjson": _TEXT}},
        **_problems(401, 404, 406, 422, 429, 503),
    }
}
LIST: dict[str, Any] = {
    "responses": {
        200: {
            "description": "A page of the list",
            "headers": {"Link": {"description": "RFC 8288: the next page.", "schema": {"type": "string"}}},
        },
        **_problems(401, 406, 422, 429, 503),
    }
}


def document_rendering(rendering: Rendering) -> dict[str, Any]:
    """Return what is said of the route of a rendering."""
    return {
        "description": rendering.purpose,
        "responses": {
            200: {"description": "The briefing", "content": _content(rendering)},
            **_problems(401, 404, 422, 429, 503),
        },
    }


def install(app: FastAPI) -> None:
    """Publish the schemas of bodies and problems too, and let the docs page load what it needs."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
            found["components"]["schemas"] |= schemas(
                *(SummarizeBody, SummarizeRequest, VerifyBody, JobBody, Ignored, ChatBody, ReviewBody, EditBody),
                *(VariantsBody, Problem, Briefing),
            )
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
