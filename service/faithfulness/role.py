"""Who holds which office in an article: `Foreign Minister Abbas Araghchi`, `Petr Havel, the Green leader`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

import regex

from service.article import Article, per_article
from service.article.words import REMEMBERED
from service.faithfulness.claim import Claim
from service.faithfulness.name import TITLES, folded, plain

_HEAD = (
    r"(?:prime|foreign|finance|defen[cs]e|interior|health|education|justice|energy|trade|economy)\sminister"
    r"|vice[- ]president|president|chancellor|(?:secretary of state|(?:foreign|home|defen[cs]e|treasury)\ssecretary)"
    r"|senator|governor|mayor|king|queen|pope|supreme leader|attorney general|chief (?:executive|financial|operating)"
    r"(?:\sofficer)?|chairman|chairwoman|(?:special\s)?envoy|ambassador|judge|prosecutor|defen[cs]e lawyer"
    r"|(?:head\s)?coach|manager|captain|spokesman|spokeswoman|spokesperson|premier|lead author|co-author|analyst"
)
_NAME = r"\p{Lu}[\p{L}'’-]+(?:\s(?:(?:de|van|von|bin|al)\s)?\p{Lu}[\p{L}'’.-]*){0,3}"
_BEFORE = regex.compile(rf"\b(?i:(?P<role>{_HEAD}))\s(?P<name>{_NAME})")
_AFTER = regex.compile(
    rf"(?P<name>{_NAME}),\s(?:(?:the|a|an|who is|its|his|her)\s)?(?:(?!(?i:{_HEAD})\b)[\p{{L}}'’.-]+\s){{0,2}}"
    rf"(?P<role>(?i:{_HEAD}))\b(?=[^\p{{L}}]*(?:,|\.|of|for|at|to|$))"
)
_NEAR = regex.compile(r"[\p{L}'’.-]+")
_SIGNS = (
    "minister", "president", "chancellor", "secretary", "senator", "governor", "mayor", "king", "queen", "pope",
    "leader", "attorney", "chief", "chairman", "chairwoman", "envoy", "ambassador", "judge", "prosecutor", "lawyer",
    "coach", "manager", "captain", "spokes", "premier", "author", "analyst",
)  # fmt: skip
"""One of them is in every role: most sentences have none, and are not searched for the rest."""
_ALIKE = {
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "chairwoman": "chairman", "premier": "prime minister",
    "special envoy": "envoy", "head coach": "coach", "chief executive officer": "chief executive", "manager": "coach",
    "vice-president": "vice president",
}  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def assigned(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a role and the surname of who holds it, as a text puts them side by side."""
    return tuple(_assigned(text))


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            surname = plain(match["name"].split()[-1])
            if surname not in TITLES and len(surname) > 2:
                role = " ".join(match["role"].lower().replace("defence", "defense").split())
                yield _ALIKE.get(role, role), surname


@per_article
def holders(article: Article) -> Mapping[str, frozenset[str]]:
    """For each role in an article the surnames of those who hold it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for sentence in article.sentences:
        for role, surname in assigned(sentence.text):
            found[role].add(surname)
    return {role: frozenset(who) for role, who in found.items()}


def wrong_role(claim: Claim, article: Article) -> str:
    """Why a claim gives somebody another's role; empty where it does not, or where that cannot be told."""
    roles = holders(article)
    everyone = frozenset().union(*roles.values())
    for role, surname in assigned(claim.text):
        theirs = roles.get(role, frozenset())
        if surname in theirs or not (theirs or surname in everyone) or _beside(surname, role, article):
            continue
        his = sorted(r for r, who in roles.items() if surname in who)
        if theirs or not any(role.split()[-1] == r.split()[-1] for r in his):
            if his:
                return f"calls {surname.title()} {role}; the article calls {surname.title()} {' and '.join(his)}"
            return f"calls {surname.title()} {role}; in the article that is {sorted(theirs)[0].title()}"
    return ""


def _beside(surname: str, role: str, article: Article) -> bool:
    """Whether some sentence has both a person and all words of a role close by: they may belong together."""
    wanted = role.split()
    for sentence, text in zip(article.sentences, _texts(article), strict=True):
        if surname not in text:
            continue
        lowered = [plain(w) for w in _NEAR.findall(sentence.text)]
        for at in (i for i, w in enumerate(lowered) if w == surname):
            window = lowered[max(0, at - 5) : at] + lowered[at + 1 : at + 8]
            if all(w in window for w in wanted) and not any(
                r == role and who != surname for r, who in assigned(sentence.text)
            ):
                return True
    return False


@per_article
def _texts(article: Article) -> tuple[str, ...]:
    return tuple(folded(s.text) for s in article.sentences)
