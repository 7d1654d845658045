"""The routes of one briefing beside its article: edit, review, redraft, restore, keep the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from newsbrief.api import reviewing
from newsbrief.api.desk import forms, session, texts
from newsbrief.api.desk.responses import DeskRoute, load_words, render_fragment, render_page
from newsbrief.api.desk.variants import build_panel_values
from newsbrief.api.gate import needs_scope
from newsbrief.api.kept_briefings import find_briefing, require_version, respond_with_version
from newsbrief.api.state import read_state
from newsbrief.briefing.disclosure import disclose
from newsbrief.desk import workbench
from newsbrief.desk.history import list_changes
from newsbrief.desk.interface import Interface
from newsbrief.desk.passages import list_passages
from newsbrief.editorial.original import read_original
from newsbrief.reply import Reply, Together
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.versions import Version
from newsbrief.workers import run_in_worker

_HISTORY = 50
"""Newest versions that a history shows."""
routes = APIRouter(prefix="/desk/briefings", route_class=DeskRoute, include_in_schema=False)


# Before the route of the bare id, which would take the suffix for a part of it.
@routes.get("/{id}.json")
async def read_reply(request: Request, id: UUID) -> Response:
    """Return the whole reply, for a link: a browser that follows one asks for a page."""
    kept = await find_briefing(request, id)
    return respond_with_version(kept.reply, kept.version)


@routes.get("/{id}")
async def show_briefing(request: Request, id: UUID) -> Response:
    """Show a briefing beside its article."""
    kept = await find_briefing(request, id)
    text = await texts.find_desk_text(request, kept)
    article = await texts.read_kept_article(kept, text)
    words = load_words(request)
    shown = _collect_bench_values(words, kept.reply, kept.version) | await build_panel_values(request, kept, words)
    days = read_state(request).settings.desk_text_days if texts.may_keep(request) else 0
    shown |= {"article": article and tuple(list_passages(article)), "forget_at": text and text.forget_at, "days": days}
    return render_page(request, "briefing", **shown)


@routes.post("/{id}/article")
@needs_scope("read")
async def show_article(request: Request, id: UUID) -> Response:
    """Show the article, which the page has kept, cut into its sentences; keep its text for the team if asked to."""
    request.scope["trouble"] = "trouble-article"
    sent = await forms.fields(request)
    kept = await find_briefing(request, id)
    text = sent.get("article", "")
    original = await run_in_worker(len(text), read_original, kept.reply, text)
    keeps = bool(sent.get("keep")) and not isinstance(kept.reply, Together)
    forget_at = await texts.keep_text(request, id, text) if keeps else None
    return render_fragment(
        request, "article", passages=tuple(list_passages(original)), reply=kept.reply, forget_at=forget_at, article=True
    )


@routes.post("/{id}/forget")
async def forget(request: Request, id: UUID) -> Response:
    """Delete the text of the article that the desk keeps for the team."""
    await find_briefing(request, id)
    store = read_state(request).store
    await store.ask(store.desk_texts.forget, id)
    return RedirectResponse(f"/desk/briefings/{id}", 303)


@routes.post("/{id}/edits")
async def apply_edits(request: Request, id: UUID) -> Response:
    """Edit one claim, and show the workbench after it."""
    form = forms.read(forms.EditForm, await forms.fields(request))
    request.scope["trouble"] = form.trouble
    request.scope["refused"] = form.operation
    session.require_name(request, form.by)
    kept = await find_briefing(request, id)
    require_version(kept, {form.version})
    form = form.model_copy(update={"article": await texts.find_text(request, kept, form.article) or ""})
    reply, version = await reviewing.edit_briefing(request, kept, form.body(kept))
    return _render_workbench(request, reply, version, said=f"said.{form.do}", focus=_focus(form, kept, reply))


@routes.post("/{id}/redraft")
async def redraft(request: Request, id: UUID) -> Response:
    """Redraft a section or a claim, and show the workbench after it."""
    form = forms.read(forms.PartForm, await forms.fields(request))
    section = form.target.partition(".")[0]
    place = f"claim-{form.target.replace('.', '-')}" if "." in form.target else f"part-{section}"
    request.scope["trouble"] = f"trouble-{place}"
    session.require_name(request, form.by)
    kept = await find_briefing(request, id)
    require_version(kept, {form.version})
    text = await texts.find_text(request, kept, form.article)
    reply, version = await reviewing.redraft_briefing(request, kept, form.target, text, form.by)
    return _render_workbench(request, reply, version, said="said.redraft", focus=place)


@routes.post("/{id}/back")
async def restore_version(request: Request, id: UUID) -> Response:
    """Restore a version, and show the workbench after it."""
    form = forms.read(forms.PartForm, await forms.fields(request))
    request.scope["trouble"] = "trouble-review"
    session.require_name(request, form.by)
    kept = await find_briefing(request, id)
    require_version(kept, {form.version})
    reply, version = await reviewing.restore_kept_version(request, kept, form.to, form.by)
    return _render_workbench(request, reply, version, said="said.back", focus="status")


@routes.post("/{id}/review")
@needs_scope("review")
async def review(request: Request, id: UUID) -> Response:
    """Take a step of the review, and show the workbench after it."""
    form = forms.read(forms.ReviewForm, await forms.fields(request))
    request.scope["trouble"] = "trouble-review"
    session.require_name(request, form.by)
    kept = await find_briefing(request, id)
    require_version(kept, {form.version})
    reply, version = await reviewing.review_briefing(request, kept, form.body())
    return _render_workbench(request, reply, version, said=f"status.{reply.review.status}", focus="status")


@routes.get("/{id}/history")
async def show_history(request: Request, id: UUID) -> Response:
    """Show every version, and what each changed."""
    store = read_state(request).store
    kept = await find_briefing(request, id)
    listed = await store.ask(store.versions.list_versions, id)
    read = listed[-_HISTORY - 1 :]
    replies = await store.ask(store.versions.find_replies, id, [version.number for version in read])
    weight = sum(len(reply.briefing.model_dump_json()) for reply in replies.values())
    steps = await run_in_worker(weight, _list_steps, read, replies)
    known: dict[str, Any] = {"id": id, "title": kept.reply.briefing.title, "language": kept.reply.meta.language}
    known |= {"steps": steps[::-1], "more": len(listed) > _HISTORY, "newest": kept.version}
    return render_page(request, "history", **known)


def _list_steps(read: Sequence[Version], replies: Mapping[int, Reply]) -> list[dict[str, Any]]:
    """Return the newest versions, oldest first, each with what it changed of the one before."""
    steps = []
    for before, version in zip((None, *read), read, strict=False):
        was, reply = replies.get(before.number) if before else None, replies.get(version.number)
        if reply:
            steps.append({"version": version, "changes": list_changes(was.briefing, reply.briefing) if was else ()})
    return steps[-_HISTORY:]


def _focus(form: forms.EditForm, kept: KeptBriefing, reply: Reply) -> str:
    """Return which element has the focus after an edit."""
    if form.on_dropped:
        return f"dropped-{form.dropped}" if form.operation == "leave" else "left-out"
    section, _, _ = form.claim.partition(".")
    ids = [c.id for c in reply.faithfulness.claims if c.section == section]
    former = [c.id for c in kept.reply.faithfulness.claims if c.section == section]
    place = former.index(form.claim) if form.claim in former else 0
    place = min(max(0, place + {"up": -1, "down": 1}.get(form.operation, 0)), len(ids) - 1)
    return f"claim-{ids[place].replace('.', '-')}"


def _collect_bench_values(words: Interface, reply: Reply, version: int) -> dict[str, Any]:
    parts, left_out = workbench.list_parts(reply, words), workbench.list_left_out(reply, words)
    everything = [*(shown for part in parts for shown in part.claims), *left_out]
    return {
        "reply": reply,
        "version": version,
        "parts": parts,
        "left_out": left_out,
        "queue": workbench.count_queue(everything),
        "refuted": workbench.count_refuted(reply.faithfulness),
        "disclosure": disclose(reply),
        "several": isinstance(reply, Together),
        # A model may say it otherwise; the extractive engine has nothing else to say.
        "drafts": not isinstance(reply, Together) and (reply.meta.model is not None or reply.meta.degraded),
        "names": workbench.name_sources(reply, words),
        "cite": workbench.cite(reply),
        "said": "",
        "focus": "",
    }


def _render_workbench(request: Request, reply: Reply, version: int, *, said: str, focus: str) -> Response:
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/briefings/{reply.id}", 303)
    words = load_words(request)
    return render_fragment(
        request, "workbench", **_collect_bench_values(words, reply, version) | {"said": words(said), "focus": focus}
    )
