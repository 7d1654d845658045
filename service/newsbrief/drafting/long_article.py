"""Articles that do not fit a model: notes are taken of their parts at once, and notes of notes until they fit.

Every sentence is read by some call, and its number stays with what was noted of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil

from newsbrief.drafting.answers import Digest
from newsbrief.drafting.source import SourceLine, fence, lay_out_lines, to_plain_line
from newsbrief.models.errors import ContextTooLong, MalformedDraft, Refused
from newsbrief.models.model_session import ModelSession
from newsbrief.models.shortfall import Shortfall
from newsbrief.models.together import gather_bounded

Cost = Callable[[str], int]
"""Tokens of a text."""
PART = 8_000
"""Tokens of a part, where the model would take more: notes of longer parts leave out more, and take longer."""
NOTES = 12
"""Notes that a part is asked for."""
NOTES_TOKENS = 1_500
"""Tokens kept for the notes of one part."""
_MOST = 16
"""Notes taken of a part of notes: with more, a talkative model's notes might never fit."""
_ROUNDS = 6
_LEAST = 100
"""Tokens that a part must have room for."""


async def take_notes(
    shown: Sequence[SourceLine], session: ModelSession, cost: Cost, part: int, room: int
) -> tuple[SourceLine, ...]:
    """Return notes on the lines that take at most `room` tokens; each part that is read has at most `part`.

    Raises:
        ContextTooLong: the model has no room for a part.
        DraftingError: as `ModelSession.ask`.
    """
    if min(part, room) < _LEAST:
        raise ContextTooLong("The model's context is too small for a part of the article.")
    for number in range(_ROUNDS):
        cut = await asyncio.to_thread(split_lines, shown, min(part, PART), cost)
        taken = await gather_bounded(lambda piece: _take_notes(piece, session), cut)
        if number and any(len(notes) > _MOST for notes in taken):
            session.warnings.append("The article is very long: some of the notes taken of it were left out.")
            taken = [notes[:_MOST] for notes in taken]
        shown = [replace(note, paragraph=n) for n, note in enumerate(n for notes in taken for n in notes)]
        if not shown:
            raise MalformedDraft("The model found nothing to note in the article.")
        if await asyncio.to_thread(_sum_costs, shown, cost) <= room:
            return tuple(shown)
    raise ContextTooLong("The article is too long for the model, and so are the notes taken of it.")


def _sum_costs(shown: Sequence[SourceLine], cost: Cost) -> int:
    return sum(cost(f"{line}\n") for line in shown)


def split_lines(shown: Sequence[SourceLine], room: int, cost: Cost) -> tuple[tuple[SourceLine, ...], ...]:
    """Return the lines in runs of about equal length, none above `room` tokens, cut between paragraphs if possible.

    A line that is longer than that is cut between words, and both pieces keep its numbers.
    """
    sized = [(piece, cost(f"{piece}\n")) for line in shown for piece in _split_line(line, room, cost)]
    even = ceil(sum(size for _, size in sized) / ceil(sum(size for _, size in sized) / room)) if sized else room
    # A run may exceed the even share by half a paragraph, but never the room.
    packed: list[list[SourceLine]] = [[]]
    filled = 0
    for block in _split_paragraphs(sized, room):
        size = sum(size for _, size in block)
        if packed[-1] and (filled + size > room or filled + size / 2 > even):
            packed.append([])
            filled = 0
        packed[-1] += [line for line, _ in block]
        filled += size
    return tuple(tuple(run) for run in packed if run)


def _split_paragraphs(sized: Sequence[tuple[SourceLine, int]], room: int) -> Iterator[list[tuple[SourceLine, int]]]:
    """Yield paragraphs; one that is longer than `room` in runs that are not."""
    for _, group in groupby(sized, key=lambda pair: pair[0].paragraph):
        block: list[tuple[SourceLine, int]] = []
        filled = 0
        for line, size in group:
            if block and filled + size > room:
                yield block
                block, filled = [], 0
            block.append((line, size))
            filled += size
        yield block


def _split_line(line: SourceLine, room: int, cost: Cost) -> Iterator[SourceLine]:
    """Yield the line itself, or, where it takes more than `room` tokens, the pieces it is cut into."""
    size = cost(f"{line}\n")
    if size <= room:
        yield line
        return
    # Twice as many pieces as the average needs, since tokens are not spread evenly over characters.
    step = max(1, len(line.text) * room // (2 * size))
    start = 0
    while start < len(line.text):
        end = start + step
        if end < len(line.text):
            space = line.text.rfind(" ", start + step // 2, end)
            end = space if space > 0 else end
        yield replace(line, text=line.text[start:end].strip())
        start = end


async def _take_notes(part: Sequence[SourceLine], session: ModelSession) -> list[SourceLine]:
    """Return the model's notes on a part; where it has none, the part's own opening sentences, and a warning."""
    known = frozenset(number for line in part for number in line.numbers)
    try:
        digest = await session.ask(session.render("digest", source=fence(lay_out_lines(part))), Digest, NOTES_TOKENS)
    except (MalformedDraft, Refused):
        said = "The model could not digest some of its own notes: read by openings."
        if known:
            said = f"The model could not digest sentences {min(known)} to {max(known)}: read by openings."
        session.warnings.append(Shortfall(said))
        return _choose_openings(part)
    return [SourceLine(_keep_known_sources(note.sources, known), to_plain_line(note.text)) for note in digest.claims]


def _keep_known_sources(sources: Sequence[int], known: Collection[int]) -> tuple[int, ...]:
    return tuple(number for number in sources if number in known)


def _choose_openings(part: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the first line of each paragraph, as many as notes would be, from all over the part."""
    first = [next(group) for _, group in groupby(part, key=lambda line: line.paragraph)]
    return first[:: ceil(len(first) / NOTES)]
