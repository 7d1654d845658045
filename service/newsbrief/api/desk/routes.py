"""The editor's desk: pages, the fragments that replace parts of them, and the API again for who is signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from newsbrief.api import answers, reviewing
from newsbrief.api.briefings import Wanted
from newsbrief.api.desk import fetching, forms, session, today
from newsbrief.api.desk.answers import Page, fragment, inside, page
from newsbrief.api.gate import Gate, needs, team_of
from newsbrief.api.problems import ProblemError
from newsbrief.article import Article
from newsbrief.article.errors import ArticleError
from newsbrief.briefing.disclosure import disclose
from newsbrief.desk import pages, workbench
from newsbrief.desk.history import changes
from newsbrief.desk.passages import passages
from newsbrief.editorial import OtherArticle, article_of
from newsbrief.reply import Reply, Together
from newsbrief.store.briefings import Kept
from newsbrief.store.cursor import decode, encode
from newsbrief.store.store import Store
from newsbrief.workers import aside

_A_PAGE = 50
_HISTORY = 50
"""Newest versions that a history shows."""
_YEAR_S = 31_536_000


class Fetched(BaseModel):
    """An article that came from an address."""

    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None

    @classmethod
    def of(cls, found: Article) -> Fetched:
        return cls(
            text=found.source,
            title=found.title,
            outlet=found.outlet,
            url=found.url,
            published_at=found.published_at,
        )


open_routes = APIRouter(prefix="/desk", route_class=Page, include_in_schema=False)
routes = APIRouter(prefix="/desk", route_class=Page, include_in_schema=False, dependencies=[Depends(session.admitted)])


def install(app: FastAPI, *shared: APIRouter) -> None:
    """Serve the desk, and the routes that it shares with programs under `/desk/api`."""
    app.include_router(open_routes)
    app.include_router(routes)
    app.include_router(today.routes)
    for router in shared:
        app.include_router(
            router, prefix="/desk/api", dependencies=[Depends(session.admitted)], include_in_schema=False
        )


@open_routes.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """A file that pages load. Its address changes with it, so it is kept for good."""
    found = pages.asset(name)
    if found is None:
        raise ProblemError("not-found", "The desk has no such file.")
    headers = {"Cache-Control": f"public, max-age={_YEAR_S}, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.zipped, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


@open_routes.get("/sign-in")
async def sign_inpage(request: Request, next: str = "/desk") -> Response:
    """The form that takes a key."""
    if not request.app.state.settings.api_keys or await session.current(request):
        return RedirectResponse(inside(next), 303)
    return page(request, "sign_in", next=inside(next), trouble=None)


@open_routes.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Sign in with a key."""
    session.refuse_foreign(request)
    gate: Gate = request.app.state.gate
    await gate.count_attempt(request)
    sent = await forms.fields(request)
    key = await gate.key_of(request, sent.get("key", "").strip().encode())
    if key is None:
        shown = {"next": inside(sent.get("next", "")), "trouble": "That key is not known here."}
        return page(request, "sign_in", 401, **shown)
    answer = RedirectResponse(inside(sent.get("next", "")), 303)
    session.start(request, answer, key)
    return answer


@open_routes.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Sign out."""
    session.refuse_foreign(request)
    answer = RedirectResponse("/desk/sign-in", 303)
    await session.end(request, answer)
    return answer


@routes.get("")
async def compose(request: Request) -> Response:
    """Return the page where an article is pasted."""
    return page(request, "compose", fetches=request.app.state.settings.fetch_urls)


@routes.post("/article")
async def fetched(request: Request) -> Response:
    """An article from its address, for the form: as JSON."""
    settings = request.app.state.settings
    if not settings.fetch_urls:
        raise ProblemError("page-not-fetched", "Addresses are not fetched here: paste the article.")
    sent = await forms.fields(request)
    private = settings.fetch_private_targets
    found = await fetching.article(sent.get("url", ""), most=settings.max_body_bytes, private=private)
    return answers.as_json(Fetched.of(found))


@routes.get("/briefings")
async def listed(request: Request, wanted: Annotated[Wanted, Query()]) -> Response:
    """The briefings that are kept, newest first."""
    store: Store = request.app.state.store
    after = decode(wanted.cursor) if wanted.cursor else None
    filters = replace(wanted.filters(), team=team_of(request))
    found = await store.ask(store.briefings.page, filters, after=after, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    more = encode(shown[-1].id) if len(found) > _A_PAGE else None
    return page(request, "list", entries=shown, only=wanted.status, more=more)


# Before the route of the bare id, which would take the suffix for a part of it.
@routes.get("/briefings/{id}.json")
async def as_json(request: Request, id: UUID) -> Response:
    """The whole reply, for a link: a browser that follows one asks for a page."""
    kept = await reviewing.found(request, id)
    return reviewing.as_version(kept.reply, kept.version)


@routes.get("/briefings/{id}")
async def one(request: Request, id: UUID) -> Response:
    """A briefing beside its article."""
    kept = await reviewing.found(request, id)
    article = await _kept_article(kept)
    return page(request, "briefing", **_shown(kept.reply, kept.version), article=article and tuple(passages(article)))


@routes.post("/briefings/{id}/article")
@needs("read")
async def article(request: Request, id: UUID) -> Response:
    """The article, which the page has kept, cut into its sentences."""
    request.scope["trouble"] = "trouble-article"
    sent = await forms.fields(request)
    kept = await reviewing.found(request, id)
    text = sent.get("article", "")
    try:
        found = await aside(len(text), article_of, kept.reply, reviewing.as_sent(kept, text))
    except OtherArticle as error:
        raise ProblemError("other-article", str(error)) from None
    return fragment("article", passages=tuple(passages(found)), reply=kept.reply)


@routes.post("/briefings/{id}/edits")
async def edits(request: Request, id: UUID) -> Response:
    """An edit of one claim; the workbench as it is then."""
    form = forms.read(forms.EditForm, await forms.fields(request))
    request.scope["trouble"] = form.trouble
    kept = await reviewing.found(request, id)
    reviewing.expected(kept, {form.version})
    reply, version = await reviewing.rewritten(request, kept, form.body(kept))
    return _workbench(request, reply, version, said=_SAID.get(form.do, "Done."), focus=_focus(form, kept, reply))


@routes.post("/briefings/{id}/review")
@needs("review")
async def review(request: Request, id: UUID) -> Response:
    """A step of the review; the workbench as it is then."""
    form = forms.read(forms.ReviewForm, await forms.fields(request))
    request.scope["trouble"] = "trouble-review"
    kept = await reviewing.found(request, id)
    reviewing.expected(kept, {form.version})
    reply, version = await reviewing.approved(request, kept, form.body())
    return _workbench(request, reply, version, said=f"{workbench.STATUSES[reply.review.status][1]}.", focus="status")


@routes.get("/briefings/{id}/history")
async def history(request: Request, id: UUID) -> Response:
    """Every version, and what each changed."""
    store: Store = request.app.state.store
    kept = await reviewing.found(request, id)
    listed = await store.ask(store.versions.listed, id)
    steps, shown = [], listed[-_HISTORY:]
    before: Reply | None = None
    for version in listed[-_HISTORY - 1 :]:
        reply = await store.ask(store.versions.find, id, version.number)
        if reply and version in shown:
            steps.append({"version": version, "changes": changes(before.briefing, reply.briefing) if before else ()})
        before = reply
    return page(request, "history", id=id, title=kept.reply.briefing.title, language=kept.reply.meta.language,
                 steps=steps[::-1], more=len(listed) > _HISTORY)  # fmt: skip


_SAID = {
    "replace": "Checked and saved.",
    "delete": "Deleted. It is among what was left out, and can be restored.",
    "up": "Moved up.",
    "down": "Moved down.",
    "restore": "Restored.",
    "reword": "Checked and restored.",
}


def _focus(form: forms.EditForm, kept: Kept, reply: Reply) -> str:
    """Which element has the focus after an edit."""
    if form.do in ("restore", "reword"):
        return "left-out"
    section, _, _ = form.claim.partition(".")
    ids = [c.id for c in reply.faithfulness.claims if c.section == section]
    former = [c.id for c in kept.reply.faithfulness.claims if c.section == section]
    place = former.index(form.claim) if form.claim in former else 0
    place = min(max(0, place + {"up": -1, "down": 1}.get(form.do, 0)), len(ids) - 1)
    return f"claim-{ids[place].replace('.', '-')}"


def _shown(reply: Reply, version: int) -> dict[str, Any]:
    return {
        "reply": reply,
        "version": version,
        "parts": workbench.parts(reply),
        "left_out": workbench.left_out(reply),
        "disclosure": disclose(reply),
        "several": isinstance(reply, Together),
        "names": workbench.names(reply),
        "said": "",
        "focus": "",
    }


def _workbench(request: Request, reply: Reply, version: int, *, said: str, focus: str) -> Response:
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/briefings/{reply.id}", 303)
    return fragment("workbench", **_shown(reply, version) | {"said": said, "focus": focus})


async def _kept_article(kept: Kept) -> Article | None:
    text = kept.reply.source_text
    if text is None:
        return None
    try:
        return await aside(len(text), article_of, kept.reply, reviewing.as_sent(kept, text))
    except (OtherArticle, ArticleError):
        return None
