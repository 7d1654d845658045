"""Test that the service imports only what its installation brings: the tests' packages must not hide a missing one."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = {"newsbrief"}


def _list_imports() -> dict[str, Path]:
    """Return the top-level packages that the service imports, each with one of the files that do."""
    found: dict[str, Path] = {}
    for file in sorted((ROOT / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            else:
                continue
            found |= {name.partition(".")[0]: file for name in names}
    return {name: file for name, file in found.items() if name not in OURS | sys.stdlib_module_names}


def _list_locked() -> set[str]:
    """Return what is installed to run, and what the extras bring besides."""
    lock = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    wanted = [*re.findall(r"^[\w.-]+(?===)", lock, re.MULTILINE), *(r for extra in extras.values() for r in extra)]
    return {_plain(re.split(r"[<>=\[]", name)[0]) for name in wanted}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_that_the_service_imports_is_locked() -> None:
    locked, known = _list_locked(), packages_distributions()
    missing = {
        name: str(file.relative_to(ROOT))
        for name, file in _list_imports().items()
        if not locked & set(map(_plain, known.get(name, [name])))
    }
    assert missing == {}
