"""The routes to sign in and out, give a name, choose a language, and translate messages of the service."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from newsbrief.api.desk import forms, session
from newsbrief.api.desk.responses import LANGUAGE, DeskRoute, choose_desk_path, load_words, render_page
from newsbrief.api.gate import needs_scope, spends_nothing
from newsbrief.api.state import read_state
from newsbrief.desk.interface import NAMES

_YEAR_S = 31_536_000
routes = APIRouter(prefix="/desk", route_class=DeskRoute, include_in_schema=False)


@routes.get("/sign-in")
async def show_sign_in(request: Request, next: str = "/desk") -> Response:
    """Show the form that takes a key."""
    if not read_state(request).settings.api_keys or await session.find_session(request):
        return RedirectResponse(choose_desk_path(next), 303)
    return render_page(request, "sign_in", next=choose_desk_path(next), trouble=None, given="")


@routes.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Sign in with a key, and with the person's name if the key has none."""
    session.refuse_foreign(request)
    gate = read_state(request).gate
    await gate.count_attempt(request)
    sent = await forms.fields(request)
    key, name = await gate.find_key(request, sent.get("key", "").strip().encode()), sent.get("name", "")
    if key is None:
        unknown = load_words(request)("sign_in.unknown")
        return render_page(
            request, "sign_in", 401, next=choose_desk_path(sent.get("next", "")), trouble=unknown, given=name
        )
    answer = RedirectResponse(choose_desk_path(sent.get("next", "")), 303)
    session.start(request, answer, key, name)
    return answer


@routes.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Sign out."""
    session.refuse_foreign(request)
    answer = RedirectResponse("/desk/sign-in", 303)
    await session.end(request, answer)
    return answer


@routes.post("/name", dependencies=[Depends(session.admit)])
@needs_scope("read")
async def keep_name(request: Request) -> Response:
    """Keep the name that a person gives in their session. Without a session there is nothing to keep it in."""
    sent, signed_in = await forms.fields(request), await session.find_session(request)
    answer = Response(status_code=204)
    if signed_in and signed_in.names_itself:
        session.rename(request, answer, signed_in, sent.get("by", ""))
    return answer


@routes.post("/words", dependencies=[Depends(session.admit)])
@needs_scope("read")
@spends_nothing
async def translate_message(request: Request) -> Response:
    """Translate an English message of the service to the language of the pages; empty if there is no translation."""
    sent = await forms.fields(request)
    return PlainTextResponse(load_words(request).detail(sent.get("detail", "")))


@routes.post("/language")
async def keep_language(request: Request) -> Response:
    """Keep the language that a person chose for the pages."""
    session.refuse_foreign(request)
    sent = await forms.fields(request)
    answer = RedirectResponse(choose_desk_path(sent.get("next", "")), 303)
    if (chosen := sent.get("language", "")) in NAMES:
        secure = request.headers.get("origin", "").startswith("https:")
        answer.set_cookie(LANGUAGE, chosen, _YEAR_S, path="/desk", httponly=True, samesite="strict", secure=secure)
    return answer
