"""`newsbrief doctor`"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from newsbrief.drafting.draft import Engine
    from newsbrief.models.chat import Chat
    from newsbrief.models.trial import Trial
    from newsbrief.settings import Settings

Mark = Literal["ok", "note", "fails"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A finding about one part of the set-up."""

    mark: Mark
    part: str
    said: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"\n{'':29}→ {self.remedy}" if self.remedy else ""
        return f"{self.mark:6}{self.part:23}{self.said}{remedy}"


def doctor() -> None:
    """Try the set-up: what works, and what to do about the rest. Asks each model for a few short answers."""
    import asyncio

    from newsbrief.settings import Settings

    fails = asyncio.run(_print(Settings()))
    if fails:
        raise typer.Exit(1)


async def _print(settings: Settings) -> int:
    fails = 0
    async for line in diagnose(settings):
        typer.echo(str(line))
        fails += line.mark == "fails"
    typer.echo(f"\n{fails} of these must be set right." if fails else "\nAll that is set up works.")
    return fails


async def diagnose(settings: Settings) -> AsyncIterator[Diagnosis]:
    """Yield what is found, part by part."""
    from newsbrief.drafting.openai_engine import OpenAIEngine
    from newsbrief.models.errors import DraftingError
    from newsbrief.pipeline.engines import open_engine, open_fallback

    yield Diagnosis("ok", "engine", _name_engine(settings), _write_advice(settings))
    engine: Engine | None = None
    try:
        # The first model alone: a fallback would hide what is wrong with it.
        engine = open_engine(settings.model_copy(update={"fallback_model": None, "fallback_base_url": None}))
    except DraftingError as failure:
        yield Diagnosis("fails", "engine", str(failure))
    else:
        if isinstance(engine, OpenAIEngine):
            async for line in diagnose_model("", engine.chat, settings):
                yield line
    if settings.chosen_engine == "openai" and settings.falls_back:
        fallback = open_fallback(settings)
        async for line in diagnose_model("fallback ", fallback, settings):
            yield line
        await fallback.aclose()
    async for line in judge_lines(settings, engine):
        yield line
    if engine:
        await engine.aclose()
    for line in (
        *_diagnose_entailment(settings),
        *_diagnose_style(settings),
        *_diagnose_storage(settings),
        *_diagnose_environment(),
    ):
        yield line


async def judge_lines(settings: Settings, engine: Engine | None) -> AsyncIterator[Diagnosis]:
    """Yield what each judge is worth: its verdicts on the claims of the exam."""
    import time

    from newsbrief.models.errors import DraftingError
    from newsbrief.pipeline.engines import open_judges
    from newsbrief.verification.judge.exam import NEEDED

    try:
        panel = open_judges(settings, engine) if engine else None
    except DraftingError as failure:
        yield Diagnosis("fails", "judge", str(failure))
        return
    if panel is None:
        said = "none: only the article's own words are verified, all else is unverified"
        yield Diagnosis("note", "judge", said, "set a key or OPENAI_BASE_URL, or NEWSBRIEF_JUDGE_MODEL")
        return
    for judge in panel.judges:
        try:
            result, _ = await judge.take_exam(time.monotonic() + settings.deadline_s, again=True)
        except DraftingError as failure:
            yield Diagnosis("fails", "judge", f"{judge.model}: {failure}")
            continue
        said = f"{judge.model}: {result.right} of {result.of} verdicts of its exam right, {NEEDED} are needed"
        said = f"{judge.model}: {result}" if result.problem else said
        remedy = "" if result.is_passed else "set NEWSBRIEF_JUDGE_MODEL to a stronger model"
        yield Diagnosis("ok" if result.is_passed else "fails", "judge", said, remedy)
    await panel.aclose()


async def diagnose_model(role: str, chat: Chat, settings: Settings) -> AsyncIterator[Diagnosis]:
    """Yield what a trial of a model shows; `role` stands before the name of each part."""
    from newsbrief.models.trial import try_model

    trial = await try_model(chat, settings.deadline_s)
    where, names = f"{chat.model} at {chat.at.host}", chat.at.names
    if trial.failure:
        yield Diagnosis("fails", f"{role}server", str(trial.failure), _list_other_models(trial, chat))
        return
    yield Diagnosis(
        "ok", f"{role}server", f"{where} answers ({trial.usage.calls} calls, {_count_tokens(trial)} tokens)"
    )
    if trial.models and chat.model not in trial.models:
        yield Diagnosis(
            "note", f"{role}model", "answers, though the server's list lacks it", _list_other_models(trial, chat)
        )
    else:
        yield Diagnosis(
            "ok", f"{role}model", "in the server's list" if trial.models else "the server has no list of models"
        )
    lowest = trial.terms.mode == "text"
    yield Diagnosis(
        "note" if lowest else "ok",
        f"{role}form",
        _describe_form(trial),
        "a server that enforces a JSON schema makes fewer errors" if lowest else "",
    )
    if left := sorted(trial.terms.left_out):
        yield Diagnosis("note", f"{role}options", f"the server does not take {', '.join(left)}", f"see {names.options}")
    yield (
        Diagnosis("ok", f"{role}streaming", "claims arrive while the model writes")
        if trial.is_streamed
        else Diagnosis(
            "note",
            f"{role}streaming",
            "none: claims arrive all at once, at the end",
            "a gateway or proxy in between may hold answers back: turn its buffering off",
        )
    )
    yield _diagnose_window(role, trial, names.window)
    thinks = "thinks before it answers; its tokens are counted" if trial.has_thought else "answers at once"
    yield Diagnosis("ok", f"{role}thinking", thinks)
    yield _diagnose_cache(role, trial)
    yield _diagnose_price(role, chat.model, settings)


def _diagnose_window(role: str, trial: Trial, name: str) -> Diagnosis:
    from newsbrief.article.tokens import UNKNOWN_WINDOW

    if trial.window:
        return Diagnosis("ok", f"{role}window", f"{trial.window:,} tokens")
    said = f"not known: {UNKNOWN_WINDOW:,} tokens are assumed until the server shows otherwise"
    return Diagnosis("note", f"{role}window", said, f"set {name}")


def _diagnose_cache(role: str, trial: Trial) -> Diagnosis:
    if trial.cached:
        return Diagnosis("ok", f"{role}prefix cache", f"{trial.cached} tokens of a prompt came from it")
    if trial.cached is None:
        return Diagnosis(
            "note", f"{role}prefix cache", "not tried: the server is slow", "more time: NEWSBRIEF_DEADLINE_S"
        )
    return Diagnosis(
        "note",
        f"{role}prefix cache",
        "none shown: what prompts have in common is paid for each time",
        "turn it on where the server has one; some report no cached tokens",
    )


def _diagnose_price(role: str, model: str, settings: Settings) -> Diagnosis:
    from newsbrief.models.prices import load_prices

    if price := load_prices(settings.prices).of(model):
        return Diagnosis("ok", f"{role}price", f"${price.prompt:g} and ${price.completion:g} a million tokens")
    return Diagnosis(
        "note", f"{role}price", "not known: cost_usd stays null", "list the model in a file, NEWSBRIEF_PRICES"
    )


def _describe_form(trial: Trial) -> str:
    forms = {
        "json_schema": "by JSON schema",
        "tool": "by a tool call",
        "json_object": "as JSON without a schema",
        "text": "as plain text that is read for JSON",
    }
    return f"answers {forms[trial.terms.mode]}"


def _count_tokens(trial: Trial) -> int:
    return trial.usage.prompt_tokens + trial.usage.completion_tokens


def _list_other_models(trial: Trial, chat: Chat) -> str:
    if not trial.models or chat.model in trial.models:
        return ""
    near = get_close_matches(chat.model, trial.models, 3, 0.3) or trial.models[:3]
    return f"{chat.at.names.model}: the server has {', '.join(near)}"


def _name_engine(settings: Settings) -> str:
    how = "by NEWSBRIEF_ENGINE" if settings.engine != "auto" else "by what is set"
    return f"{settings.chosen_engine}, {how}"


def _write_advice(settings: Settings) -> str:
    if settings.chosen_engine != "extractive":
        return ""
    return "no model writes: set OPENAI_API_KEY, OPENAI_BASE_URL or NEWSBRIEF_LOCAL_MODEL"


def _diagnose_entailment(settings: Settings) -> Iterator[Diagnosis]:
    from newsbrief.verification.entailment import EncoderError, open_encoder

    try:
        encoder = open_encoder(settings.entailment_model)
    except EncoderError as error:
        yield Diagnosis("fails", "entailment model", str(error))
        return
    if encoder:
        languages = "many languages" if encoder.reads("xx") else "English, or what its newsbrief.json names"
        yield Diagnosis("ok", "entailment model", f"{settings.entailment_model}: reads {languages}")


def _diagnose_style(settings: Settings) -> Iterator[Diagnosis]:
    from newsbrief.api.styles import load_styles
    from newsbrief.style.reading import MalformedStyle, read_styles

    try:
        load_styles(settings)
    except MalformedStyle as error:
        yield Diagnosis("fails", "house style", str(error))
        return
    if settings.style:
        yield Diagnosis("ok", "house style", f"{settings.style}: {', '.join(read_styles(settings.style))}")


def _diagnose_storage(settings: Settings) -> Iterator[Diagnosis]:
    """Yield what concerns the database, the texts in it, and webhooks."""
    from newsbrief.store import StoreUnavailable
    from newsbrief.store.store import Store

    try:
        store = Store(settings)
    except StoreUnavailable as failure:
        yield Diagnosis("fails", "database", str(failure), "check NEWSBRIEF_DATABASE_URL")
    else:
        yield Diagnosis("ok", "database", f"{store.url.render_as_string(hide_password=True)}, tables up to date")
        store.close()
    desk = f"; at the desk for {settings.desk_text_days} days" if settings.desk_text_days else ""
    kept = "kept beside each briefing" if settings.keep_text else f"not kept{desk}"
    yield Diagnosis(
        "ok", "texts", kept, "" if settings.keep_text else "to edit or update without them: NEWSBRIEF_KEEP_TEXT"
    )
    if settings.webhook_secret:
        yield Diagnosis("ok", "webhooks", "signed")
    else:
        yield Diagnosis("note", "webhooks", "none can be sent", "set NEWSBRIEF_WEBHOOK_SECRET")


def _diagnose_environment() -> Iterator[Diagnosis]:
    """Yield what of the environment changes how servers are reached, and what of it nobody reads."""
    import os

    from newsbrief.settings.names import find_unknown

    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
    if ignored := [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]:
        yield Diagnosis("ok", "network", f"{', '.join(ignored)} used")
    for warning in find_unknown():
        yield Diagnosis("note", "environment", warning)
