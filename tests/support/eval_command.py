"""`newsbrief eval` run in process, and what came of it, read from the files that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from junitparser import JUnitXml

from newsbrief.cli import main
from newsbrief.evals.run import Run, load_runs

SETTINGS = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "NEWSBRIEF_ENGINE", "NEWSBRIEF_LOCAL_MODEL", "NEWSBRIEF_MODEL",
    "NEWSBRIEF_JUDGE_MODEL",
)  # fmt: skip


@dataclass(frozen=True)
class EvalResult:
    """The outcome of one evaluation."""

    code: int
    failed: frozenset[str]
    """Names of the gates that failed, of any run."""
    runs: tuple[Run, ...]
    folder: Path

    def failed_grades(self) -> set[str]:
        """Return the grades that those gates are about."""
        return {name.split(" ")[0] for name in self.failed}


def evaluate(folder: Path, *arguments: str, gates: str = "", baseline: Path | None = None) -> EvalResult:
    """Evaluate with `arguments`; `gates` are lines such as `briefings.written >= 1`, by default those shipped."""
    folder.mkdir(exist_ok=True)
    options = [*arguments, "--out", str(folder)]
    if gates:
        (folder / "gates.toml").write_text(toml(gates))
        options += ["--gates", str(folder / "gates.toml")]
    if baseline:
        options += ["--baseline", str(baseline)]
    code = main(["eval", *options])
    suites = list(JUnitXml.fromfile(str(folder / "junit.xml")))
    failed = {case.name for suite in suites if suite.name.endswith(": gates") for case in suite if case.result}
    return EvalResult(code, frozenset(failed), load_runs(folder / "runs.json").runs, folder)


def toml(gates: str) -> str:
    """Return gates as a file holds them."""
    tables = []
    for line in filter(None, map(str.strip, gates.splitlines())):
        grade, sign, bound = line.split()
        tables.append(f'[[gate]]\ngrade = "{grade}"\n{_BOUNDS[sign]} = {bound}\nwhy = "a test"\n')
    return "\n".join(tables)


_BOUNDS = {">=": "least", "<=": "most"}
