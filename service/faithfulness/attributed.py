"""Who says what: the reports in a sentence, each with its source and its content. English only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from service.article import Article, per_article
from service.article.words import stems, stop_words, words
from service.faithfulness.country import country
from service.faithfulness.name import TITLES, names, plain
from service.faithfulness.vocabulary import listed

_SAID = (
    "reiterated reiterates recalled recalling expressed responded repeated vowed urged acknowledged admitted"
    " said says saying told tells telling stated states stating added adds adding reported reports reporting confirmed"
    " confirms announced announces noted notes explained explains stressed stresses emphasized emphasised emphasizing"
    " wrote writes testified testifies estimated estimates concluded concludes found revealed disclosed"
)
STRONG = listed(
    "claimed claims claiming alleged alleges alleging accused accuses accusing argued argues arguing insisted insists"
    " insisting warned warns warning denied denies denying dismissed dismisses dismissing rejected believes believed"
    " predicted predicts predicting suggested suggests cautioned cautions cautioning complained complains"
    " described describes contended contends maintained maintains speculated feared fears hailed blamed"
    " blames condemned criticised criticized vowed vows boasted"
)
"""Verbs that put what is said down to its source alone: judgements, accusations, predictions."""
_VERBS = listed(_SAID) | STRONG
_OPENING = regex.compile(r"^\W*(?:According to|In the view of|In the words of)\s+([^,]{2,80}),", regex.IGNORECASE)
_CLOSING = regex.compile(r",?\s(?:according to|in the view of|in the words of)\s+([^,.;]{2,80})", regex.IGNORECASE)
_PRONOUNS = listed("he she they it who i we you that which")
ANY = regex.compile(
    r"\b(?:said|says?|saying|told|tells|stat(?:ed|es|ing)|claim\w*|report(?:ed|s|edly|ing)|accord\w*|alleg\w+|accus\w+"
    r"|argu\w+|insist\w*|warn\w*|den(?:y|ies|ied|ying|ial)|dismiss\w*|reject\w*|believ\w+|predict\w*|suggest\w*"
    r"|caution\w*|complain\w*|call(?:s|ed|ing)|describ\w+|assert\w*|conten[dt]\w*|maintain\w*|confirm\w*"
    r"|announc\w+|add(?:ed|s)"
    r"|wr(?:ote|ites)|apparent\w*|appear\w*|seem\w*|purported\w*|supposed\w*|think\w*|fear\w*|stress\w*"
    r"|emphas\w+|not\w+ that"
    r"|testif\w+|express\w*|view\w*|opinion|see[sn]? as|consider\w*|regard\w*|hail\w*|blam\w+|condemn\w*"
    r"|critici\w+|vow\w*"
    r"|promis\w+|pledg\w+|urg\w+|hop(?:e|es|ed)|want\w*|expect\w*|estimat\w*|explain\w*|conclud\w+|declar\w+"
    r"|point\w* to"
    r"|acknowledg\w+|admit\w*|respond\w*|repl(?:y|ied)|quot\w+|asked|cit(?:ed|ing|es)|echo\w*|prais\w+|not(?:es"
    r"|ed|ing)"
    r"|portray\w*|frame[sd]?|framing|character\w+|label\w*|stance|position|perspective|account|version"
    r"|may|might|could)\b|[\"“”«»]",
    regex.IGNORECASE,
)
"""Any sign in a claim that it is somebody's word rather than a fact; hedges and quotation marks count."""


@dataclass(frozen=True, slots=True)
class Report:
    """Something said: by whom (his names' last words and countries, plain; empty where a pronoun), how, and what."""

    source: frozenset[str]
    shown: str
    verb: str
    content: str

    @property
    def strong(self) -> bool:
        return self.verb in STRONG


@per_article
def told(article: Article) -> tuple[tuple[Report, ...], ...]:
    """The reports of each sentence; a pronoun stands for who spoke last in the same paragraph, or was named first."""
    found: list[tuple[Report, ...]] = []
    speaker, paragraph = (frozenset[str](), ""), -1
    for sentence in article.sentences:
        if sentence.paragraph != paragraph:
            speaker, paragraph = (frozenset(), ""), sentence.paragraph
        here = [
            r if r.source else replace(r, source=speaker[0], shown=speaker[1] or r.shown)
            for r in reports(sentence.text)
        ]
        found.append(tuple(here))
        named = next((r for r in reversed(here) if r.source), None)
        if named:
            speaker = (named.source, named.shown)
    return tuple(found)


@lru_cache(maxsize=4096)
def reports(text: str) -> tuple[Report, ...]:
    """What a sentence reports as said by somebody, in order."""
    return tuple(_reports(text))


def _reports(text: str) -> Iterator[Report]:
    if match := _OPENING.match(text):
        yield Report(_keys(match[1]), match[1].strip(), "according", text[match.end() :])
    elif match := _CLOSING.search(text):
        yield Report(_keys(match[1]), match[1].strip(), "according", text[: match.start()])
    found = [w for w in words(text) if w.text.lower() in _VERBS and w.text[0].islower()]
    latest: Report | None = None
    for nth, verb in enumerate(found):
        before = text[: verb.start]
        start = _clause(before)
        ends = found[nth + 1].start if nth + 1 < len(found) else len(text)
        subject = before[start:].strip()
        if _PASSIVE.search(subject) or (subject.endswith(".") and len(subject.split()[-1]) > 4):
            continue
        if _TAKEN.match(text[verb.start :]):
            continue
        after = text[verb.end :]
        if latest and latest.source and (_AND.search(before) or (verb.text.endswith("ing") and before.endswith(", "))):
            # "confirmed the invitation, describing its role" and "said … and warned" have one subject
            latest = replace(latest, verb=verb.text.lower(), content=text[verb.end : max(ends, verb.end)])
            yield latest
            continue
        if parted := _PARTED.search(subject):
            # "Hot-water drilling, he said, can carry microbes": the speaker stands inside what he says
            yield Report(frozenset(), parted[1], verb.text.lower(), f"{subject[: parted.start()]} {after}")
            continue
        inverted = _INVERTED.match(after)
        if inverted and not verb.text.endswith("ing"):
            yield Report(_keys(inverted[1]), inverted[1].strip(), verb.text.lower(), before)
        elif len(after.strip(' ."”')) < 3:
            yield Report(_keys(subject), subject, verb.text.lower(), before[:start])
        elif subject:
            latest = Report(_keys(subject), subject, verb.text.lower(), text[verb.end : max(ends, verb.end)])
            yield latest


_INVERTED = regex.compile(r"\s((?:\p{Lu}[\p{L}'’.-]*\s?){1,4})[,.]?\s*$")
_AND = regex.compile(r"\b(?:and|but)(?:\s(?:also|later|then))?\s$")
_PARTED = regex.compile(r",\s(he|she|they|it|we)$", regex.IGNORECASE)
_PASSIVE = regex.compile(r"\b(?:been|was|were|is|are|be|being|long|currently)$")
_TAKEN = regex.compile(
    r"(?:claim(?:ed|s|ing) (?:an?|his|her|their|its|the|first|second|third|\d)"
    r"|den(?:ied|ies|ying) (?:him|her|them|\p{Lu})"
    r"|found (?:an?|the|him|her|his|space|himself)|not(?:ed|es) for)\b"
)
"""Verbs of saying in another sense: claiming a win, denying a striker."""
_BOUNDARY = regex.compile(r"[;:—“”\"]|,\s(?=(?:and|but|while|as|who|that|which)\b)|\b(?:while|but|after|as|that|and)\s")


def _clause(before: str) -> int:
    """Where the subject of a verb of saying begins: after the last joint, an apposition between commas included."""
    last = 0
    for match in _BOUNDARY.finditer(before[-160:]):
        last = max(0, len(before) - 160) + match.end()
    return last if len(before[last:].split()) >= 1 else 0


def _keys(subject: str) -> frozenset[str]:
    """What names a source: last words of names, countries; of a nameless one its words."""
    keys: set[str] = set()
    for name in names(subject):
        bare = [p.removesuffix("'s").removesuffix("’s") for p in name.parts]
        keys.update(filter(None, (country(" ".join(bare)), *(country(p) for p in bare))))
        keys.update(k for p in bare if (k := plain(p)) not in TITLES)
    if keys:
        return frozenset(keys)
    lowered = [w.text.lower() for w in words(subject)]
    if any(w in _PRONOUNS for w in lowered[:2]):
        return frozenset()
    plainly = [w for w in lowered if w not in stop_words("en") and len(w) > 2]
    keys.update(stems(" ".join(plainly), "en") if plainly else ())
    return frozenset(keys)
