"""That a payload comes from whom it should, and as it was sent: an HMAC over its body."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Signature(BaseModel):
    """The signature of a CMS's payloads. Superdesk: `x-superdesk-signature: sha1=<hexadecimal>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str
    secret_env: str
    """The environment variable that holds the secret."""
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    """What stands before the digest, such as `sha1=`."""

    def secret(self, environment: Mapping[str, str]) -> bytes:
        """The secret.

        Raises:
            ValueError: it is not set.
        """
        found = environment.get(self.secret_env, "")
        if not found:
            raise ValueError(f"signature: the environment variable {self.secret_env} is not set")
        return found.encode()

    def of(self, body: bytes, secret: bytes) -> str:
        """The header's value for a body."""
        digest = hmac.new(secret, body, self.algorithm).digest()
        return self.prefix + (digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode())

    def holds(self, body: bytes, sent: str | None, secret: bytes) -> bool:
        """Return whether `sent` is the header's value for a body. Takes as long whether and wherever it differs."""
        return hmac.compare_digest(self.of(body, secret).encode(), (sent or "").encode("utf-8", "replace"))
