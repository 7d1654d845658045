"""Faults of cases: pieces the article does not have, keys its own sentences lack, claims told twice.

python -m newsbrief.evals.case_review [NAME ...]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.evals.case import Case, load
from newsbrief.verification.itemise import itemise_briefing


def find_faults(case: Case) -> Iterator[str]:
    """Yield a line for each fault that an editor has to mend in `case`."""
    article = case.read()
    sentences = [article.quote(i) for i in range(len(article.sentences))]
    for fact in case.facts:
        bearing = []
        for piece in fact.rests_on:
            holders = [s for s in sentences if piece in s]
            if not holders:
                yield f"fact {fact.says!r}: no sentence has {piece!r}"
            bearing += holders[:1]
        # Keys are in the article's language, what the fact says is in English.
        if article.language == "en" and not fact.said_in(fact.says):
            yield f"fact {fact.says!r}: does not have its own keys {fact.keys}"
        if bearing and not fact.said_in(" ".join(bearing)):
            yield f"fact {fact.says!r}: its sentences do not have the keys {fact.keys}"
    for statement in case.contested:
        if not statement.said_in(statement.says):
            yield f"contested {statement.says!r}: does not have its own keys {statement.keys}"
        if not any(statement.said_in(s) for s in sentences):
            yield f"contested {statement.says!r}: no sentence says it, by its keys {statement.keys}"
    yield from _find_earlier_faults(case)
    texts = Counter(claim.text for claim, _, _ in case.claims())
    yield from (f"claim told {n} times: {text}" for text, n in texts.items() if n > 1)
    for claim, carried, _ in case.claims():
        if carried and (said := next((n for n in case.never if n.said_in(claim.text)), None)):
            yield f"a carried claim says what no briefing may ({said.why}): {claim.text}"


def _find_earlier_faults(case: Case) -> Iterator[str]:
    if case.earlier is None:
        return
    if not case.earlier.briefing:
        if not case.earlier.claims:
            yield "the earlier briefing has no claims"
        return
    briefing, _ = parse_markdown(case.beside(case.earlier.briefing).read_text(encoding="utf-8"))
    ids = {claim.id for claim in itemise_briefing(briefing, "en")}
    for noun, labels in (("verdict", case.earlier.verdicts), ("standing", case.earlier.standings)):
        yield from (f"the earlier briefing's {id} has no {noun}" for id in sorted(ids - labels.keys()))
        yield from (f"the earlier briefing has no claim {id}, but a {noun}" for id in sorted(labels.keys() - ids))


def main(names: list[str]) -> int:
    reviewed = [(case, list(find_faults(case))) for case in load() if not names or case.name in names]
    for case, lines in reviewed:
        claims = Counter(carried for _, carried, _ in case.claims())
        sizes = f"{len(case.facts)} facts, {claims[True]} carried, {claims[False]} wrong"
        print(f"{case.name}: {case.genre}, {case.split}, {len(case.text.split())} words, {sizes}")
        for line in lines:
            print(f"  {line}")
    return 1 if any(lines for _, lines in reviewed) or not reviewed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
