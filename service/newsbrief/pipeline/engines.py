"""The engine and the judges that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, SecretStr

from newsbrief.drafting.draft import Engine
from newsbrief.models.errors import EngineUnavailable
from newsbrief.models.hooks import NO_HOOKS, ModelHooks
from newsbrief.settings import Settings
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.panel import Panel

if TYPE_CHECKING:
    from newsbrief.models.chat import Chat
    from newsbrief.models.endpoint import Names
    from newsbrief.models.llama_cpp import Progress
    from newsbrief.models.prompts import Prompt


def open_engine(
    settings: Settings,
    progress: Progress | None = None,
    prompts: Sequence[str] = (),
    hooks: ModelHooks = NO_HOOKS,
) -> Engine:
    """Return the engine that `settings` choose, ready to draft; `progress` is called while a local model loads.

    Where `hooks` have a batch run, a fallback answers at once all the same.
    `prompts` are used instead of the newest ones: each a name and version, such as `briefing/1`, or a file's path.

    Raises:
        EngineUnavailable: the engine lacks a key, a model file, an extra or a prompt.
    """
    chosen = _find_prompts(prompts)
    # Imported by need: the extractive engine starts without the SDK, and nothing else loads a model.
    match settings.chosen_engine:
        case "extractive":
            from newsbrief.extractive import ExtractiveEngine

            return ExtractiveEngine()
        case "local":
            from newsbrief.drafting.local import open_local_engine

            if settings.local_model is None:
                raise EngineUnavailable("The local engine needs NEWSBRIEF_LOCAL_MODEL, the path of a GGUF file.")
            return open_local_engine(settings.local_model, progress, chosen)
        case "openai":
            from newsbrief.drafting.openai_engine import OpenAIEngine

            first = OpenAIEngine(_open_drafting_chat(settings, settings.model, hooks), prompts=chosen)
            if not settings.falls_back:
                return first
            from newsbrief.drafting.fallback import FallbackEngine

            return FallbackEngine(first, OpenAIEngine(open_fallback(settings, hooks), prompts=chosen))


@dataclass(frozen=True, slots=True)
class JudgeChat:
    """A model that is to judge, and what it is known by."""

    chat: Chat
    examiner: Chat
    """The same model, asked at once where `chat` sends its calls in bulk."""
    name: str
    """A name of the server and model that stays the same after a restart."""


def list_judge_chats(settings: Settings, engine: Engine, hooks: ModelHooks = NO_HOOKS) -> tuple[JudgeChat, ...]:
    """Return the models that judge beside `engine`: one by default, several as a panel, none where it is off.

    Raises:
        EngineUnavailable: one is named, and there is neither a key nor an address for it.
    """
    wanted = settings.judge_model
    if wanted == "off" or (wanted == "auto" and engine.model is None):
        return ()
    if wanted == "auto" and settings.chosen_engine == "local":
        from newsbrief.drafting.local import LocalEngine

        if not isinstance(engine, LocalEngine):
            return ()
        return (JudgeChat(engine.chat, engine.chat, f"{settings.local_model} on this machine"),)
    names = (settings.model,) if wanted == "auto" else settings.judges
    chats, at_once = [], replace(hooks, batch_run=None)
    for name in names:
        chat = _share_drafting_chat(settings, name, engine) or _open_judge_chat(settings, name, hooks)
        examiner = _open_judge_chat(settings, name, at_once) if hooks.batch_run else chat
        chats.append(JudgeChat(chat, examiner, f"{name} at {chat.address}"))
    return tuple(chats)


def open_judges(
    settings: Settings,
    engine: Engine,
    hooks: ModelHooks = NO_HOOKS,
    wrap: Callable[[Chat], Chat] = lambda chat: chat,
) -> Panel | None:
    """Return the judges that the settings ask for, beside the `engine` that drafts; None where there are none.

    `wrap` is given each model that a judge asks, and returns the one to ask in its place.

    Raises:
        EngineUnavailable: a judge is named, and there is neither a key nor an address for it.
    """
    chats = list_judge_chats(settings, engine, hooks)
    if not chats:
        return None
    judges = []
    for each in chats:
        chat = wrap(each.chat)
        examiner = chat if each.examiner is each.chat else wrap(each.examiner)
        judges.append(
            Judge(
                chat,
                name=each.name,
                examiner=examiner,
                on_canaries=hooks.on_canaries,
                reasons=settings.judge_reasons,
            )
        )
    return Panel(judges)


def _find_prompts(wanted: Sequence[str]) -> Mapping[str, Prompt]:
    if not wanted:
        return {}
    from newsbrief.models.prompts import find_prompt

    try:
        return {prompt.stamp.name: prompt for prompt in map(find_prompt, wanted)}
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"Of the prompts {', '.join(wanted)} one cannot be used: {error}") from None


def _open_drafting_chat(settings: Settings, model: str, hooks: ModelHooks) -> Chat:
    if not settings.openai_api_key and not settings.openai_base_url:
        raise EngineUnavailable("The openai engine needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys.")
    return _open_chat(_draft_place(settings), model, settings, hooks)


def _share_drafting_chat(settings: Settings, model: str, engine: Engine) -> Chat | None:
    """Return the chat of the `engine` where the judge is the same model, asked in the same way.

    What was learnt of the server while it drafted is then known when it judges, and nothing is negotiated twice.
    """
    from newsbrief.drafting.fallback import FallbackEngine
    from newsbrief.drafting.openai_engine import OpenAIEngine

    own = settings.judge_base_url, settings.judge_api_key, settings.judge_options, settings.judge_context_tokens
    first = engine.first if isinstance(engine, FallbackEngine) else engine
    if any(own) or settings.chosen_engine != "openai" or not isinstance(first, OpenAIEngine):
        return None
    return first.chat if first.model == model else None


def _open_judge_chat(settings: Settings, model: str, hooks: ModelHooks) -> Chat:
    place = _judge_place(settings)
    if not place.key and not place.base_url:
        raise EngineUnavailable(
            f"The judge {model} needs NEWSBRIEF_JUDGE_API_KEY or NEWSBRIEF_JUDGE_BASE_URL, or the drafting model's "
            "server; NEWSBRIEF_JUDGE_MODEL=off does without."
        )
    return _open_chat(place, model, settings, hooks)


def open_fallback(settings: Settings, hooks: ModelHooks = NO_HOOKS) -> Chat:
    """Return the model that drafts if the first one fails; it is asked at once."""
    at_once = replace(hooks, batch_run=None)
    return _open_chat(_fallback_place(settings), settings.fallback_model or settings.model, settings, at_once)


@dataclass(frozen=True, slots=True)
class _Place:
    """A server of the settings; `role` names the group of settings."""

    role: Literal["draft", "judge", "fallback"]
    base_url: str | None
    key: SecretStr | None
    options: Mapping[str, Any]
    context: int | None


def _judge_place(settings: Settings) -> _Place:
    """Return where the judge is served: on the drafting server, with its options, where nothing else is set."""
    first = _draft_place(settings)
    own = settings.judge_base_url
    return _Place(
        "judge",
        own or first.base_url,
        # The key of one server is not shown to another.
        settings.judge_api_key or (None if own else first.key),
        settings.judge_options or ({} if own else first.options),
        settings.judge_context_tokens or (None if own else first.context),
    )


def _draft_place(settings: Settings) -> _Place:
    at, key = settings.openai_base_url, settings.openai_api_key
    return _Place("draft", at, key, settings.model_options, settings.context_tokens)


def _fallback_place(settings: Settings) -> _Place:
    first, own = _draft_place(settings), settings.fallback_base_url
    return _Place(
        "fallback",
        own or first.base_url,
        settings.fallback_api_key or (None if own else first.key),
        settings.fallback_options or ({} if own else first.options),
        settings.fallback_context_tokens,
    )


def _open_chat(place: _Place, model: str, settings: Settings, hooks: ModelHooks) -> Chat:
    from newsbrief.models.chat import Chat
    from newsbrief.models.options import parse_options
    from newsbrief.models.prices import BULK, load_prices

    price = load_prices(settings.prices).of(model)
    price = price.times(BULK) if price and hooks.batch_run else price
    return Chat(
        model,
        base_url=place.base_url,
        api_key=place.key.get_secret_value() if place.key else None,
        options=parse_options(place.options),
        context=place.context,
        names=_name_settings(place, settings),
        price=price,
        hooks=hooks,
        answers=_list_answers(settings, model) if place.role in ("draft", "judge") else (),
    )


def _list_answers(settings: Settings, model: str) -> tuple[type[BaseModel], ...]:
    """Return the forms of answer that a model is asked for about an article; none where it only drafts, or judges."""
    judges = (settings.model,) if settings.judge_model == "auto" else settings.judges
    if settings.judge_base_url or model != settings.model or model not in judges:
        return ()
    from newsbrief.drafting.answers import WholeDraft
    from newsbrief.verification.judge.judgement import ANSWERS

    return WholeDraft, ANSWERS[settings.judge_reasons]


def _name_settings(place: _Place, settings: Settings) -> Names:
    """Return the settings to look at when this server fails."""
    from newsbrief.models.endpoint import Names

    usual = Names()
    match place.role:
        case "draft":
            return usual
        case "judge":
            key, at = settings.judge_api_key, settings.judge_base_url
        case "fallback":
            key, at = settings.fallback_api_key, settings.fallback_base_url
    prefix = f"NEWSBRIEF_{place.role.upper()}"
    return Names(
        key=f"{prefix}_API_KEY" if key or at else usual.key,
        address=f"{prefix}_BASE_URL" if at else usual.address,
        model=f"{prefix}_MODEL",
        window=f"{prefix}_CONTEXT_TOKENS",
        options=f"{prefix}_OPTIONS",
    )
