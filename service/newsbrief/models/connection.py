"""The connection to a model server by OpenAI's SDK, which is loaded with the first call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from newsbrief.models.errors import EngineUnavailable

if TYPE_CHECKING:
    from openai import AsyncOpenAI


class Connection:
    """A server's address and the keys to it, with a client that is made at need; close it with `aclose`."""

    def __init__(self, base_url: str, api_key: str, headers: Mapping[str, str], query: Mapping[str, str]) -> None:
        self._base_url, self._api_key, self._headers, self._query = base_url, api_key, headers, query
        self._client: AsyncOpenAI | None = None

    async def client(self) -> AsyncOpenAI:
        """Return the client, the same at every call.

        The SDK takes a third of a second and 20 MB to load: so a service listens sooner, and the event loop goes on
        meanwhile.

        Raises:
            EngineUnavailable: the settings of the address, of a proxy or of certificates cannot be used.
        """
        if self._client is None:
            await asyncio.to_thread(import_module, "newsbrief.models.bounded")
        if self._client is None:
            try:
                self._client = self._open()
            except Exception as error:  # certificates, proxies and addresses that the HTTP library cannot use
                raise EngineUnavailable(f"No connection to the model server can be opened: {error}") from error
        return self._client

    def _open(self) -> AsyncOpenAI:
        from openai import AsyncOpenAI

        from newsbrief.models.bounded import make_bounded_client

        return AsyncOpenAI(
            base_url=self._base_url,
            api_key=self._api_key,
            max_retries=0,  # tenacity tries again, as only it knows the deadline
            default_headers=dict(self._headers),
            default_query=dict(self._query) or None,
            http_client=make_bounded_client(),
        )

    async def aclose(self) -> None:
        """Close the client's connections, if there is one."""
        if self._client is not None:
            await self._client.close()
