"""How the desk answers: with a page, with a part of one, or with what went wrong in either."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import regex
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from newsbrief.api import problems
from newsbrief.api.desk import session
from newsbrief.api.gate import key_in
from newsbrief.api.problems import Problem, ProblemError
from newsbrief.article.errors import ArticleError
from newsbrief.desk import pages
from newsbrief.keys import ANYBODY
from newsbrief.store import StoreUnavailable
from newsbrief.workers import Overdue

_INSIDE = regex.compile(r"/desk(/[A-Za-z0-9/-]*)?")
_FAILURES = (ProblemError, ArticleError, Overdue, StoreUnavailable, RequestValidationError)


class Page(APIRoute):
    """A route that tells what goes wrong on a page, or in the part of one that asked."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                answer = await handle(request)
            except _FAILURES as error:
                answer = _told(request, *problems.described(error, problems.instance_of(request)))
            answer.headers.setdefault("Content-Security-Policy", pages.POLICY)
            # Without a referrer at all, browsers hide where a form comes from too, and it would be refused.
            answer.headers.setdefault("Referrer-Policy", "same-origin")
            return answer

        return told


def page(request: Request, name: str, status: int = 200, **shown: Any) -> Response:
    """A whole page, which also tells who is signed in."""
    key = key_in(request)
    known = {"signed_in": _signed_in(request), "names_others": bool(key and key.reviewer == ANYBODY)}
    return HTMLResponse(pages.render(name, **known, **shown), status)


def fragment(name: str, **shown: Any) -> Response:
    """A part of a page, which takes the place of the one that is there."""
    return HTMLResponse(pages.render(name, **shown))


def _signed_in(request: Request) -> str | None:
    """The name of who is signed in, as it stands beside what they approve."""
    found: session.Session | None = request.scope.get("session")
    if found is None:
        return None
    named = found.key.reviewer if found.key.reviewer != ANYBODY else None
    return named or found.key.name


def _told(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """What went wrong: in the part of the page that asked, or as a page of its own."""
    headers = {name: value for name, value in headers.items() if name != "WWW-Authenticate"}
    if "hx-request" in request.headers:
        at = request.scope.get("trouble", "trouble")
        headers |= {"HX-Retarget": f"#{quote(at, safe='')}", "HX-Reswap": "innerHTML"}
        return HTMLResponse(pages.render("trouble", problem=problem), problem.status, headers)
    if "application/json" in request.headers.get("accept", ""):
        body = problem.model_dump_json(exclude_none=True)
        return Response(body, problem.status, headers, media_type=problems.MEDIA_TYPE)
    if problem.status == 401 and request.method == "GET":
        return RedirectResponse(f"/desk/sign-in?next={quote(inside(request.url.path))}", 303)
    told = page(request, "problem", problem.status, problem=problem)
    told.headers.update(headers)
    return told


def inside(path: str) -> str:
    """The path, if it is one of the desk's; else where the desk begins."""
    return path if _INSIDE.fullmatch(path) else "/desk"
