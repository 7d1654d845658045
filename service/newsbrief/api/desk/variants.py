"""The routes of the panel of variants: those that are kept, and more that are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from newsbrief.api.desk import forms, texts
from newsbrief.api.desk.responses import DeskRoute, load_words, render_fragment
from newsbrief.api.kept_briefings import find_briefing
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.api.variants import find_variants, make_and_keep
from newsbrief.desk import variants, workbench
from newsbrief.desk.interface import Interface
from newsbrief.reply import Together
from newsbrief.store.briefings import KeptBriefing
from newsbrief.variants.kind import NAMES
from newsbrief.variants.variant import Refusal

_CHOSEN = "kind-"
"""How the fields begin that choose a kind."""
routes = APIRouter(prefix="/desk/briefings", route_class=DeskRoute, include_in_schema=False)


@routes.get("/{id}/variants")
async def show_variants(request: Request, id: UUID) -> Response:
    """Show the variants that are kept; for a browser that follows a link, the page they are on."""
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/briefings/{id}#variants", 303)
    kept = await find_briefing(request, id)
    return render_fragment(request, "variants", **await build_panel_values(request, kept, load_words(request)))


@routes.post("/{id}/variants")
async def make(request: Request, id: UUID) -> Response:
    """Make variants of the kinds that were chosen, of all where none was; answer with the panel as it is then."""
    request.scope["trouble"] = "trouble-variants"
    sent = await forms.fields(request)
    kept, words = await find_briefing(request, id), load_words(request)
    kinds = [name for name in NAMES if sent.get(_CHOSEN + name)] or list(NAMES)
    text = await texts.find_text(request, kept, sent.get("article", ""))
    made = await make_and_keep(request, kept, VariantsBody(kinds=kinds, text=text))
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/briefings/{id}#variants", 303)
    said = words("variants.said", n=len(made.variants), total=len(kinds))
    shown = await build_panel_values(request, kept, words, made.refused)
    return render_fragment(request, "variants", **shown | {"said": said, "warnings": made.warnings})


async def build_panel_values(
    request: Request, kept: KeptBriefing, words: Interface, refused: Sequence[Refusal] = ()
) -> dict[str, Any]:
    """Return the content of the panel; `refused`: kinds that were just asked for and are not offered."""
    stored = await find_variants(request, kept)
    return {
        "reply": kept.reply,
        "panel": variants.build_panel(stored.variants, words, refused),
        "several": isinstance(kept.reply, Together),
        "names": workbench.name_sources(kept.reply, words),
        "warnings": (),
        "said": "",
    }
