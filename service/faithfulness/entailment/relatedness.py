"""How related two words are: vectors from a small encoder, made once and kept as a table of bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.article.once import once

FILE = Path(__file__).parent / "words.npz"
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Table:
    """English words, commonest first, each with a vector of length 1."""

    rows: Mapping[str, int]
    vectors: Vectors
    """(words, dimensions)"""

    def known(self, words: Sequence[str]) -> list[int]:
        """The rows of those words that the table has, each once, in order."""
        rows = self.rows
        return [rows[w] for w in dict.fromkeys(words) if w in rows]

    def nearest(self, rows: Sequence[int], to: Vectors) -> Vectors:
        """For each of `rows` the cosine (-1 to 1) to the nearest of the vectors `to`; 0 where there is none."""
        if not len(rows) or not len(to):
            return np.zeros(len(rows), dtype=np.float32)
        return np.asarray((self.vectors[list(rows)] @ to.T).max(axis=1))

    def gist(self, rows: Sequence[int]) -> Vectors:
        """The mean direction of words, rare ones counting more (Arora et al., ICLR 2017); zeros for no words."""
        return np.asarray(self.gists([rows])[0])

    def gists(self, sentences: Sequence[Sequence[int]]) -> Vectors:
        """The gist of each of several sentences: (sentences, dimensions)."""
        out = np.zeros((len(sentences), self.vectors.shape[1]), dtype=np.float32)
        filled = [n for n, rows in enumerate(sentences) if len(rows)]
        if not filled:
            return out
        rows = np.fromiter((row for n in filled for row in sentences[n]), dtype=np.intp)
        ends = np.cumsum([len(sentences[n]) for n in filled])
        weighed = self.vectors[rows] * _rarity(rows)[:, None]
        totals = np.add.reduceat(weighed, np.concatenate(([0], ends[:-1])))
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        out[filled] = np.divide(totals, lengths, out=totals, where=lengths > 0)
        return out


def _rarity(rows: NDArray[np.intp]) -> Vectors:
    """By Zipf's law a word's frequency falls with its rank."""
    return np.asarray(1 - 1 / (1 + rows.astype(np.float32) / 500))


@once
def table() -> Table:
    """The table that `evals.training.relatedness` made."""
    with np.load(FILE) as kept:
        words, vectors = str(kept["words"]).split("\n"), kept["vectors"].astype(np.float32)
    return Table({w: i for i, w in enumerate(words)}, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
