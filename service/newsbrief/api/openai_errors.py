"""Errors of the OpenAI-compatible routes, in the form that OpenAI's clients read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from newsbrief.api.problems import describe_error, format_instance
from newsbrief.problem import PREFIX

_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
log = logging.getLogger(__name__)


class OpenAIRoute(APIRoute):
    """A route whose problems, those of the gate too, are answered as OpenAI words them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the framework, with its errors answered."""
        handle = super().get_route_handler()

        async def handle_errors(request: Request) -> Response:
            try:
                return await handle(request)
            except ClientDisconnect:
                raise
            except Exception as error:
                status, body, headers = as_openai(error, request)
                return JSONResponse(body, status, headers)

        return handle_errors


def as_openai(error: Exception, request: Request) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return the status, the body and the headers that an error of the service becomes.

    A request that cannot be served as it is has status 400, where elsewhere it would be 422.
    """
    problem, headers = describe_error(error, format_instance(request))
    if problem.status == 500:
        log.error("request failed", exc_info=error)
    status = 400 if problem.status == 422 else problem.status
    kind = _KINDS.get(status, "invalid_request_error" if status < 500 else "server_error")
    param = problem.errors[0].pointer.strip("/").replace("/", ".") if problem.errors else None
    details = "; ".join(f"{each.pointer}: {each.detail}" for each in problem.errors or ())
    body = {
        "message": f"{problem.detail} {details}".strip(),
        "type": kind,
        "param": param,
        "code": problem.type.removeprefix(PREFIX),
    }
    return status, {"error": body}, headers
