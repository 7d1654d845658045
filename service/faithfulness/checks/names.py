"""Names: whoever and whatever a claim names, the article names too, with the same first name and in the same role.

Languages: English in full; those that write names as English does, without role and role swaps; others are skipped
(German capitalises every noun, Polish or Finnish inflect names, Arabic or Chinese have no capitals).
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from rapidfuzz import fuzz

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.country import CAPITALS, COUNTRIES, PEOPLES, country
from service.faithfulness.deed import swapped
from service.faithfulness.headline import headline, headline_names
from service.faithfulness.name import TITLES, Name, Names, dated, named, names, plain
from service.faithfulness.region import REGIONS
from service.faithfulness.role import wrong_role

NAME = "names"
LANGUAGES = frozenset({"en", "es", "fr", "it", "pt", "nl", "da", "sv", "no"})
"""Languages whose names are capitalised, and little else is."""
_SPELT_ALIKE = 84.0
"""Similarity (0 to 100) of two words that are one name, misspelt."""
_COMMON = ("ing", "ed", "ly", "tion", "tions", "ment", "ments", "ity", "ness", "ers", "als", "ists", "ials", "ants")
_ABBREVIATED = {
    "utd": "united",
    "govt": "government",
    "dept": "department",
    "intl": "international",
    "int'l": "international",
}


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on a name the article does not have (`unsupported`), or has otherwise (`contradicted`)."""
    found = named(article) if article.language in LANGUAGES else None
    if found is None or found.sparse:
        return bare(NAME, "skip")
    mine = list(_mine(claim.text, found))
    for name in mine:
        result = _missing(name, found) or _other_first_name(name, found)
        if result:
            return result
    if article.language == "en":
        wrong = wrong_role(claim, article) or swapped(claim, article)
        if wrong:
            return _fail(wrong, "contradicted")
    note = next(filter(None, (_misspelt(name, found) for name in mine)), "")
    return CheckResult(name=NAME, outcome="pass" if mine else "skip", detail=note)


def _mine(text: str, found: Names) -> Iterator[Name]:
    """The names of a claim: capitals that tell nothing left out."""
    for name in headline_names(text, found) if headline(text, found) else names(text):
        parts = name.parts
        while parts and name.opens and parts is name.parts and _common(parts, found):
            parts = parts[1:]
        if parts:
            yield Name(
                parts, name.end - len(" ".join(parts)) if parts is not name.parts else name.start, name.end, name.opens
            )


def _common(parts: tuple[str, ...], found: Names) -> bool:
    """Whether the first word of a sentence is a common word with a capital."""
    key = plain(parts[0])
    if key in found.upper or country(parts[0]) or parts[0].isupper():
        return False
    if key in found.lower or key in TITLES:
        return True
    return key.endswith(_COMMON) or (len(parts) == 1 and (key.endswith("s") or not found.has(key)))


def _missing(name: Name, found: Names) -> CheckResult | None:
    wrong = list(_unknown(name, found))
    if not wrong or _acronym(name, found):
        return None
    rival = _rival(name, found, wrong)
    if rival:
        return _fail(f"“{name.text}”; the article says “{rival}”", "contradicted")
    return _fail(f"“{name.text}” is not in the article", "unsupported")


def _unknown(name: Name, found: Names) -> Iterator[str]:
    """The words of a name that the article has in no form; places are the business of places."""
    keys = name.keys
    lost = [at for at, key in enumerate(keys) if _lost(name.parts[at], key, found)]
    skip = _placed(name, keys, found) if lost else frozenset[int]()
    yield from (name.parts[at] for at in lost if at not in skip and not _near(keys[at], found))


def _placed(name: Name, keys: tuple[str, ...], found: Names) -> Set[int]:
    """Which words of a name are of a place."""
    skip: set[int] = set()
    for size in (4, 3, 2, 1):
        for at in range(len(keys) - size + 1):
            joined = " ".join(keys[at : at + size])
            if not found.countries.isdisjoint(REGIONS.get(joined, ())):
                skip.update(range(at, at + size))
            nation = country(" ".join(name.parts[at : at + size]).replace("'s", "").replace("’s", ""))
            place = joined in COUNTRIES or joined in CAPITALS
            if nation and (nation in found.countries or place or joined not in PEOPLES):
                skip.update(range(at, at + size))
    return skip


def _lost(part: str, key: str, found: Names) -> bool:
    """Whether a word is one to look for, and the article has it neither so nor abbreviated nor in parts."""
    if found.has(_ABBREVIATED.get(key, key)):
        return False
    if len(key) < 2 or key in TITLES or dated(part) or any(c.isdigit() for c in key):
        return False
    if all(found.has(k) for k in key.replace("&", "'").split("'") if len(k) > 1):
        return False
    return not (part.isupper() and (key in found.initials or _blended(key, found)))


def _blended(key: str, found: Names) -> bool:
    """`CENTCOM` for Central Command."""
    cuts = range(2, len(key) - 1) if len(key) > 5 else ()
    return any(
        any(w.startswith(key[:i]) for w in found.upper) and any(w.startswith(key[i:]) for w in found.upper)
        for i in cuts
    )


def _near(key: str, found: Names) -> str:
    """The article's word that `key` misspells; empty where there is none."""
    if len(key) < 6 or country(key):
        return ""
    best = max(
        (
            (fuzz.ratio(key, w), w)
            for w in found.upper
            if w[:1] == key[:1] and w[-1:] == key[-1:] and abs(len(w) - len(key)) < 3
        ),
        default=(0, ""),
    )
    stem = best[1] and (best[1].startswith(key[:-2]) or key.startswith(best[1][:-2]))
    return best[1] if best[0] >= _SPELT_ALIKE or (stem and len(key) > 6 and best[0] > 70) else ""


def _misspelt(name: Name, found: Names) -> str:
    for part, key in zip(name.parts, name.keys, strict=True):
        if (
            key not in TITLES
            and not found.has(key)
            and not country(part)
            and not dated(part)
            and (near := _near(key, found))
        ):
            return f"“{part}” is spelt “{near}” in the article"
    return ""


def _acronym(name: Name, found: Names) -> bool:
    """`Islamic Revolutionary Guard Corps` where the article only has `IRGC`."""
    letters = "".join(k[0] for k in name.keys if k and k not in ("of", "the", "for", "and"))
    return len(letters) > 2 and letters in found.words


def _rival(name: Name, found: Names, wrong: list[str]) -> str:
    """What the article calls somebody of the same last or first name; empty where nobody is."""
    # Countries have no namesakes: the U.S. Navy is not somebody else of the family U.S.
    bare = [k for p, k in zip(name.parts, name.keys, strict=True) if k not in TITLES and not country(p)]
    if len(bare) < 2:
        return ""
    lost = {plain(p) for p in wrong}
    for full in sorted(found.bearers.get(bare[-1], ())):
        if bare[-1] not in lost:
            return " ".join(full).title()
    for ends in found.bearers.values():
        for full in sorted(ends):
            if full[0] == bare[0] and bare[0] not in lost and len(full) == len(bare):
                return " ".join(full).title()
    return ""


def _other_first_name(name: Name, found: Names) -> CheckResult | None:
    """A first name that is somebody else's: `Steve Araghchi` of Steve Witkoff and Abbas Araghchi."""
    bare = [k for k in name.keys if k not in TITLES]
    if len(bare) != 2 or len(bare) != len(name.parts) or any(country(p) for p in name.parts):
        return None
    bearers = found.bearers.get(bare[1], frozenset())
    if bearers and all(len(b) == 2 and b[0] != bare[0] for b in bearers) and bare[0] in found.firsts - {bare[1]}:
        full = " ".join(min(bearers)).title()
        if bare[0] not in found.lower and bare[1] not in found.lower:
            return _fail(f"“{name.text}”; the article says “{full}”", "contradicted")
    return None


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
