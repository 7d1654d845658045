"""An ONNX encoder that reads premise and claim together and says how far the first carries the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import regex
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from newsbrief.validation import describe_faults
from newsbrief.verification.entailment import EncoderError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_BATCH = 16
_LONGEST = 512
"""Tokens that an encoder whose files do not say otherwise can read."""
_SPECIAL = 8
"""Tokens kept for the marks around premise and claim."""
_MULTILINGUAL = 150_000
"""Entries from which on a vocabulary is one of many languages: DeBERTa's English one has 128,000, XLM-R's 250,000."""
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_CARRIED = regex.compile(
    r"entail(s|ed|ment)?|support(s|ed)?|grounded|(factually_)?consistent|factual|faithful|correct|attributable|yes|true"
    r"|(non|not)_hallucinated"
)
_NOT_CARRIED = regex.compile(
    r"(non|not)_?\w+|(un|non)\w+|(factually_)?inconsistent|incorrect|contradict\w+|refute\w+|neutral|hallucinat\w+"
    r"|nei|no|false"
)


def _template(given: str) -> str:
    if any(given.count(place) != 1 for place in ("{premise}", "{claim}")):
        raise ValueError("must have {premise} and {claim}, each once")
    return given


class Notes(BaseModel):
    """Notes in `newsbrief.json`, beside a model: what its own files do not say."""

    model_config = ConfigDict(extra="forbid")

    label: int | str | None = None
    """The label that says that the premise carries the claim: its name or index."""
    template: Annotated[str, AfterValidator(_template)] | None = None
    """How premise and claim are put together, where the model does not read them as a pair."""
    premise_tokens: int | None = Field(default=None, gt=0)
    """Tokens of a premise that are read at once; of a longer one the part counts that carries the claim best."""
    languages: frozenset[str] | None = None
    """Codes of the languages that the model reads; None goes by the size of its vocabulary."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A model with its tokenizer. Safe to use from several threads."""

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]
    carried: int
    """Which of the model's labels says that the premise carries the claim; 0 where there is but one logit."""
    room: int
    """Tokens that it reads at once."""
    notes: Notes

    def reads(self, language: str) -> bool:
        """Return whether the model was made for `language`."""
        if self.notes.languages is not None:
            return language in self.notes.languages
        return language == "en" or self.tokenizer.get_vocab_size() >= _MULTILINGUAL

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the log-odds that each premise carries its claim.

        What is too long is not refused: a claim is cut at half of the room, and a premise is read in parts.
        """
        of, texts = [], []
        for number, (premise, claim) in enumerate(pairs):
            for text in self._parts(premise, claim):
                of.append(number)
                texts.append(text)
        encoded: list[Any] = self.tokenizer.encode_batch(texts) if texts else []
        # Like lengths are run together.
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        logits = np.full(len(pairs), -np.inf)
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            np.maximum.at(logits, [of[i] for i in chosen], self._run([encoded[i] for i in chosen]))
        return logits

    def _parts(self, premise: str, claim: str) -> list[tuple[str, str] | str]:
        template = self.notes.template
        claim = self._cut(claim, self.room // 2)[0]
        taken = self._cut_at(claim, self.room)[1] + (self._cut_at(template, self.room)[1] if template else 0)
        most = max(1, self.room - taken - _SPECIAL)
        parts = self._cut(premise, min(most, self.notes.premise_tokens or most))
        if template is None:
            return [(part, claim) for part in parts]
        return [template.replace("{premise}", part).replace("{claim}", claim) for part in parts]

    def _cut(self, text: str, tokens: int) -> list[str]:
        ends = self._cut_at(text, tokens)[0]
        return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]

    def _cut_at(self, text: str, tokens: int) -> tuple[list[int], int]:
        """Return where `text` is cut to have at most so many tokens in a part, and how many it has."""
        offsets = self.tokenizer.encode(text, add_special_tokens=False).offsets
        return [offsets[i][0] for i in range(tokens, len(offsets), tokens)], len(offsets)

    def _run(self, encoded: Sequence[Any]) -> NDArray[np.float64]:
        width = max(len(e.ids) for e in encoded)
        feed = {
            "input_ids": _pad([e.ids for e in encoded], width),
            "attention_mask": _pad([e.attention_mask for e in encoded], width),
            "token_type_ids": _pad([e.type_ids for e in encoded], width),
        }
        out = self.session.run(None, {name: feed[name] for name in self.inputs})[0]
        return _log_odds(np.asarray(out, dtype=np.float64).reshape(len(encoded), -1), self.carried)


@cache
def load(folder: Path) -> Encoder:
    """Return the model in `folder`: `model.onnx` or the only `.onnx` file there or in `onnx/`, with `tokenizer.json`.

    `config.json` names its labels; what neither says, `newsbrief.json` does (see `Notes`). One logit is read as
    log-odds that the premise carries the claim.

    Raises:
        EncoderError: a file is missing or cannot be read, it is no classifier of pairs, or its labels are not known.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    config, notes = _read_config(folder), _read_notes(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = str(_find_model(folder))
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # what onnxruntime and tokenizers raise has no common class
        raise EncoderError(f"The entailment model in {folder} cannot be loaded: {error}") from error
    inputs = frozenset(i.name for i in session.get_inputs())
    if unknown := inputs - _INPUTS:
        raise EncoderError(f"The entailment model in {folder} asks for {', '.join(sorted(unknown))}: not an encoder.")
    shape = session.get_outputs()[0].shape
    if len(shape) > 2:
        raise EncoderError(
            f"The model in {folder} labels single tokens (as LettuceDetect does), or writes text; "
            "one that classifies a premise and a claim is needed."
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    labels = config.id2label or {}
    width = int(shape[-1]) if len(shape) == 2 and isinstance(shape[-1], int) else len(labels) or 1
    return Encoder(
        session,
        tokenizer,
        inputs,
        _find_carried_label(labels, width, notes.label, folder),
        _measure_room(config),
        notes,
    )


def _find_model(folder: Path) -> Path:
    for place in (folder, folder / "onnx"):
        if (place / "model.onnx").is_file():
            return place / "model.onnx"
    files = sorted((*folder.glob("*.onnx"), *folder.glob("onnx/*.onnx")))
    if len(files) != 1:
        raise EncoderError(f"{folder} or its onnx/ must hold model.onnx, or one .onnx file; they hold {len(files)}.")
    return files[0]


def _read_config(folder: Path) -> _Config:
    file = folder / "config.json"
    if not file.is_file():
        return _Config()
    try:
        return _Config.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise EncoderError(f"{file} is no configuration of a model: {describe_faults(error, 'the file')}") from error


class _Config(BaseModel):
    """The part of a model's `config.json` that is read."""

    id2label: dict[int, str] | None = None
    max_position_embeddings: int | None = None


def _read_notes(folder: Path) -> Notes:
    file = folder / "newsbrief.json"
    if not file.is_file():
        return Notes()
    try:
        return Notes.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise EncoderError(f"{file}: {describe_faults(error, 'the file')}") from error


def _measure_room(config: _Config) -> int:
    # RoBERTa counts positions from 2: of its 514 only 512 can be used.
    return max(32, min(config.max_position_embeddings or _LONGEST, _LONGEST))


def _find_carried_label(labels: Mapping[int, str], width: int, stated: int | str | None, folder: Path) -> int:
    """Return the index of the label that says that the premise carries the claim.

    Raises:
        EncoderError: it cannot be known.
    """
    if width > 3:
        raise EncoderError(f"The entailment model in {folder} has {width} labels; 1 to 3 can be understood.")
    if stated is not None:
        places = [at for at in range(width) if stated in (at, labels.get(at))]
    else:
        words = {at: regex.sub(r"[\W_]+", "_", name.casefold()).strip("_") for at, name in labels.items()}
        if width == 1 and words.get(0, "label_0") == "label_0":
            return 0
        places = [at for at, word in words.items() if _CARRIED.fullmatch(word)]
        if not all(at in places or _NOT_CARRIED.fullmatch(word) for at, word in words.items()):
            places = []
    if len(places) != 1 or places[0] >= width:
        names = ", ".join(labels.get(at, f"LABEL_{at}") for at in range(width))
        raise EncoderError(
            f"Which label of the model in {folder} says that a claim is carried cannot be told from {names}: "
            f'write it into {folder / "newsbrief.json"}, for instance {{"label": 1}}.'
        )
    return places[0]


def _pad(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    out = np.zeros((len(rows), width), dtype=np.int64)
    for row, ids in zip(out, rows, strict=True):
        row[: len(ids)] = ids
    return out


def _log_odds(raw: NDArray[np.float64], carried: int) -> NDArray[np.float64]:
    if raw.shape[1] == 1:
        return raw[:, 0]
    return np.asarray(raw[:, carried] - np.logaddexp.reduce(np.delete(raw, carried, axis=1), axis=1))
