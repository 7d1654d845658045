"""Load what commands do, and what reading a first article does: seconds of work, which its forks are spared."""

import gc
import sys
from importlib import import_module

from tests.support.forked_process import IMPORTED

# The interpreter was told not to where the variable was set, and every fork would compile for itself what it adds.
sys.dont_write_bytecode = False
for name in IMPORTED:
    import_module(name)

from newsbrief.article.reading import read  # noqa: E402

read(
    "Der Stadtrat von Lisvik hat am Montag nach langer Debatte beschlossen, das Bad für drei Wochen zu schließen. "
    "The council closed the pool on Monday, said Ingrid Pell."
)
# What is there stays: a fork that looked through it for garbage would take half a second, and a copy of the memory.
gc.collect()
gc.freeze()
