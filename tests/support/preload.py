"""Load what reading a first article loads, a second of work: a process that has imported this forks with it."""

from newsbrief.article.reading import read

read(
    "Der Stadtrat von Lisvik hat am Montag nach langer Debatte beschlossen, das Bad für drei Wochen zu schließen. "
    "The council closed the pool on Monday, said Ingrid Pell."
)
