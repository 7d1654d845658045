"""An ONNX encoder that reads premise and claim together and says how far the first carries the second."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_BATCH = 16
_LONGEST = 512
"""Tokens that an encoder whose files do not say otherwise can read."""
_CARRIED = ("entail", "support", "consistent", "faithful", "yes", "true")


class EncoderError(ValueError):
    """The folder holds no model that can be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A model with its tokenizer. Safe to use from several threads."""

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]
    carried: int
    """Which of the model's labels says that the premise carries the claim; 0 where there is but one logit."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """The log-odds that each premise carries its claim; like lengths are run together."""
        encoded = self.tokenizer.encode_batch(list(pairs)) if pairs else []
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        found = np.zeros(len(encoded))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            found[chosen] = self._run([encoded[i] for i in chosen])
        return found

    def _run(self, encoded: Sequence[Any]) -> NDArray[np.float64]:
        width = max(len(e.ids) for e in encoded)
        feed = {
            "input_ids": _padded([e.ids for e in encoded], width),
            "attention_mask": _padded([e.attention_mask for e in encoded], width),
            "token_type_ids": _padded([e.type_ids for e in encoded], width),
        }
        out = self.session.run(None, {name: feed[name] for name in self.inputs})[0]
        return _log_odds(np.asarray(out, dtype=np.float64).reshape(len(encoded), -1), self.carried)


@cache
def load(folder: Path) -> Encoder:
    """The model in `folder`: `model.onnx` or its only `.onnx` file, `tokenizer.json` and perhaps `config.json`.

    One logit is read as log-odds; of two or three labels, the one that `id2label` calls entailment, support or the
    like counts, and without names the second of two and the first of three.

    Raises:
        EncoderError: a file is missing or cannot be read, or the model asks for inputs that no encoder has.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    config = _config(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(_model(folder)), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except EncoderError:
        raise
    except Exception as error:  # what onnxruntime and tokenizers raise has no common class
        raise EncoderError(f"The entailment model in {folder} cannot be loaded: {error}") from error
    inputs = frozenset(i.name for i in session.get_inputs())
    if unknown := inputs - {"input_ids", "attention_mask", "token_type_ids"}:
        raise EncoderError(f"The entailment model in {folder} asks for {', '.join(sorted(unknown))}: not an encoder.")
    tokenizer.no_padding()
    tokenizer.enable_truncation(_room(config), strategy="only_first")
    labels = _width(session) or len(config.get("id2label", {})) or 1
    return Encoder(session, tokenizer, inputs, _label(config, labels, folder))


def _model(folder: Path) -> Path:
    found = [folder / "model.onnx"] if (folder / "model.onnx").is_file() else sorted(folder.glob("*.onnx"))
    if len(found) != 1:
        raise EncoderError(f"{folder} must hold model.onnx, or one .onnx file; it holds {len(found)}.")
    return found[0]


def _config(folder: Path) -> dict[str, Any]:
    file = folder / "config.json"
    if not file.is_file():
        return {}
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except ValueError as error:
        raise EncoderError(f"{file} is not JSON: {error}") from error


def _room(config: dict[str, Any]) -> int:
    # RoBERTa counts positions from 2: of its 514 only 512 can be used.
    stated = config.get("longest") or config.get("max_position_embeddings") or _LONGEST
    return max(16, min(int(stated), _LONGEST))


def _width(session: InferenceSession) -> int:
    shape = session.get_outputs()[0].shape
    return int(shape[-1]) if len(shape) > 1 and isinstance(shape[-1], int) else 0


def _label(config: dict[str, Any], labels: int, folder: Path) -> int:
    if labels == 1:
        return 0
    if labels > 3:
        raise EncoderError(f"The entailment model in {folder} has {labels} labels; 1 to 3 can be understood.")
    named = {int(k): str(v).casefold() for k, v in config.get("id2label", {}).items()}
    for index, name in sorted(named.items()):
        if any(name.startswith(word) for word in _CARRIED):
            return index
    return 1 if labels == 2 else 0


def _padded(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    out = np.zeros((len(rows), width), dtype=np.int64)
    for row, ids in zip(out, rows, strict=True):
        row[: len(ids)] = ids
    return out


def _log_odds(raw: NDArray[np.float64], carried: int) -> NDArray[np.float64]:
    if raw.shape[1] == 1:
        return raw[:, 0]
    rest = np.delete(raw, carried, axis=1)
    top = rest.max(axis=1, keepdims=True)
    return np.asarray(raw[:, carried] - (top[:, 0] + np.log(np.exp(rest - top).sum(axis=1))))
