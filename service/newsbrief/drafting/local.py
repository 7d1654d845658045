"""Drafts by a model file that is served within this process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.models.chat import Chat
from newsbrief.models.llama_cpp import CONTEXT, LocalServer, Progress, serve
from newsbrief.models.prompts import Prompt

LOCAL_SECTION_TOKENS = 250
"""Tokens of a section at most: a small model that loses the thread writes until it is stopped."""
_REPLY = 1_500


def open_local_engine(
    file: Path, progress: Progress | None = None, prompts: Mapping[str, Prompt] | None = None
) -> LocalEngine:
    """Return an engine on the model in `file`, once that is loaded.

    Raises:
        EngineUnavailable: as `serve`.
    """
    return LocalEngine(serve(file, progress), prompts)


class LocalEngine(OpenAIEngine):
    """The OpenAI-compatible engine, with the server that it speaks to.

    Drafts are always written section by section, one at a time: the server has one slot, whose cache serves the
    article, and small models lose the thread of a whole draft.
    """

    def __init__(self, served: LocalServer, prompts: Mapping[str, Prompt] | None = None) -> None:
        # The server's own sampling settings hold: greedy decoding makes small models repeat themselves.
        chat = Chat(
            served.model,
            base_url=served.base_url,
            api_key=served.key,
            temperature=None,
            context=CONTEXT,
            hasty=True,
        )
        super().__init__(
            chat, name="local", context=CONTEXT, reply=_REPLY, section=LOCAL_SECTION_TOKENS, prompts=prompts
        )
        self._served: LocalServer | None = served

    async def aclose(self) -> None:
        """Close the connections and let go of the server, which stops it."""
        await super().aclose()
        self._served = None
