"""`python -m evals.soak.served FILE COMMAND …`: newsbrief with a clock that is as many seconds off as FILE says."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import time_machine

LOOKS_S = 0.25


def main() -> int:
    """Run the command; its exit code."""
    from newsbrief.cli import main as newsbrief

    file, arguments = Path(sys.argv[1]), sys.argv[2:]
    traveller = time_machine.travel(time.time(), tick=True).start()
    threading.Thread(target=_follow, args=(file, traveller), daemon=True).start()
    return newsbrief(arguments)


def _real() -> float:
    return time_machine.escape_hatch.time.time()


def _follow(file: Path, traveller: time_machine.Traveller) -> None:
    off = 0
    pause = threading.Event()
    while True:
        pause.wait(LOOKS_S)
        wanted = int(file.read_text() or 0)
        if wanted != off:
            off = wanted
            traveller.move_to(_real() + off)


if __name__ == "__main__":
    raise SystemExit(main())
