"""The shipped cases, each read once for all tests of a process: to read them all takes a second."""

from functools import cache

from newsbrief.evals.case import HERE, Case, load_case

NAMES = sorted(file.stem for file in HERE.glob("*.yaml"))


@cache
def shipped_case(name: str) -> Case:
    """Return the case of that name."""
    return load_case(HERE / f"{name}.yaml")


def shipped_cases() -> list[Case]:
    """Return every case, by name."""
    return [shipped_case(name) for name in NAMES]
