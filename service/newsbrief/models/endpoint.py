"""The server of a model, and what opens it: any OpenAI-compatible server, Azure's among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from openai import AsyncOpenAI, Omit
from openai._types import RequestOptions

from newsbrief.models.bounded import bounded_client
from newsbrief.models.errors import DraftingError, Remedy

NO_KEY = "none"
"""Sent where no key is set: the SDK insists on one, and local servers ignore it."""
_SHOW_SCHEMAS = ("openai.com", "azure.com")
"""Hosts whose servers put a JSON schema before the model themselves."""
_AZURE = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
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

    client: AsyncOpenAI
    model: str
    names: Names = field(default_factory=Names)
    headers: Mapping[str, str | Omit] = field(default_factory=dict)
    """Of every request; the client has those of the deployment."""

    @property
    def host(self) -> str:
        """Name and port of the server."""
        url = self.client.base_url
        return f"{url.host}:{url.port}" if url.port else url.host

    @property
    def shows_schemas(self) -> bool:
        """Return whether the server itself puts a JSON schema before the model."""
        return self.client.base_url.host.endswith(_SHOW_SCHEMAS)

    def options(self, headers: Mapping[str, str] | None = None) -> RequestOptions:
        """Return the SDK's options of a request, with `headers` of its own."""
        whole = {**self.headers, **(headers or {})}
        return {"headers": whole} if whole else {}

    async def models(self) -> list[Mapping[str, Any]]:
        """Return the server's list of models, as it describes them.

        Raises:
            openai.OpenAIError, ValueError: it has none, or cannot be reached.
        """
        answer: Any = await self.client.get("/models", cast_to=object, options=self.options())
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
    """Return the endpoint of `model`; a query in `base_url` is kept behind every address there."""
    parts = urlsplit(base_url or "")
    asked = {**dict(parse_qsl(parts.query)), **query}
    is_azure = (parts.hostname or "").endswith(_AZURE)
    opens: dict[str, str] = {}
    omitted: dict[str, Omit] = {}
    if api_key and (is_azure or _DEPLOYMENTS in parts.path or _VERSION in asked):
        opens["api-key"] = api_key
        # Azure takes a token of Entra ID as Bearer, and refuses a key there.
        if is_azure and not _is_token(api_key):
            omitted["Authorization"] = Omit()
    # People copy the address of the call, too.
    path = parts.path.rstrip("/").removesuffix(_ROUTE)
    path = _azure_path(path, model, asked) if is_azure else path
    client = AsyncOpenAI(
        base_url=urlunsplit(parts._replace(path=path, query="")) if base_url else None,
        api_key=api_key or NO_KEY,
        max_retries=0,  # tenacity tries again, as only it knows the deadline
        default_headers={**opens, **headers},
        default_query=asked or None,
        http_client=bounded_client(),
    )
    return Endpoint(client, model, names or Names(), omitted)


def _azure_path(path: str, model: str, query: Mapping[str, str]) -> str:
    """Return the path at Azure, where people set the address of the resource alone."""
    if path not in ("", "/openai"):
        return path
    return f"{_DEPLOYMENTS}{model}" if _VERSION in query else "/openai/v1"


def _is_token(key: str) -> bool:
    return key.startswith("eyJ") and key.count(".") == 2
