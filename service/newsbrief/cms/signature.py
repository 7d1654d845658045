"""That a payload comes from whom it should, and as it was sent: an HMAC over its body."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Mapping
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict

from newsbrief.cms.mapping_file import require_secret

TOLERANCE_S = 300.0
"""How far the moment in a signature may be from now, either way."""
_MILLISECONDS = regex.compile(r"[0-9]{1,16}")


class Signature(BaseModel):
    """The signature of a CMS's payloads. Superdesk: `x-superdesk-signature: sha1=<hexadecimal>`.

    Ghost: `x-ghost-signature: sha256=<hexadecimal>, t=<milliseconds>`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str
    secret_env: str
    """The environment variable that holds the secret."""
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    """What stands before the digest, such as `sha1=`."""
    stamp: str = ""
    """The name of the header's part that holds the moment in milliseconds, which is signed after the body."""

    def secret(self, environment: Mapping[str, str]) -> bytes:
        """Return the secret.

        Raises:
            SecretNotSet: it is not set.
        """
        return require_secret(environment, self.secret_env).encode()

    def of(self, body: bytes, secret: bytes, at: str = "") -> str:
        """Return the header's value for a body; `at` is the moment, where one is signed."""
        digest = hmac.new(secret, body + at.encode(), self.algorithm).digest()
        written = self.prefix + (digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode())
        return f"{written}, {self.stamp}={at}" if self.stamp else written

    def holds(self, body: bytes, sent: str | None, secret: bytes, now_s: float | None = None) -> bool:
        """Return whether `sent` is the header's value for a body. Takes as long whether and wherever it differs."""
        at = self._moment(sent or "")
        same = hmac.compare_digest(self.of(body, secret, at).encode(), (sent or "").encode("utf-8", "replace"))
        if not self.stamp:
            return same
        now = time.time() if now_s is None else now_s
        return same and bool(at) and abs(now - int(at) / 1000) <= TOLERANCE_S

    def _moment(self, sent: str) -> str:
        """Return the moment that a header names, as it stands there; empty where it names none."""
        name, found, at = sent.rpartition(", ")[2].partition("=")
        return at if self.stamp and found and name == self.stamp and _MILLISECONDS.fullmatch(at) else ""
