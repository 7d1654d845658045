"""The cost of one verdict on one briefing: newsbrief's, DeepEval's and Ragas's, before the same model server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from evals.performance.articles import read_seed, seed_briefing, vary_text
from evals.performance.figure import Figure
from evals.performance.judges import OURS, PEERS
from evals.performance.processes import upstream

LATENCY_S = 0.2
NEEDS = "deepeval ragas 'instructor>=1.13' 'langchain-community<0.4'"
"""What to install for the peers. Without its bounds pip takes an old instructor, and a community without what Ragas
imports."""
_UNITS = {"calls": "", "tokens": "", "processor time": "ms", "time, 200 ms a call": "ms", "resident": "MB"}
_QUIET = {"DEEPEVAL_TELEMETRY_OPT_OUT": "YES", "DEEPEVAL_DISABLE_DOTENV": "1", "RAGAS_DO_NOT_TRACK": "true"}


def figures(runs: int, folder: Path, peers: str | None = None) -> Iterator[Figure]:
    """Measure calls, tokens, time and memory of a verdict on the seed's briefing: a judge decides some of its claims.

    `peers`: an interpreter with DeepEval and Ragas, to measure them beside. Both have a model restate what it reads,
    which here is done sentence by sentence; a real one may be shorter. Tokens are those that the model server charges.

    Raises:
        RuntimeError: one of them is not installed there, or fails.
    """
    pairs = folder / "pairs.json"
    texts = [(vary_text(read_seed(), n), vary_text(seed_briefing(), n)) for n in range(runs + 1)]
    pairs.write_text(json.dumps(texts), encoding="utf-8")
    asked = [(sys.executable, name) for name in OURS] + [(peers, name) for name in PEERS if peers]
    with upstream(LATENCY_S) as slow:
        for python, name in asked:
            found = _measure(python, name, slow, pairs)
            for part, unit in _UNITS.items():
                yield Figure(f"{name}: {part}", found[part], unit)


def _measure(python: str, name: str, base_url: str, pairs: Path) -> dict[str, float]:
    # DeepEval and Ragas leave files where they run and where they find a home.
    environment = os.environ | _QUIET | {"DEEPEVAL_HOME": str(pairs.parent), "XDG_DATA_HOME": str(pairs.parent)}
    python = os.path.abspath(shutil.which(python) or python)
    command = [python, str(Path(__file__).with_name("judges.py")), name, base_url, str(pairs)]
    ran = subprocess.run(command, env=environment, cwd=pairs.parent, capture_output=True, text=True, check=False)
    if "ModuleNotFoundError" in ran.stderr:
        raise RuntimeError(f"{name} is not installed for {python}; there: pip install {NEEDS}\n{ran.stderr[-300:]}")
    if ran.returncode:
        raise RuntimeError(f"{name} could not be measured: {ran.stderr.strip()[-500:]}")
    measured: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return measured
