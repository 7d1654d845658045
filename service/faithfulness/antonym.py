"""Words that say the opposite of each other in news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from service.faithfulness.vocabulary import stemmed

_PAIRS = (
    ("agree agreed accept accepted approve approved welcome backed endorse endorsed",
     "decline declined reject rejected refuse refused rebuff rebuffed oppose opposed turned-down"),
    ("confirm confirmed acknowledge acknowledged admit admitted", "deny denied denies"),
    ("rise rose risen rising increase increased grow grew grown climb climbed soar soared jump jumped gain "
     "gained surge surged raise raised",
     "fall fell fallen falling decrease decreased drop dropped decline declined shrink shrank plunge "
     "plunged slump slumped sink sank slid lower lowered cut reduce reduced"),
    ("win won victory beat defeated winner", "lose lost defeat loser"),
    ("open opened reopen reopened", "close closed shut"),
    ("arrest arrested detain detained jail jailed", "release released freed"),
    ("support supported supports back backs backed favour favours favor favors",
     "oppose opposed opposes against resist"),
    ("allow allowed permit permitted", "ban banned prohibit prohibited forbid block blocked barred"),
    ("guilty convicted", "acquitted cleared innocent"),
    ("succeed succeeded success successful successfully", "fail failed failure unsuccessful unsuccessfully"),
    ("strengthen strengthened strong stronger", "weaken weakened weak weaker"),
    ("begin began begun start started launch launched",
     "end ended finish finished stop stopped halt halted cancel cancelled canceled"),
    ("more higher", "fewer less lower"),
    ("highest best largest biggest most", "lowest worst smallest least"),
    ("safe safely unharmed survived survive", "killed dead died kill injured"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("early earlier", "late later"),
    ("above", "below"),
    ("improve improved improvement better", "worsen worsened deteriorate deteriorated worse"),
    ("buy bought purchase purchased", "sell sold"),
    ("join joined enter entered arrive arrived", "leave left quit withdrew withdraw"),
    ("optimistic hopeful confident", "pessimistic skeptical sceptical doubtful"),
    ("escalate escalated escalation", "de-escalate ease eased"),
    ("include included including", "exclude excluded excluding"),
    ("surplus profit", "deficit loss"),
    ("majority", "minority"),
    ("upheld uphold", "overturned overturn quash quashed"),
    ("hot warm warmed warmer", "cold cool cooled cooler"),
    ("male man men", "female woman women"),
    ("continue continued resume resumed proceed",
     "suspend suspended cancel cancelled canceled abandon abandoned halt halted"),
    ("intentional deliberate deliberately intentionally", "accidental accidentally unintentional"),
    ("legal lawful", "illegal unlawful"),
    ("public publicly", "private privately"),
    ("likely", "unlikely"),
    ("possible", "impossible"),
    ("true accurate correct", "false inaccurate incorrect untrue"),
    ("expand expanded widen widened", "contract contracted narrow narrowed"),
    ("typical usual common", "unusual rare atypical"),
    ("major", "minor"),
    ("small little", "large big"),
    ("continue continued", "stop stopped cease ceased"),
    ("praise praised", "criticise criticised criticize criticized condemn condemned"),
    ("certain clear resolved", "uncertain unclear unresolved"),
)  # fmt: skip


def _opposites() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    found: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for pair in _PAIRS:
        one, other = stemmed(pair[0]), stemmed(pair[1])
        for mine, theirs in ((one, other), (other, one)):
            for stem in mine:
                found[stem][0].update(mine)
                found[stem][1].update(theirs)
    return {stem: (frozenset(same - opp), frozenset(opp - same)) for stem, (same, opp) in found.items()}


OPPOSITES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = _opposites()
"""For a stem the stems of the same sense, itself included, and those of the opposite one."""
