"""Answer from the desk: with a page, with a part of one, or with what went wrong in either."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import regex
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from newsbrief.api import problems
from newsbrief.api.desk import session
from newsbrief.api.problems import Problem
from newsbrief.desk import pages
from newsbrief.desk.interface import Interface, choose, load_interface

_SMALL = 1000
"""Bytes of a page below which it is not worth compressing."""
_INSIDE = regex.compile(r"/desk(/[A-Za-z0-9/-]*)?")
LANGUAGE = "newsbrief_language"
"""Name of the cookie with the language that a person chose for the pages."""


class DeskRoute(APIRoute):
    """A route that shows its failures on a page, or in the part of the page that sent the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_page(request: Request) -> Response:
            try:
                answer = await handle(request)
            except problems.ANSWERED as error:
                answer = _answer_failure(request, *problems.describe_error(error, problems.format_instance(request)))
            _compress(request, answer)
            answer.headers.setdefault("Content-Security-Policy", pages.POLICY)
            # Without a referrer at all, browsers hide where a form comes from too, and it would be refused.
            answer.headers.setdefault("Referrer-Policy", "same-origin")
            return answer

        return handle_page


def _compress(request: Request, answer: Response) -> None:
    """Send a page compressed to a browser that takes it so.

    Nothing on a page is a secret that its reader does not see, and another site's page cannot ask for one: the cookie
    stays behind (SameSite=Strict).
    """
    if not isinstance(answer, HTMLResponse) or len(answer.body) < _SMALL:
        return
    answer.headers.add_vary_header("Accept-Encoding")
    if "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body, compresslevel=6, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))


def load_words(request: Request) -> Interface:
    """Return the desk's words in the language that its reader chose, or that their browser asks for."""
    chosen = request.cookies.get(LANGUAGE, "")
    return load_interface(choose(chosen, request.headers.get("accept-language", "")))


def render_page(request: Request, name: str, status: int = 200, **shown: Any) -> Response:
    """Return a whole page, with the name of the person who is signed in."""
    signed_in: session.Session | None = request.scope.get("session")
    known = {
        "signed_in": signed_in and (signed_in.name or signed_in.key.name),
        "person": signed_in.name if signed_in else "",
        "named_by_key": bool(signed_in and not signed_in.names_itself),
        "path": request.url.path,
    }
    return HTMLResponse(pages.render(name, load_words(request), **known, **shown), status)


def render_fragment(request: Request, name: str, **shown: Any) -> Response:
    """Return a part of a page, which takes the place of the one that is there."""
    return HTMLResponse(pages.render(name, load_words(request), **shown))


def _answer_failure(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """Return what went wrong: in the part of the page that asked, or as a page of its own."""
    headers = {name: value for name, value in headers.items() if name != "WWW-Authenticate"}
    if "hx-request" in request.headers:
        at = request.scope.get("trouble", "trouble")
        headers |= {"HX-Retarget": f"#{quote(at, safe='')}", "HX-Reswap": "innerHTML"}
        refused = request.scope.get("refused") if problem.type.endswith("edit-refused") else None
        shown = {"problem": problem, "refused": refused, "at": at}
        return HTMLResponse(pages.render("trouble", load_words(request), **shown), problem.status, headers)
    if "application/json" in request.headers.get("accept", ""):
        body = problem.model_dump_json(exclude_none=True)
        return Response(body, problem.status, headers, media_type=problems.MEDIA_TYPE)
    if problem.status == 401 and request.method == "GET":
        return RedirectResponse(f"/desk/sign-in?next={quote(choose_desk_path(request.url.path))}", 303)
    answer = render_page(request, "problem", problem.status, problem=problem)
    answer.headers.update(headers)
    return answer


def choose_desk_path(path: str) -> str:
    """Return the path, if it is one of the desk's; else where the desk begins."""
    return path if _INSIDE.fullmatch(path) else "/desk"
