"""The server of a model, and what opens it: any OpenAI-compatible server, Azure's among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

import regex

from newsbrief.models.connection import Connection
from newsbrief.models.errors import DraftingError, EngineUnavailable, Remedy

if TYPE_CHECKING:
    from openai._types import RequestOptions

OPENAI_URL = "https://api.openai.com/v1/"
"""The server where none is named."""
NO_KEY = "none"
"""Sent where no key is set: the SDK insists on one, and local servers ignore it."""
_SHOW_SCHEMAS = ("openai.com", "azure.com")
"""Hosts whose servers put a JSON schema before the model themselves."""
_AZURE = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
_GPT = regex.compile(r"gpt-(\d+)(?:\.(\d+))?(?![\w.])")
_BREAKPOINTS_FROM = 5, 6
_ROUTE = "/chat/completions"
_DEPLOYMENTS = "/openai/deployments/"
_VERSION = "api-version"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the settings of a server, for messages to those who set them."""

    key: str = "OPENAI_API_KEY"
    address: str = "OPENAI_BASE_URL"
    model: str = "NEWSBRIEF_MODEL"
    window: str = "NEWSBRIEF_CONTEXT_TOKENS"
    options: str = "NEWSBRIEF_MODEL_OPTIONS"

    def advice(self, remedy: Remedy) -> str:
        """Return what to do about an error."""
        match remedy:
            case "credit":
                return "top the account up, or set another key or server"
            case "window":
                return f"set {self.window}, or another model"
            case _:
                return f"check {getattr(self, remedy)}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server and how to speak with it."""

    url: str
    """The address that those of its calls begin with; it ends in a slash."""
    model: str
    connection: Connection
    names: Names = field(default_factory=Names)
    omits: tuple[str, ...] = ()
    """Headers that the SDK would send, and the server refuses."""

    @property
    def hostname(self) -> str:
        """Name of the server, without its port."""
        return urlsplit(self.url).hostname or ""

    @property
    def host(self) -> str:
        """Name and port of the server."""
        port = urlsplit(self.url).port
        return f"{self.hostname}:{port}" if port else self.hostname

    @property
    def shows_schemas(self) -> bool:
        """Return whether the server itself puts a JSON schema before the model."""
        return self.hostname.endswith(_SHOW_SCHEMAS)

    @property
    def routes_by_key(self) -> bool:
        """Return whether the server sends requests with the same `prompt_cache_key` to the same cache."""
        return self.shows_schemas

    @property
    def takes_breakpoints(self) -> bool:
        """Return whether a prefix is cached best where a breakpoint marks its end: at OpenAI from GPT-5.6 on."""
        match = _GPT.match(self.model.rsplit("/", 1)[-1])
        return self.shows_schemas and match is not None and (int(match[1]), int(match[2] or 0)) >= _BREAKPOINTS_FROM

    def options(self, headers: Mapping[str, str] | None = None) -> RequestOptions:
        """Return the SDK's options of a request, with `headers` of its own."""
        if not self.omits:
            return {"headers": headers} if headers else {}
        from openai import Omit

        return {"headers": {**dict.fromkeys(self.omits, Omit()), **(headers or {})}}

    async def models(self) -> list[Mapping[str, Any]]:
        """Return the server's list of models, as it describes them.

        Raises:
            openai.OpenAIError, ValueError: it has none, or cannot be reached.
        """
        client = await self.connection.client()
        answer: Any = await client.get("/models", cast_to=object, options=self.options())
        entries = answer.get("data") or answer.get("models") if isinstance(answer, Mapping) else answer
        return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []

    def explain(self, error: DraftingError) -> None:
        """Add to an error which model at which server it is about, and the remedy."""
        where = f"{self.model} at {self.host}"
        error.add(f"{where}; {self.names.advice(error.remedy)}" if error.remedy else where)


def open_endpoint(
    model: str,
    base_url: str | None,
    api_key: str | None,
    headers: Mapping[str, str],
    query: Mapping[str, str],
    names: Names | None = None,
) -> Endpoint:
    """Return the endpoint of `model`; a query in `base_url` is kept behind every address there.

    Raises:
        EngineUnavailable: `base_url` is no address.
    """
    parts = _split_address(base_url or "", names or Names())
    asked = {**dict(parse_qsl(parts.query)), **query}
    is_azure = (parts.hostname or "").endswith(_AZURE)
    opens: dict[str, str] = {}
    omits: tuple[str, ...] = ()
    if api_key and (is_azure or _DEPLOYMENTS in parts.path or _VERSION in asked):
        opens["api-key"] = api_key
        # Azure takes a token of Entra ID as Bearer, and refuses a key there.
        if is_azure and not _is_token(api_key):
            omits = ("Authorization",)
    # People copy the address of the call, too.
    path = parts.path.rstrip("/").removesuffix(_ROUTE)
    path = _azure_path(path, model, asked) if is_azure else path
    url = urlunsplit(parts._replace(path=f"{path.rstrip('/')}/", query="")) if base_url else OPENAI_URL
    connection = Connection(url, api_key or NO_KEY, {**opens, **headers}, asked)
    return Endpoint(url, model, connection, names or Names(), omits)


def _split_address(base_url: str, names: Names) -> SplitResult:
    try:
        parts = urlsplit(base_url)
        int(parts.port or 0)
    except ValueError as error:
        raise EngineUnavailable(f"{names.address} is no address: {error}.") from error
    return parts


def _azure_path(path: str, model: str, query: Mapping[str, str]) -> str:
    """Return the path at Azure, where people set the address of the resource alone."""
    if path not in ("", "/openai"):
        return path
    return f"{_DEPLOYMENTS}{model}" if _VERSION in query else "/openai/v1"


def _is_token(key: str) -> bool:
    return key.startswith("eyJ") and key.count(".") == 2
