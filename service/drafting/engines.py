"""Which engine the settings ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.drafting.draft import Engine
from service.drafting.errors import EngineUnavailable
from service.settings import Settings

if TYPE_CHECKING:
    from service.drafting.breaker import Circuit
    from service.drafting.bulk import Run
    from service.drafting.chat import Chat
    from service.drafting.local import Progress
    from service.drafting.prompts import Prompt


def engine_for(
    settings: Settings,
    progress: Progress | None = None,
    prompts: Sequence[str] = (),
    circuit: Circuit | None = None,
    bulk: Run | None = None,
) -> Engine:
    """The engine that `settings` choose, ready to draft; `progress` is told how far a local model has loaded,
    and `circuit` of the circuits to model servers.

    `bulk`: the model is asked by the Batch API of its server; a fallback answers at once, as ever.
    `prompts` are used instead of the newest ones: each a name and version, such as `briefing/1`, or a file's path.

    Raises:
        EngineUnavailable: the engine lacks a key, a model file, an extra or a prompt.
    """
    chosen = _prompts(prompts)
    # Imported by need: the extractive engine starts without the SDK, and nothing else loads a model.
    match settings.chosen_engine:
        case "extractive":
            from service.drafting.extractive import ExtractiveEngine

            return ExtractiveEngine()
        case "local":
            from service.drafting.local import local_engine

            if settings.local_model is None:
                raise EngineUnavailable("The local engine needs NEWSBRIEF_LOCAL_MODEL, the path of a GGUF file.")
            return local_engine(settings.local_model, progress, chosen)
        case "openai":
            from service.drafting.openai_engine import OpenAIEngine

            first = OpenAIEngine(_chat(settings, settings.model, circuit, bulk), prompts=chosen)
            if not settings.falls_back:
                return first
            from service.drafting.fallback import FallbackEngine

            return FallbackEngine(first, OpenAIEngine(_fallback_chat(settings, circuit), prompts=chosen))


@dataclass(frozen=True, slots=True)
class JudgeChat:
    """A model that is to judge, and what it is known by."""

    chat: Chat
    examiner: Chat
    """The same model, asked at once where `chat` sends its calls in bulk."""
    name: str
    """Tells server and model apart from others, also after a restart."""
    context: int | None = None
    """Its window in tokens, where it is known."""


def judge_chats(
    settings: Settings, engine: Engine, circuit: Circuit | None = None, bulk: Run | None = None
) -> tuple[JudgeChat, ...]:
    """Return the models that judge beside `engine`: one by default, several as a panel, none where it is off.

    Raises:
        EngineUnavailable: one is named, and there is neither a key nor an address for it.
    """
    wanted = settings.judge_model
    if wanted == "off" or (wanted == "auto" and engine.model is None):
        return ()
    if wanted == "auto" and settings.chosen_engine == "local":
        from service.drafting.local import LocalEngine

        if not isinstance(engine, LocalEngine):
            return ()
        return (JudgeChat(engine.chat, engine.chat, f"{settings.local_model} on this machine", engine.context),)
    names = (settings.model,) if wanted == "auto" else settings.judges
    found = []
    for name in names:
        chat = _judge_chat(settings, name, circuit, bulk)
        examiner = _judge_chat(settings, name, circuit, None) if bulk else chat
        found.append(JudgeChat(chat, examiner, f"{name} at {chat.address}"))
    return tuple(found)


def _judge_chat(settings: Settings, model: str, circuit: Circuit | None, bulk: Run | None) -> Chat:
    own = settings.judge_api_key
    # The key of one server is not shown to another.
    key = own or (None if settings.judge_base_url else settings.openai_api_key)
    address = settings.judge_base_url or settings.openai_base_url
    if not key and not address:
        raise EngineUnavailable(
            f"The judge {model} needs NEWSBRIEF_JUDGE_API_KEY or NEWSBRIEF_JUDGE_BASE_URL, or the drafting model's "
            "server; NEWSBRIEF_JUDGE_MODEL=off does without."
        )
    return _chat_at(address, key.get_secret_value() if key else None, model, settings, circuit, bulk)


def _prompts(wanted: Sequence[str]) -> Mapping[str, Prompt]:
    if not wanted:
        return {}
    from service.drafting.prompts import named

    try:
        return {found.stamp.name: found for found in map(named, wanted)}
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"Of the prompts {', '.join(wanted)} one cannot be used: {error}") from None


def _chat(settings: Settings, model: str, circuit: Circuit | None, bulk: Run | None) -> Chat:
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    if not key and not settings.openai_base_url:
        raise EngineUnavailable("The openai engine needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys.")
    return _chat_at(settings.openai_base_url, key, model, settings, circuit, bulk)


def _fallback_chat(settings: Settings, circuit: Circuit | None) -> Chat:
    own = settings.fallback_api_key
    # The key of one server is not shown to another.
    key = own or (None if settings.fallback_base_url else settings.openai_api_key)
    address = settings.fallback_base_url or settings.openai_base_url
    model = settings.fallback_model or settings.model
    return _chat_at(address, key.get_secret_value() if key else None, model, settings, circuit)


def _chat_at(
    base_url: str | None,
    key: str | None,
    model: str,
    settings: Settings,
    circuit: Circuit | None,
    bulk: Run | None = None,
) -> Chat:
    from service.drafting.chat import Chat
    from service.drafting.prices import BULK, prices

    price = prices(settings.prices).of(model)
    price = price.times(BULK) if price and bulk else price
    return Chat(model, base_url=base_url, api_key=key, price=price, circuit=circuit, bulk=bulk)
